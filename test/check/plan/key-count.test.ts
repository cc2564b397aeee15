import fc from "fast-check";
import { expect, test } from "vitest";
import { keyCount } from "../../../lib/check/plan/key-count";

test("the keys of objects in objects and lists are counted", () => {
  expect([1, "a", null, [], {}, [1, [2]]].map((value) => keyCount(value))).toEqual([0, 0, 0, 0, 0, 0]);
  expect(keyCount({ a: 1, b: [{ c: {} }, [{ d: null }]] })).toBe(4);
  expect(keyCount(JSON.parse('{"__proto__":{"a":1},"constructor":2}'))).toBe(3);
});

test("there are as many keys as colons outside of texts", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      const colons = text.replace(/"(?:[^"\\]|\\.)*"/g, "").split(":").length - 1;
      expect(keyCount(JSON.parse(text))).toBe(colons);
    }),
  );
});

test("what nests too deep to be walked through is told", () => {
  const nested = (depth: number): unknown => JSON.parse(`${'{"a":['.repeat(depth / 2)}${"]}".repeat(depth / 2)}`);
  expect(keyCount(nested(400))).toBe(200);
  expect(keyCount(nested(100_000))).toBe(-1);
});
