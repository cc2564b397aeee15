import { expect, test } from "vitest";
import { knownPart, leastLength } from "../../../../lib/check/rules/limits/exceeded";

const STACK = { locals: { short: "abc" } };

test("what is known of a text is all but what stands in expressions, locals apart", () => {
  expect(knownPart(STACK, "web-${local.short}")).toEqual({ text: "web-abc", isWhole: true });
  expect(knownPart(STACK, "web-${count.index}-x")).toEqual({ text: "web--x", isWhole: false });
  expect(knownPart(STACK, 7)).toBeUndefined();
});

test("a text is as long as its characters, and at least as long as what is known of it", () => {
  expect(leastLength(STACK, "web-${count.index}")).toBe(4);
  expect(leastLength(STACK, "😀é")).toBe(2);
  expect(leastLength(STACK, undefined)).toBe(0);
});
