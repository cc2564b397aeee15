import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Ipv4Range, checkedIpv4, ipv4Text, isInRange, parseIpv4, parseIpv4Range, rangesOverlap } from "../../lib/pool/ipv4";
import { thrown } from "../support";

function range(cidr: string): Ipv4Range {
  const parsed = parseIpv4Range(cidr);
  if (parsed === undefined) throw new Error(`${cidr} is no range`);
  return parsed;
}

test("a range is its first address, how many there are, and its prefix", () => {
  expect(range("10.17.3.0/24")).toEqual({ base: 0x0a110300, size: 256, prefix: 24 });
  expect(range("0.0.0.0/0")).toEqual({ base: 0, size: 2 ** 32, prefix: 0 });
  expect(range("10.17.3.7/32")).toMatchObject({ size: 1 });
});

test.each(["", "10.17.3.0", "10.17.3.1/24", "11.0.0.0/7", "10.17.3.0/33", "fd00::/64", "10.17.3.0/24 ", "10.17.03.0/24", "10.17.3/24"])(
  "%j is no range",
  (cidr) => {
    expect(parseIpv4Range(cidr)).toBeUndefined();
  },
);

test("two ranges overlap where one holds an address of the other, in either order", () => {
  const one = range("10.17.4.0/23");
  for (const other of ["10.17.4.0/23", "10.17.5.0/24", "10.17.0.0/16", "10.17.5.240/28"]) {
    expect(rangesOverlap(one, range(other))).toBe(true);
    expect(rangesOverlap(range(other), one)).toBe(true);
  }
  for (const other of ["10.17.6.0/24", "10.17.3.0/24", "10.16.0.0/16"]) {
    expect(rangesOverlap(one, range(other))).toBe(false);
    expect(rangesOverlap(range(other), one)).toBe(false);
  }
});

test("a range holds its first and its last address, and not those beside it", () => {
  const { base, size } = range("10.17.3.0/24");
  const held = [base - 1, base, base + size - 1, base + size].map((address) => isInRange(address, { base, size, prefix: 24 }));
  expect(held).toEqual([false, true, true, false]);
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

test("an address that somebody gave is read, or refused with one that would do", () => {
  expect(checkedIpv4("nodes.a.address", "10.17.3.10", "10.0.0.1")).toBe(0x0a11030a);
  expect(thrown(() => checkedIpv4("nodes.a.address", "ten", "10.0.0.1"))).toMatchObject({
    code: "address-malformed",
    subject: "nodes.a.address",
    received: "ten",
    mend: "write it like 10.0.0.1",
  });
});
