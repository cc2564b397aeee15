import { expect, test } from "vitest";
import { Cursor, fold, located } from "../../../lib/butane/yaml/cursor";
import { YamlFault } from "../../../lib/butane/yaml/fault";

const at = (text: string, pos = 0): Cursor => {
  const cursor = new Cursor({ text });
  cursor.pos = pos;
  return cursor;
};

test.each([
  ["\n", "\n", 1],
  ["\r\n", "\n", 2],
  ["\r", "\n", 1],
  ["\x85", "\n", 1],
  ["\u2028", "\u2028", 1],
  ["\u2029", "\u2029", 1],
  ["a", "", 0],
])("of the line break %j a scalar has %j", (text, stands, width) => {
  const cursor = at(text);
  expect(cursor.lineBreak()).toBe(stands);
  expect(cursor.pos).toBe(width);
  expect(cursor.column).toBe(0);
});

test.each(["a\nb\n", "a\r\nb\r\n", "a\rb", "a\u2028b"])("the line of %j is skipped up to its break, and no further", (text) => {
  const cursor = at(text);
  cursor.skipLine();
  expect(cursor.pos).toBe(1);
  cursor.skipLine();
  expect(cursor.pos).toBe(1);
});

test("a last line without a break is skipped to the end of the text", () => {
  for (const text of ["abc", "abc\u2028abc".slice(0, 3)]) {
    const cursor = at(text);
    cursor.skipLine();
    expect(cursor.pos).toBe(3);
  }
});

test("breaks between two places are counted, whatever white space is between them", () => {
  expect(at("a \n\t\n b", 5).breaksSince(1, 2)).toBe("\n\n");
  expect(at("a \r\n\x85 \u2028b", 7).breaksSince(1, 3)).toBe("\n\n\u2028");
  expect(at("a\n", 2).breaksSince(1, 0)).toBe("");
});

test("blanks are spaces and tabs", () => {
  const cursor = at(" \t\u00a0");
  cursor.skipBlanks();
  expect(cursor.pos).toBe(2);
});

test.each([
  ["---\n", 0, true],
  ["...", 0, true],
  ["--- a", 0, true],
  ["---a", 0, false],
  ["--.", 0, false],
  [" ---", 1, false],
])("whether a document's indicator begins in %j at %i: %s", (text, pos, expected) => {
  expect(at(text, pos).isDocumentIndicator()).toBe(expected);
});

test("a mistake is on the line of its context, and on that of the cursor where the context is on the first", () => {
  expect(at("a\nb\nc", 4).fault(2, "x").message).toBe("yaml: line 2: x");
  expect(at("a\nb\nc", 4).fault(0, "x").message).toBe("yaml: line 3: x");
  expect(at("abc", 2).fault(0, "x").message).toBe("yaml: x");
  expect(located(1, "x").message).toBe("yaml: x");
});

test("at a character that may not be there, that is the mistake", () => {
  const fault = new YamlFault("yaml: control characters are not allowed");
  const cursor = new Cursor({ text: "a", fault });
  expect(cursor.fault(0, "x")).not.toBe(fault);
  cursor.pos = 1;
  expect(cursor.fault(0, "x")).toBe(fault);
});

test.each([
  ["\n", "", " "],
  ["\n", "\n", "\n"],
  ["\n", "\n\n", "\n\n"],
  ["\u2028", "", "\u2028"],
  ["\u2028", "\n", "\u2028\n"],
])("the breaks %j and then %j fold to %j", (first, others, folded) => {
  expect(fold(first, others)).toBe(folded);
});
