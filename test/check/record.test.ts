import { expect, test } from "vitest";
import { isRecord } from "../../lib/check/record";

test("an object of JSON is neither null, nor a list, nor a scalar", () => {
  expect([{}, { a: 1 }].every(isRecord)).toBe(true);
  expect([null, undefined, [], "a", 1, true].some(isRecord)).toBe(false);
});
