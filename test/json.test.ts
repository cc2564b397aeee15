import fc from "fast-check";
import { expect, test } from "vitest";
import { JsonFault, JsonNumber, RepeatedKeys, parseJson } from "../lib/json";

function fault(text: string): { line: number; column: number; message: string } {
  try {
    parseJson(text);
  } catch (e) {
    if (e instanceof JsonFault) return { line: e.line, column: e.column, message: e.message };
    throw e;
  }
  throw new Error("no fault");
}

const integers = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.maxSafeInteger().map((n) => n + 0),
    fc.string({ unit: "grapheme" }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value")),
    fc.dictionary(fc.string(), tie("value")),
  ),
}));

test("whatever JSON.stringify writes is read as JSON.parse reads it", () => {
  fc.assert(
    fc.property(integers.value, fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
  );
});

test("whatever JSON.parse refuses is refused, and nothing else", () => {
  const snippet = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"',
    "\\",
    "u12",
    "a",
    "1",
    "0",
    "-",
    ".",
    "e",
    "+",
    "true",
    "null",
    " ",
    "\n",
    "\t",
  );
  fc.assert(
    fc.property(fc.array(snippet, { maxLength: 12 }), (parts) => {
      const text = parts.join("");
      const accepts = (parse: (text: string) => unknown): boolean => {
        try {
          parse(text);
          return true;
        } catch {
          return false;
        }
      };
      expect(accepts(parseJson)).toBe(accepts(JSON.parse));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ["", 1, 1, "unexpected end of JSON input"],
  ['{"a":1', 1, 7, "unexpected end of JSON input"],
  ["variant: flatcar", 1, 1, "invalid character 'v' looking for beginning of value"],
  ['{\n  "a": 1,\n}', 3, 1, "invalid character '}' looking for beginning of object key string"],
  ['{"é😀" 1}', 1, 7, "invalid character '1' after object key"],
  ['{"a":0644}', 1, 7, "invalid character '6' after object key:value pair"],
  ["[1 2]", 1, 4, "invalid character '2' after array element"],
  ["{} x", 1, 4, "invalid character 'x' after top-level value"],
  ['"a\nb"', 1, 3, "invalid character '\\n' in string literal"],
  ['"\\x"', 1, 3, "invalid character 'x' in string escape code"],
  ['"\\u00g0"', 1, 6, "invalid character 'g' in \\u hexadecimal character escape"],
  ["-x", 1, 2, "invalid character 'x' in numeric literal"],
  ["1.", 1, 3, "unexpected end of JSON input"],
  ["1.x", 1, 3, "invalid character 'x' after decimal point in numeric literal"],
  ["1e,", 1, 3, "invalid character ',' in exponent of numeric literal"],
  ["nul'", 1, 4, "invalid character '\\'' in literal null (expecting 'l')"],
  ['[tru"', 1, 5, "invalid character '\"' in literal true (expecting 'e')"],
  ["\uFEFF{}", 1, 1, "invalid character '\uFEFF' looking for beginning of value"],
])("%j stops being JSON at line %d, column %d", (text, line, column, message) => {
  expect(fault(text)).toEqual({ line, column, message });
});

test("a number that is not written as an integer is kept apart", () => {
  expect(parseJson("[1, -0, 1e2, 1.0, 9007199254740993]")).toEqual([
    1,
    0,
    new JsonNumber("1e2"),
    new JsonNumber("1.0"),
    new JsonNumber("9007199254740993"),
  ]);
});

test("it prints again as the number it was", () => {
  expect(JSON.stringify([new JsonNumber("1e2"), new JsonNumber("1.5"), new JsonNumber("1e999")])).toBe('[100,1.5,"1e999"]');
});

test("of a key given twice the last value counts, but the fields of objects come together", () => {
  expect(parseJson('{"a":1,"a":2}')).toEqual({ a: 2 });
  expect(parseJson('{"s":{"x":1,"y":1},"s":{"y":2,"z":3}}')).toEqual({ s: { x: 1, y: 2, z: 3 } });
  expect(parseJson('{"s":[1],"s":{"y":2}}')).toEqual({ s: { y: 2 } });
});

test("__proto__ is a key like any other", () => {
  const value = parseJson('{"__proto__":{"polluted":1}}');
  expect(Object.keys(value as object)).toEqual(["__proto__"]);
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
});

test("half a surrogate pair becomes the replacement character, as in Go", () => {
  expect(parseJson('"\\ud83d\\ude00 \\ud800 \\udc00"')).toBe("😀 \uFFFD \uFFFD");
});

test("deep nesting is no problem", () => {
  const depth = 200_000;
  expect(fault("[".repeat(depth))).toEqual({ line: 1, column: depth + 1, message: "unexpected end of JSON input" });
  expect(Array.isArray(parseJson("[".repeat(depth) + "]".repeat(depth)))).toBe(true);
});

test("a key that stands twice in one object is a fault where that is asked for, and only in one object", () => {
  const fault = faultOf('{"a": 1,\n  "a": 2}', RepeatedKeys.REFUSE);
  expect(fault).toMatchObject({ line: 2, column: 3, found: '"', message: 'the key "a" stands twice in one object' });
  expect(faultOf('{"__proto__": 1, "__proto__": 2}', RepeatedKeys.REFUSE).message).toContain("__proto__");
  expect(parseJson('{"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]}', RepeatedKeys.REFUSE)).toEqual({ a: { a: 1 }, b: [{ a: 1 }, { a: 2 }] });
});

test("a fault names the character that stands there, and nothing at the end of the text", () => {
  expect(faultOf('{"a": x}').found).toBe("x");
  expect(faultOf('["😀" 😀]').found).toBe("😀");
  expect(faultOf('{"a": ').found).toBeUndefined();
});

function faultOf(text: string, repeated?: RepeatedKeys): JsonFault {
  try {
    parseJson(text, repeated);
  } catch (e) {
    if (e instanceof JsonFault) return e;
    throw e;
  }
  throw new Error(`accepted ${text}`);
}
