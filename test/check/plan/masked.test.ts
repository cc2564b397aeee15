import { expect, test } from "vitest";
import { masked } from "../../../lib/check/plan/masked";
import { SENSITIVE } from "../../../lib/check/plan/plan";

test.each([
  ["secret", true, SENSITIVE],
  [{ a: { b: "secret" } }, true, SENSITIVE],
  [null, true, null],
  ["x", false, "x"],
  ["x", undefined, "x"],
  [{ a: "secret", b: "x" }, { a: true }, { a: SENSITIVE, b: "x" }],
  [{ a: ["x", "secret"] }, { a: [false, true] }, { a: ["x", SENSITIVE] }],
  [{ a: [{ b: "secret", c: 1 }] }, { a: [{ b: true }] }, { a: [{ b: SENSITIVE, c: 1 }] }],
  [{ a: "x", b: [1] }, {}, { a: "x", b: [1] }],
  [{ a: "x" }, { a: {}, c: true }, { a: "x" }],
  [["x"], { 0: true }, ["x"]],
])("%j with the marks %j is %j", (value, marks, shown) => {
  expect(masked(value, marks)).toEqual(shown);
});
