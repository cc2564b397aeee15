import { expect, test } from "vitest";
import { ANYWHERE, canonicalCidr, ipVersionOf } from "../../lib/pool/ip-network";

test.each(["10.0.0.0/8", "0.0.0.0/0", "192.0.2.1/32"])("%s is a range of IPv4", (cidr) => expect(ipVersionOf(cidr)).toBe(4));

test.each(["2001:db8::/32", "::/0", "2001:DB8::1/128", "2001:0db8:0::/48"])("%s is a range of IPv6", (cidr) => {
  expect(ipVersionOf(cidr)).toBe(6);
});

test.each(["", "10.0.0.1", "10.0.0.1/8", "10.0.0.0/33", "2001:db8::1/32", "2001:db8::", "::/129", "all"])("%j is no range", (cidr) => {
  expect(ipVersionOf(cidr)).toBeUndefined();
});

test("anywhere is every address of both", () => expect(ANYWHERE.map(ipVersionOf)).toEqual([4, 6]));

test.each([
  ["10.0.0.0/08", "10.0.0.0/8"],
  ["0::/0", "::/0"],
  ["2001:0DB8:0:0::/48", "2001:db8::/48"],
  ["2001:db8:0:0:1:0:0:1/128", "2001:db8::1:0:0:1/128"],
  ["10.0.0.1/8", undefined],
  ["all", undefined],
])("%s is written %s", (cidr, written) => expect(canonicalCidr(cidr)).toBe(written));

test("anywhere is written as it is", () => expect(ANYWHERE.map(canonicalCidr)).toEqual(ANYWHERE));
