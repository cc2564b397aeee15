import { expect, test } from "vitest";
import { isSame } from "../../lib/check/same";

test.each([
  [1, 1, true],
  [1, "1", false],
  [null, undefined, true],
  [{ a: 1, b: [1, { c: null }] }, { b: [1, {}], a: 1 }, true],
  [{ a: 1 }, { a: 1, b: 0 }, false],
  [[1, 2], [2, 1], false],
  [[1], [1, null], false],
  [{ 0: 1 }, [1], false],
  [{}, [], false],
  [{}, null, false],
])("%j and %j: %s", (one, other, same) => {
  expect(isSame(one, other)).toBe(same);
  expect(isSame(other, one)).toBe(same);
});
