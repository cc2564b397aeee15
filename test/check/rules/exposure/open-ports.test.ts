import { expect, test } from "vitest";
import { worldOf } from "../../../../lib/check/rules/exposure/open-ports";

test("a range without a prefix is the world, of its version of IP", () => {
  expect(worldOf(["0.0.0.0/0", "::/0", "0::0/0"])).toEqual([4, 6, 6]);
  expect(worldOf("0.0.0.0/0")).toEqual([4]);
  expect(worldOf(["10.0.0.0/8", "192.0.2.0/30", "2001:db8::/32", "${var.x}", 7])).toEqual([]);
  expect(worldOf(undefined)).toEqual([]);
});
