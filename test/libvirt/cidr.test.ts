import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ipv4Text, overlap, parseIpv4, parseRange } from "../../lib/libvirt/cidr";
import { thrown } from "../support";

test("a range is its first address and how many there are", () => {
  expect(parseRange("10.17.3.0/24")).toEqual({ base: 0x0a110300, size: 256 });
  expect(parseRange("10.0.0.0/8").size).toBe(2 ** 24);
  expect(parseRange("10.17.3.16/28").size).toBe(16);
});

test.each(["", "10.17.3.0", "10.17.3.1/24", "10.17.3.0/29", "10.0.0.0/7", "fd00::/64", "10.17.3.0/24 ", "10.17.03.0/24", "10.17.3/24"])(
  "%j is no range of a network",
  (cidr) => {
    expect(thrown(() => parseRange(cidr))).toMatchObject({ code: "cidr", received: cidr });
  },
);

test("two ranges overlap where one holds an address of the other, in either order", () => {
  const range = parseRange("10.17.4.0/23");
  for (const other of ["10.17.4.0/23", "10.17.5.0/24", "10.17.0.0/16", "10.17.5.240/28"]) {
    expect(overlap(range, parseRange(other))).toBe(true);
    expect(overlap(parseRange(other), range)).toBe(true);
  }
  for (const other of ["10.17.6.0/24", "10.17.3.0/24", "10.16.0.0/16"]) {
    expect(overlap(range, parseRange(other))).toBe(false);
    expect(overlap(parseRange(other), range)).toBe(false);
  }
});

test("an address is the number that its text is read as", () => {
  fc.assert(
    fc.property(fc.ipV4(), (text) => {
      expect(ipv4Text(parseIpv4(text) ?? Number.NaN)).toBe(text);
    }),
  );
});

test.each(["", "10.17.3", "10.17.3.256", "10.17.3.010", "0x0a.1.1.1", "fd00::1", "10.17.3.10/24"])("%j is no address", (text) => {
  expect(parseIpv4(text)).toBeUndefined();
});
