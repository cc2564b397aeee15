import { expect, test } from "vitest";
import { isRecord, own } from "../../lib/check/record";

test("an object of JSON is neither null, nor a list, nor a scalar", () => {
  expect([{}, { a: 1 }].every(isRecord)).toBe(true);
  expect([null, undefined, [], "a", 1, true].some(isRecord)).toBe(false);
});

test("members are those of a value itself", () => {
  expect([own({ a: 1 }, "a"), own({}, "toString"), own([1], 0), own([], "length"), own(null, "a"), own("a", 0)]).toEqual([
    1,
    undefined,
    1,
    0,
    undefined,
    undefined,
  ]);
});
