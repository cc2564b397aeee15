import { expect, test } from "vitest";
import { printable } from "../../lib/ignition/printable";

test("what steers a terminal, turns a text around or cannot be seen is written as an escape, and all is one line", () => {
  expect(printable("a\x1b[2Jb\x07\r\nc\x9b1m\x00")).toBe("a\\x1b[2Jb\\a\\r\\nc\\u009b1m\\x00");
  expect(printable("a\u202eb\u2066c\u200bd\ufeffe\u2028f\u{e0041}")).toBe("a\\u202eb\\u2066c\\u200bd\\ufeffe\\u2028f\\U000e0041");
});

test("everything else stays as it is, tabs too", () => {
  for (const text of ["", "a\tb", 'quoted "a\\b"', "Zürich → 東京 \u{1f680}", "a\u00a0b"]) expect(printable(text)).toBe(text);
});
