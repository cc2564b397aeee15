import { expect, test } from "vitest";
import { counted } from "../../lib/check/counted";

test("one is said in the singular, and none and more in the plural", () => {
  expect([0, 1, 2].map((number) => counted(number, "release"))).toEqual(["0 releases", "1 release", "2 releases"]);
});
