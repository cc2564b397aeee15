import { expect, test } from "vitest";
import { isObject, jsonOf, linesOf, textOf } from "../../../lib/release/feed/text";
import { thrown } from "../thrown";

test("a text is UTF-8 or refused", () => {
  expect(textOf(Buffer.from("größer"), "a")).toBe("größer");
  expect(thrown(() => textOf(Buffer.from([0x61, 0xff]), "a.txt"))).toMatchObject({
    code: "feed-document",
    path: "a.txt",
    subject: "encoding",
  });
});

test("lines have their numbers, and empty ones are left out", () => {
  expect(linesOf("a\r\n\nb")).toEqual([
    { line: "a", number: 1 },
    { line: "b", number: 3 },
  ]);
});

test("JSON is told with line and column where it is none", () => {
  expect(jsonOf(Buffer.from('{"a": [1]}'), "a.json")).toEqual({ a: [1] });
  const error = thrown(() => jsonOf(Buffer.from('{\n  "a": oops\n}'), "a.json"));
  expect(error).toMatchObject({ code: "feed-document", path: "a.json", subject: "line 2, column 8", received: "o" });
  expect(thrown(() => jsonOf(Buffer.from("{"), "a.json")).received).toBe("the end of the file");
  expect(thrown(() => jsonOf(Buffer.from('{"a":1,"a":2}'), "a.json")).allowed).toContain('the key "a" stands twice');
});

test("an object is neither a list nor null", () => {
  expect([{}, [], null, "a", undefined].map(isObject)).toEqual([true, false, false, false, false]);
});
