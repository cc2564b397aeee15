import { expect, test } from "vitest";
import { NextOf, matchesOf } from "../../lib/ignition/secret-span";

test("a finder gives every match", () => {
  expect([...matchesOf("a number", /\d+/)("a 1 b 22")]).toEqual([
    { start: 2, end: 3, kind: "a number" },
    { start: 6, end: 8, kind: "a number" },
  ]);
});

test("of a match with a group called secret it gives that", () => {
  expect([...matchesOf("a value", /x=(?<secret>\w+)/i)("X=ab")]).toEqual([{ start: 2, end: 4, kind: "a value" }]);
});

test("what is none by a second look is left out", () => {
  expect([...matchesOf("a number", /\d+/, (digits) => digits !== "1")("1 2")]).toEqual([{ start: 2, end: 3, kind: "a number" }]);
});

test("the next occurrence is found from anywhere, in any order of asking", () => {
  const next = new NextOf("a.b.c", /\./);
  expect([0, 1, 2, 3, 4, 0, 2].map((at) => next.at(at))).toEqual([1, 1, 3, 3, 5, 1, 3]);
});
