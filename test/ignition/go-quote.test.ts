import { expect, test } from "vitest";
import { goQuoted } from "../../lib/ignition/go-quote";

test.each([
  ["plain text", '"plain text"'],
  ['"\\', '"\\"\\\\"'],
  ["\x07\b\f\n\r\t\v", '"\\a\\b\\f\\n\\r\\t\\v"'],
  ["\x00\x1b\x7f", '"\\x00\\x1b\\x7f"'],
  ["é😀", '"é😀"'],
  ["\u0085\u00a0\u00ad\ufeff", '"\\u0085\\u00a0\\u00ad\\ufeff"'],
  ["a\udcbe\udcffz", '"a\\xbe\\xffz"'],
  ["\u{e0001}", '"\\U000e0001"'],
])("%j is quoted as Go quotes it", (text, quoted) => {
  expect(goQuoted(text)).toBe(quoted);
});
