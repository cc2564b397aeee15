import { describe, expect, test } from "vitest";
import { JsonNode, JsonSyntaxFault, JsonText, memberOf } from "../../lib/ignition/json-tree";

function text(json: string | Uint8Array): JsonText {
  return new JsonText(Buffer.from(json).toString("latin1"));
}

function fault(json: string | Uint8Array): [message: string, offset: number] {
  try {
    text(json).read();
  } catch (e) {
    if (e instanceof JsonSyntaxFault) return [e.message, e.offset];
    throw e;
  }
  throw new Error(`${JSON.stringify(json)} was read`);
}

/** The values of a text with their offsets. */
function outline({ kind, at, end, members, items }: JsonNode): unknown {
  if (items !== undefined) return [`${kind} ${at}-${end}`, ...items.map(outline)];
  if (members !== undefined)
    return [`${kind} ${at}-${end}`, ...members.map(({ key, at: from, node }) => [`${key} ${from}`, outline(node)])];
  return `${kind} ${at}-${end}`;
}

test("each value and each key has its place in bytes; containers begin behind their bracket", () => {
  expect(outline(text(' {"ä": [1, "x", true], "b":{}, "c": null }\n').read())).toEqual([
    "object 2-43",
    ["ä 2", ["list 9-22", "number 9-10", "string 12-15", "boolean 17-21"]],
    ["b 24", ["object 29-30"]],
    ["c 32", "null 37-41"],
  ]);
});

test("a key that repeats is there as often, and the last counts", () => {
  const root = text('{"a":1,"a":2}').read();
  expect(root.members?.map(({ key }) => key)).toEqual(["a", "a"]);
  expect(memberOf(root, "a")?.at).toBe(7);
  expect(memberOf(root, "b")).toBeUndefined();
});

describe("a string", () => {
  const read = (json: string | Uint8Array): string => {
    const from = text(json);
    return from.string(from.read());
  };

  test.each([
    ['"a\\"\\\\\\/\\b\\f\\n\\r\\tz"', 'a"\\/\b\f\n\r\tz'],
    ['"\\u00e9é\\ud83d\\ude00😀"', "éé😀😀"],
    ['"\\ud800x\\udc00"', "\uFFFDx\uFFFD"],
    ['""', ""],
  ])("%s is read", (json, value) => {
    expect(read(json)).toBe(value);
  });

  test.each([
    [[0xff], "\uFFFD"],
    [[0xe2, 0x82], "\uFFFD\uFFFD"],
    [[0xe2, 0x82, 0xac, 0x80], "€\uFFFD"],
    [[0xed, 0xa0, 0x80], "\uFFFD\uFFFD\uFFFD"],
    [[0xc0, 0xaf], "\uFFFD\uFFFD"],
    [[0xef, 0xbb, 0xbf], "\uFEFF"],
  ])("with the bytes %j has a replacement for each byte that is no UTF-8", (bytes, value) => {
    expect(read(Uint8Array.from([0x22, ...bytes, 0x22]))).toBe(value);
  });
});

test.each([
  ["", "unexpected end of JSON input", 0],
  ["{", "unexpected end of JSON input", 1],
  ['{"a"', "unexpected end of JSON input", 4],
  ['"a', "unexpected end of JSON input", 2],
  ["variant: x", "invalid character 'v' looking for beginning of value", 1],
  ["[1,]", "invalid character ']' looking for beginning of value", 4],
  ["[1 2]", "invalid character '2' after array element", 4],
  ['{"a":1,}', "invalid character '}' looking for beginning of object key string", 8],
  ['{"a" 1}', "invalid character '1' after object key", 6],
  ['{"a":1 "b"}', "invalid character '\"' after object key:value pair", 8],
  ["{} '", "invalid character '\\'' after top-level value", 4],
  ['"a\tb"', "invalid character '\\t' in string literal", 3],
  ['"\\x"', "invalid character 'x' in string escape code", 3],
  ['"\\u12g4"', "invalid character 'g' in \\u hexadecimal character escape", 6],
  ["01", "invalid character '1' after top-level value", 2],
  ["-x", "invalid character 'x' in numeric literal", 2],
  ["1.x", "invalid character 'x' after decimal point in numeric literal", 3],
  ["1e+x", "invalid character 'x' in exponent of numeric literal", 4],
  ["trux", "invalid character 'x' in literal true (expecting 'e')", 4],
  // Go reads a space behind the end, to see whether it is one.
  ["-", "invalid character ' ' in numeric literal", 1],
  ["nul", "invalid character ' ' in literal null (expecting 'l')", 3],
  ['"\\', "invalid character ' ' in string escape code", 2],
  // Bytes, not characters, are at fault.
  ["\uFEFF{}", "invalid character 'ï' looking for beginning of value", 1],
  ["\u0080", "invalid character 'Â' looking for beginning of value", 1],
  ["\x00", "invalid character '\\x00' looking for beginning of value", 1],
])("%j is refused in Go's words", (json, message, offset) => {
  expect(fault(json)).toEqual([message, offset]);
});

test("a byte that is no character is quoted as its number", () => {
  expect(fault(Uint8Array.of(0x85))).toEqual(["invalid character '\\u0085' looking for beginning of value", 1]);
});

test("ten thousand levels are read, one more is refused as by Go, and the call stack has no part in it", () => {
  expect(text("[".repeat(10_000) + "]".repeat(10_000)).read().kind).toBe("list");
  expect(text('{"a":'.repeat(9_999) + "{}" + "}".repeat(9_999)).read().kind).toBe("object");
  expect(fault("[".repeat(1_000_000))).toEqual(["invalid character '[' exceeded max depth", 10_001]);
});

test("a number that no floating-point number holds is noted", () => {
  const huge = (json: string): boolean => {
    const from = text(json);
    from.read();
    return from.hasHugeNumber;
  };
  expect(huge("[1e400]")).toBe(true);
  expect(huge(`[-1${"0".repeat(400)}]`)).toBe(true);
  expect(huge("[1e-400,1e308,123456789012345678901234567890]")).toBe(false);
});
