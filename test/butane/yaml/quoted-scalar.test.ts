import fc from "fast-check";
import { expect, test } from "vitest";
import { plain } from "./plain";

test.each([
  ["'it''s'", "it's"],
  ["''''", "'"],
  ["'a\\n'", "a\\n"],
  ["'a \n  b'", "a b"],
  ["'a\n\n b'", "a\nb"],
  ["'\n a '", " a "],
  ['"\\x41\\u263a\\U0001F600"', "A☺😀"],
  ['"\\N\\_\\L\\P\\0\\a\\b\\e\\f\\v\\r\\t\\n\\ \\"\\\'\\\\"', "\x85\xa0\u2028\u2029\0\x07\b\x1b\f\v\r\t\n \"'\\"],
  ['"a\\\n   b"', "ab"],
  ['"a \\\n\n   b"', "a \nb"],
  ['"a\\\r\n b"', "ab"],
  ['"\\\t"', "\t"],
])("%j is %j", (text, value) => {
  expect(plain(text)).toBe(value);
});

test.each([
  ['"a', "found unexpected end of stream"],
  ["'a", "found unexpected end of stream"],
  ['"a\n--- b"', "found unexpected document indicator"],
  ['"\\\n... "', "found unexpected document indicator"],
  ['"\\/"', "found unknown escape character"],
  ['"\\x4"', "did not find expected hexdecimal number"],
  ['"\\ud800"', "found invalid Unicode character escape code"],
  ['"\\U00110000"', "found invalid Unicode character escape code"],
])("%j is refused: %s", (text, problem) => {
  expect(() => plain(text)).toThrow(problem);
});

test("what JSON writes is read back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (value) => {
      // JSON leaves characters as they are that YAML only knows escaped.
      const json = JSON.stringify(value).replace(
        /[\x7f-\x9f\u2028\u2029\ufffe\uffff]/g,
        (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
      );
      expect(plain(json.replace(/\\\//g, "/"))).toBe(value);
    }),
  );
});
