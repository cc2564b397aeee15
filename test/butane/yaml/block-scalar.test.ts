import { expect, test } from "vitest";
import { plain } from "./plain";

test.each([
  ["|\n a\n  b\n", "a\n b\n"],
  ["|-\n a\n\n", "a"],
  ["|\n a\n\n", "a\n"],
  ["|+\n a\n\n", "a\n\n"],
  ["|2-\n   a\n", " a"],
  ["|-2\n   a\n", " a"],
  ["|\n\n\n a\n", "\n\na\n"],
  ["| # comment\n a # none\n", "a # none\n"],
  ["|\n a", "a"],
  ["|\n", ""],
  ["|+\n\n\n", "\n\n"],
  ["|\r\n a\r\n b\r\n", "a\nb\n"],
  ["|\n a\u2028 b\n", "a\u2028b\n"],
  [">\n a\n b\n", "a b\n"],
  [">\n a\n\n b\n", "a\nb\n"],
  [">\n a\n  b\n c\n", "a\n b\nc\n"],
  [">-\n\n a\n\n\n", "\na"],
])("%j is %j", (text, value) => {
  expect(plain(text)).toBe(value);
});

test.each([
  ["|0\n a\n", "found an indentation indicator equal to 0"],
  ["|10\n a\n", "did not find expected comment or line break"],
  ["|x\n", "did not find expected comment or line break"],
  ["|-+\n", "did not find expected comment or line break"],
  ["a: |\n\tb\n", "found a tab character where an indentation space is expected"],
])("%j is refused: %s", (text, problem) => {
  expect(() => plain(text)).toThrow(problem);
});

test("an indentation indicator counts from the block that it is in", () => {
  expect(plain("a:\n  b: |2\n      c\n     d\n")).toEqual([["a", [["b", "  c\n d\n"]]]]);
});

test("the next key ends it", () => {
  expect(plain("a: |\n  b\n\nc: >-\n  d\n")).toEqual([
    ["a", "b\n"],
    ["c", "d"],
  ]);
});
