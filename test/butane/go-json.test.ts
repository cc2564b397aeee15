import { expect, test } from "vitest";
import { goJson } from "../../lib/butane/go-json";
import { LargeIntegers } from "../../lib/butane/large-integers";

const none = new LargeIntegers();

test("what HTML and JavaScript could take for markup is escaped", () => {
  expect(goJson({ a: "<b>&\u2028\u2029" }, false, none)).toBe('{"a":"\\u003cb\\u003e\\u0026\\u2028\\u2029"}');
});

test("control characters have their number, but newline, return and tab have letters", () => {
  expect(goJson("\b\f\n\r\t\x1b\x7f", false, none)).toBe('"\\u0008\\u000c\\n\\r\\t\\u001b\x7f"');
});

test("a backslash before a letter stays a backslash", () => {
  expect(goJson("\\b \\\\f \\ud800", false, none)).toBe('"\\\\b \\\\\\\\f \\\\ud800"');
});

test("a byte that is no UTF-8 is the replacement character", () => {
  expect(goJson("a\udcff", false, none)).toBe('"a\\ufffd"');
});

test("the pretty form is indented by two spaces", () => {
  expect(goJson({ a: [{}, 1] }, true, none)).toBe('{\n  "a": [\n    {},\n    1\n  ]\n}');
});

test("an integer that no number holds has all its digits", () => {
  const integers = new LargeIntegers();
  const user = { uid: 2 ** 62, name: "1" };
  integers.add(user, "uid", 2n ** 62n - 1n);
  expect(goJson({ users: [user], uid: 1 }, false, integers)).toBe('{"users":[{"uid":4611686018427387903,"name":"1"}],"uid":1}');
});
