import { expect, test } from "vitest";
import { Scanner } from "../../../lib/butane/yaml/scanner";
import { sourceOf } from "../../../lib/butane/yaml/source";
import { TokenKind } from "../../../lib/butane/yaml/token";
import { plain } from "./plain";

function kinds(text: string): string[] {
  const scanner = new Scanner(sourceOf(text));
  const found: string[] = [];
  for (let token = scanner.peek(); ; token = scanner.peek()) {
    found.push(TokenKind[token.kind]);
    if (token.kind === TokenKind.STREAM_END) return found;
    scanner.skip();
  }
}

test("a key is told from a scalar by its colon, and the mapping begins with it", () => {
  expect(kinds("a: b\n")).toEqual(["BLOCK_MAPPING_START", "KEY", "SCALAR", "VALUE", "SCALAR", "BLOCK_END", "STREAM_END"]);
  expect(kinds("a\n")).toEqual(["SCALAR", "STREAM_END"]);
});

test("a list that is no deeper than its key has no token of its own", () => {
  expect(kinds("a:\n- b\n")).not.toContain("BLOCK_SEQUENCE_START");
  expect(kinds("a:\n - b\n")).toContain("BLOCK_SEQUENCE_START");
});

test("a key ends on its line, and 1024 characters from where it began", () => {
  expect(plain(`"${"é".repeat(1022)}": a`)).toEqual([["é".repeat(1022), "a"]]);
  expect(plain(`"${"😀".repeat(1022)}": a`)).toEqual([["😀".repeat(1022), "a"]]);
  expect(() => plain(`"${"é".repeat(1023)}": a`)).toThrow("mapping values are not allowed in this context");
  expect(() => plain('"a\nb": c\n')).toThrow("mapping values are not allowed in this context");
});

test("in a mapping every line must be a key", () => {
  expect(() => plain("a: b\nc\nd: e\n")).toThrow("line 2: could not find expected ':'");
});

test.each([
  ["a: - b\n", "block sequence entries are not allowed in this context"],
  ["a: ? b\n", "mapping keys are not allowed in this context"],
  ["@a\n", "found character that cannot start any token"],
  ["a:\n\tb: c\n", "found character that cannot start any token"],
  ["- a\n b: c: d\n", "mapping values are not allowed in this context"],
  ["a: &\n", "did not find expected alphabetic or numeric character"],
  ["a: *é\n", "did not find expected alphabetic or numeric character"],
])("%j is refused: %s", (text, problem) => {
  expect(() => plain(text)).toThrow(problem);
});

test("tabs separate where no key may begin", () => {
  expect(plain("a:\tb\n")).toEqual([["a", "b"]]);
  expect(plain("[\ta,\n\tb]\n")).toEqual(["a", "b"]);
  expect(() => plain("-\ta\n")).toThrow("found character that cannot start any token");
});

test("the name of an anchor ends where libyaml says, so that it may be a key", () => {
  expect(plain("&a: b\n")).toEqual([["", "b"]]);
  expect(plain("a: &x 1\n*x: 2\n")).toEqual([
    ["a", "1"],
    ["*x", "2"],
  ]);
});
