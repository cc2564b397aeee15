import { expect, test } from "vitest";
import { decodeObject } from "../../lib/butane/decode-object";
import { inPackage, integer, list, object, plainFlag, plainInteger, plainText, strings, text } from "../../lib/butane/fields";
import { Walk } from "../../lib/butane/walk";

const { struct } = inPackage("p");
const INNER = struct("Inner", text("a"), plainText("name"));
const OUTER = struct(
  "Outer",
  object("one", INNER),
  list("many", INNER),
  strings("words"),
  integer("n"),
  plainInteger("size"),
  plainFlag("on"),
);

test("what is absent is empty where Go's type has no nothing", () => {
  const walk = new Walk();
  expect(decodeObject(OUTER, {}, walk)).toEqual({ one: { name: "" }, size: 0, on: false });
  expect(walk.reports).toEqual([]);
});

test("null is absent, also in a list", () => {
  const walk = new Walk();
  const given = { one: null, many: [null, { a: "x", name: undefined }], words: ["a", undefined, "b"], n: null };
  expect(decodeObject(OUTER, given, walk)).toEqual({
    one: { name: "" },
    many: [{ a: "x", name: "" }],
    words: ["a", "b"],
    size: 0,
    on: false,
  });
  expect(walk.reports).toEqual([]);
});

test("a value of a wrong type is an error at its path", () => {
  const walk = new Walk();
  decodeObject(OUTER, { one: "a", many: [{ a: 1 }, 2], words: { a: 1 }, n: 1.5, size: "1", on: "yes" }, walk);
  expect(walk.reports.map(({ severity, path, message }) => `${severity} ${path}: ${message}`)).toEqual([
    "error one: must be an object, not a string",
    "error many.0.a: must be a string, not the number 1",
    "error many.1: must be an object, not the number 2",
    "error words: must be a list, not an object",
    "error n: must be an integer, not the number 1.5",
    "error size: must be an integer, not a string",
    "error on: must be true or false, not a string",
  ]);
});

test("a key that nobody knows is a warning with what was meant, and undefined is no key", () => {
  const walk = new Walk();
  decodeObject(OUTER, { one: { nam: "a" }, wrods: [], none: undefined, toString: undefined }, walk);
  expect(walk.reports.map(({ severity, path, code, hint }) => [severity, path, code, hint])).toEqual([
    ["warning", "one.nam", "unused-key", 'did you mean "name"?'],
    ["warning", "wrods", "unused-key", 'did you mean "words"?'],
  ]);
});

test("an inherited key does not count", () => {
  expect(decodeObject(INNER, Object.create({ a: "x" }) as object, new Walk())).toEqual({ name: "" });
});
