import { expect, test } from "vitest";
import { bounds, toNumber } from "./addresses";
import { AwsState } from "./state";

test.each([
  ["10.0.1.0/24", "10.0.1.0", "10.0.1.255"],
  ["10.0.1.16/28", "10.0.1.16", "10.0.1.31"],
  ["255.255.0.0/16", "255.255.0.0", "255.255.255.255"],
])("%s goes from %s to %s", (cidr, first, last) => {
  expect(bounds(cidr)).toEqual({ first: toNumber(first), last: toNumber(last) });
});

test("public addresses and IPv6 blocks are of ranges that nobody routes, and never the same", () => {
  const { addresses } = new AwsState();
  const some = Array.from({ length: 300 }, () => addresses.nextPublic());
  expect(new Set(some).size).toBe(300);
  expect(some.every((address) => /^198\.1[89]\.\d+\.\d+$/.test(address))).toBe(true);
  expect([addresses.nextIpv6Block(), addresses.nextIpv6Block()]).toEqual(["2001:db8:1::/56", "2001:db8:2::/56"]);
});
