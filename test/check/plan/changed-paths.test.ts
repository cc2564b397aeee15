import { expect, test } from "vitest";
import { changedPaths } from "../../../lib/check/plan/changed-paths";

const paths = (before: unknown, after: unknown, unknown: unknown = {}, beforeMarks?: unknown, afterMarks?: unknown): string[] =>
  changedPaths({ before, after, unknown, beforeMarks, afterMarks }).map((path) => path.join("."));

test("the innermost places that differ are told", () => {
  expect(paths({ a: 1, b: { c: 1, d: [1, { e: 1 }] } }, { a: 1, b: { c: 2, d: [1, { e: 2 }] } })).toEqual(["b.c", "b.d.1.e"]);
  expect(paths({ a: 1 }, { a: "1" })).toEqual(["a"]);
});

test("what is there on one side alone differs, unless it is null", () => {
  expect(paths({ a: 1, n: null }, { b: 1, m: null })).toEqual(["a", "b"]);
  expect(paths({ a: null }, { a: { b: 1 } })).toEqual(["a"]);
  expect(paths({ a: {} }, { a: { b: null } })).toEqual([]);
});

test("lists of other lengths differ as a whole", () => {
  expect(paths({ a: [1, 2] }, { a: [1] })).toEqual(["a"]);
});

test("what is not known after differs, where it stands", () => {
  expect(paths({ a: 1, b: { c: 1 } }, { b: {} }, { a: true, b: { c: true } })).toEqual(["a", "b.c"]);
  expect(paths({ a: [1] }, { a: [] }, { a: [true] })).toEqual(["a"]);
  expect(paths({ a: "x" }, { a: "x" }, { a: false, b: [], c: {} })).toEqual([]);
});

test("what is not known is passed over where it says nothing, as of a new object", () => {
  const [before, after, unknown] = [
    { a: 1, b: [1], c: { d: 1 }, e: 1 },
    { b: [], c: {}, e: 2 },
    { a: true, b: [true], c: { d: true } },
  ];
  const found = changedPaths({ before, after, unknown, tellsUnknown: false });
  expect(found).toEqual([["e"]]);
});

test("what is marked sensitive is told, and not looked into: names in it may be part of it", () => {
  const [before, after] = [
    { a: { secretName: 1 }, b: { c: 1 } },
    { a: { otherName: 1 }, b: { c: 2 } },
  ];
  expect(paths(before, after, {}, { a: true }, {})).toEqual(["a", "b.c"]);
  expect(paths(before, after, {}, {}, { a: true, b: { c: true } })).toEqual(["a", "b.c"]);
});

test("deep in a value it is told where that begins to differ", () => {
  const deep = (value: number) => ({ a: { b: { c: { d: { e: { f: { g: value } } } } } } });
  expect(paths(deep(1), deep(2))).toEqual(["a.b.c.d.e.f"]);
});
