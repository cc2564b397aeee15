import fc from "fast-check";
import { expect, test } from "vitest";
import { JsonSyntaxError, JsonValue, parseJson } from "../../lib/release/json";

/** What `JSON.parse` gives, with maps for objects. */
function mapped(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(mapped);
  if (typeof value === "object" && value !== null) return new Map(Object.entries(value).map(([key, item]) => [key, mapped(item)]));
  return value as JsonValue;
}

function syntaxError(text: string): JsonSyntaxError {
  try {
    parseJson(text);
  } catch (e) {
    if (e instanceof JsonSyntaxError) return e;
    throw e;
  }
  throw new Error(`accepted ${text}`);
}

const indent = fc.constantFrom(undefined, 2, "\t", "\r\n");

test("JSON that JSON.stringify writes is read as JSON.parse reads it", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), indent, (value, space) => {
      const text = JSON.stringify(value, undefined, typeof space === "string" ? space.replace(/[\r\n]/g, " ") : space);
      expect(parseJson(text)).toEqual(mapped(JSON.parse(text)));
    }),
  );
});

test("a damaged text is refused exactly where JSON.parse refuses it", () => {
  const damage = fc.record({
    text: fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)),
    at: fc.nat(60),
    drop: fc.nat(2),
    insert: fc.constantFrom(
      "",
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"',
      "\\",
      "\\u00",
      "\\u0041",
      "\\x",
      "0",
      "-",
      ".",
      "e",
      "1e5",
      "+",
      " ",
      "\n",
      "\t",
      "\u0001",
      "\ufeff",
      "\u00a0",
      "true",
      "nul",
      "'",
      "//",
    ),
  });
  fc.assert(
    fc.property(damage, ({ text, at, drop, insert }) => {
      const position = Math.min(at, text.length);
      const damaged = text.slice(0, position) + insert + text.slice(position + drop);
      let expected: unknown;
      try {
        expected = { value: JSON.parse(damaged) };
      } catch {
        expected = undefined;
      }
      if (expected === undefined) {
        expect(() => parseJson(damaged)).toThrow(JsonSyntaxError);
        return;
      }
      let found: JsonValue;
      try {
        found = parseJson(damaged);
      } catch (e) {
        // The one thing this reader refuses and JSON.parse does not, at this depth.
        expect(e).toMatchObject({ expected: expect.stringContaining("which this object has already") });
        return;
      }
      expect(found).toEqual(mapped((expected as { value: unknown }).value));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ["", "a value", undefined, 1, 1],
  ["{", 'a key in double quotes or "}"', undefined, 1, 2],
  ['{\n  "a": 1,\n}', 'a key in double quotes or "}"', "}", 3, 1],
  ['{\r\n  "a" 1}', '":"', "1", 2, 7],
  ['{"a": 1 "b": 2}', '"," or "}"', '"', 1, 9],
  ["[1 2]", '"," or "]"', "2", 1, 4],
  ["[1,]", "a value", "]", 1, 4],
  ['"abc', "a closing double quote", undefined, 1, 5],
  ['"a\nb"', "a closing double quote", "\n", 1, 3],
  ['"\\x"', 'one of "\\/bfnrtu after a backslash', "x", 1, 3],
  ['"\\u12g4"', "four hexadecimal digits", "1", 1, 4],
  ["01", "the end of the text", "1", 1, 2],
  ["nil", "a value", "n", 1, 1],
  ["// note\n{}", "a value", "/", 1, 1],
])("the error in %j is where it is", (text, expected, found, line, column) => {
  expect(syntaxError(text)).toMatchObject({ expected, found, line, column });
});

test("a key that stands twice in one object is an error at its second place", () => {
  expect(syntaxError('{"prod": 1,\n "prod": 2}')).toMatchObject({
    expected: 'a key other than "prod", which this object has already',
    line: 2,
    column: 2,
  });
});

test("one key in two objects is none", () => {
  expect(parseJson('[{"a":1},{"a":{"a":2}}]')).toEqual([new Map([["a", 1]]), new Map([["a", new Map([["a", 2]])]])]);
});

test("no key is special", () => {
  expect(parseJson('{"__proto__": 1, "constructor": 2}')).toEqual(
    new Map([
      ["__proto__", 1],
      ["constructor", 2],
    ]),
  );
});

test("nesting ends at 64 levels instead of with the stack", () => {
  const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
  expect(() => parseJson(nested(65))).not.toThrow();
  expect(syntaxError(nested(66)).expected).toBe("at most 64 levels");
  expect(syntaxError(nested(1_000_000)).expected).toBe("at most 64 levels");
});
