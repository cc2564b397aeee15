import fc from "fast-check";
import { expect, test } from "vitest";
import { cidr, contains, formatCidr, formatIpv4, hasAddress, ipv4, isPrivate, overlaps, parseCidr, parseIpv4 } from "./addresses";

test.each([
  ["10.0.0.0/8", "10.0.0.0/8"],
  ["0.0.0.0/0", "0.0.0.0/0"],
  ["192.0.2.7/32", "192.0.2.7/32"],
  ["2001:0DB8:0:0::/64", "2001:db8::/64"],
  ["::/0", "::/0"],
  ["2001:db8:0:1:2:3:4:5/128", "2001:db8:0:1:2:3:4:5/128"],
])("the block %s is written %s", (text, canonical) => {
  expect(formatCidr(cidr(text))).toBe(canonical);
});

test.each(["10.0.0.1/8", "10.0.0.0", "10.0.0.0/33", "10.0.0/8", "2001:db8::1/64", "::/129", "a/8", "010.0.0.0/8", "fe80::%1/128"])(
  "%s is no block",
  (text) => {
    expect(parseCidr(text)).toBeUndefined();
    expect(() => cidr(text)).toThrow(RangeError);
  },
);

test("blocks know what they contain and overlap", () => {
  expect(contains(cidr("10.0.0.0/16"), cidr("10.0.1.0/24"))).toBe(true);
  expect(contains(cidr("10.0.1.0/24"), cidr("10.0.0.0/16"))).toBe(false);
  expect(overlaps(cidr("10.0.1.0/24"), cidr("10.0.0.0/16"))).toBe(true);
  expect(overlaps(cidr("10.0.1.0/24"), cidr("10.0.2.0/24"))).toBe(false);
  expect(overlaps(cidr("0.0.0.0/0"), cidr("::/0"))).toBe(false);
  expect(hasAddress(cidr("10.0.1.0/24"), ipv4("10.0.1.255"))).toBe(true);
  expect(hasAddress(cidr("10.0.1.0/24"), ipv4("10.0.2.0"))).toBe(false);
});

test("private ranges are those of RFC 1918", () => {
  expect(["10.1.0.0/16", "172.31.0.0/16", "192.168.0.0/24"].every((range) => isPrivate(cidr(range)))).toBe(true);
  expect(["172.32.0.0/16", "100.64.0.0/16", "8.0.0.0/5"].some((range) => isPrivate(cidr(range)))).toBe(false);
});

test("IPv4 addresses survive parsing and writing", () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      expect(formatIpv4(ipv4(address))).toBe(address);
    }),
  );
  expect(parseIpv4("256.0.0.1")).toBeUndefined();
  expect(() => ipv4("10.0.0")).toThrow(RangeError);
});

test("blocks survive parsing and writing", () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 128n - 1n), fc.integer({ min: 0, max: 128 }), (address, prefix) => {
      const size = 1n << BigInt(128 - prefix);
      const first = (address / size) * size;
      const text = formatCidr({ version: 6, first, last: first + size - 1n, prefix });
      expect(cidr(text)).toEqual({ version: 6, first, last: first + size - 1n, prefix });
    }),
  );
});
