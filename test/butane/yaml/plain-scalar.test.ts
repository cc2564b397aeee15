import { expect, test } from "vitest";
import { plain } from "./plain";

test.each([
  ["a b", "a b"],
  ["a:b", "a:b"],
  ["a::b#c", "a::b#c"],
  ["a # b", "a"],
  ["-a", "-a"],
  ["?a", "?a"],
  [":a", ":a"],
  ["a  \t b  ", "a  \t b"],
  ["a\n b\n  c", "a b c"],
  ["a\n\n\n b", "a\n\nb"],
  ["a\r\n\r\n b", "a\nb"],
  ["a\u0085 b", "a b"],
  ["a\u2028 b", "a\u2028b"],
  ["a\u2028\u2029 b", "a\u2028\u2029b"],
  ["a\n--- b", "a"],
  ["a\n ---b", "a ---b"],
])("%j is %j", (text, value) => {
  expect(plain(text)).toBe(value);
});

test("a list in brackets ends it at its indicators", () => {
  expect(plain("[a b, c#d]")).toEqual(["a b", "c#d"]);
  expect(plain("[a\n# no\n, b]")).toEqual(["a", "b"]);
});

test("it goes on as long as its lines are deeper than their block", () => {
  expect(plain("a: b\n c\nd: e\n")).toEqual([
    ["a", "b c"],
    ["d", "e"],
  ]);
  expect(plain("- b\n c\n- d\n")).toEqual(["b c", "d"]);
});

test("a tab does not indent", () => {
  expect(() => plain("a: b\n\tc\n")).toThrow("found a tab character that violates indentation");
  expect(plain("a: b\n \tc\n")).toEqual([["a", "b c"]]);
});
