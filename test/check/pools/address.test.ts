import { expect, test } from "vitest";
import { addressOf, byPreference } from "../../../lib/check/pools/address";

test.each([
  ["192.0.2.7", "192.0.2.7", "public"],
  ["10.0.0.3", "10.0.0.3", "private"],
  ["100.64.0.1", "100.64.0.1", "private"],
  ["2001:DB8::0:1", "2001:db8::1", "public"],
  ["fd00::1", "fd00::1", "private"],
])("%s is an address, %s, and %s", (value, address, scope) => {
  expect(addressOf(value)).toEqual({ address, scope });
});

test.each([
  "",
  "10.1",
  "4593.2.5",
  "a",
  "10.0.0.0/24",
  "0x7f.0.0.1",
  "0.0.0.0",
  "127.0.0.1",
  "169.254.1.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "fe80::1",
  "fd00::1%eth0",
  "${a.b.c}",
  7,
  null,
  undefined,
])("%j is no address that a machine is reached at", (value) => {
  expect(addressOf(value)).toBeUndefined();
});

test("public addresses come before private ones, and IPv4 before IPv6, each once", () => {
  const addresses = ["fd00::1", "10.0.0.2", "2001:db8::1", "10.0.0.1", "192.0.2.1", "10.0.0.2"].flatMap((each) => addressOf(each) ?? []);
  expect(byPreference(addresses).map(({ address }) => address)).toEqual(["192.0.2.1", "2001:db8::1", "10.0.0.2", "10.0.0.1", "fd00::1"]);
});
