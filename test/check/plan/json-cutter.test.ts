import fc from "fast-check";
import { expect, test } from "vitest";
import { CutFault, JsonCutter, Wanted } from "../../../lib/check/plan/json-cutter";
import { keyCount } from "../../../lib/check/plan/key-count";

type Cut = readonly [path: string, value: unknown, isElement: boolean];

/** What is cut out of a text that comes in pieces of some sizes, each in the same place of memory. */
function cut(
  text: string,
  wanted: { readonly [key: string]: Wanted },
  sizes: readonly number[] = [1 << 20],
): { keys: string[]; values: Cut[] } {
  const keys: string[] = [];
  const values: Cut[] = [];
  const cutter = new JsonCutter(wanted, {
    key: (name) => void keys.push(name),
    value: (path, part, count, isElement) => {
      const value: unknown = JSON.parse(part);
      expect(count).toBe(keyCount(value));
      values.push([path, value, isElement]);
    },
  });
  const bytes = Buffer.from(text);
  const place = Buffer.alloc(Math.max(...sizes));
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const length = bytes.copy(place, 0, at, at + sizes[i % sizes.length]);
    cutter.write(place.subarray(0, length));
    place.fill(0x23);
    at += length;
  }
  cutter.end();
  return { keys, values };
}

function fault(text: string, wanted: { readonly [key: string]: Wanted } = { a: "whole", e: "each", o: { x: "whole" } }): string {
  try {
    cut(text, wanted);
  } catch (e) {
    if (e instanceof CutFault) return e.kind;
    throw e;
  }
  throw new Error("no fault");
}

const WANTED = { whole: "whole", each: "each", some: { whole: "whole", each: "each", deeper: { whole: "whole" } } } as const;

const anything = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
    fc.string({ unit: "binary" }),
    fc.constantFrom('"', "\\", '\\"', "{[", "]}", ":,", "é😀", "\\\\"),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value")),
    fc.dictionary(fc.string(), tie("value")),
  ),
})).value;
const list = fc.array(anything, { maxLength: 4 });
const documents = fc.record(
  {
    whole: anything,
    each: list,
    passed: anything,
    some: fc.record(
      { passed: anything, whole: anything, each: list, deeper: fc.record({ passed: anything, whole: anything }) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

/** What should be cut out, of the document that JSON.parse reads. */
function expected(value: unknown, wanted: { readonly [key: string]: Wanted }, path: readonly string[] = []): Cut[] {
  return Object.entries(value as object).flatMap(([key, item]): Cut[] => {
    const want = Object.hasOwn(wanted, key) ? wanted[key] : undefined;
    const at = [...path, key];
    if (want === undefined) return [];
    if (want === "whole") return [[at.join("."), item, false]];
    if (want === "each") return (item as unknown[]).map((element) => [at.join("."), element, true]);
    return expected(item, want, at);
  });
}

test("pieces of any size give what JSON.parse gives of the whole, and each key's count", () => {
  fc.assert(
    fc.property(
      documents,
      fc.constantFrom(0, 1),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
      (value, indent, sizes) => {
        const text = JSON.stringify(value, null, indent);
        const found = cut(text, WANTED, sizes);
        expect(found.keys).toEqual(Object.keys(value));
        expect(found.values).toEqual(expected(JSON.parse(text), WANTED));
      },
    ),
    { numRuns: 500 },
  );
});

test("whatever is cut off at its end is truncated", () => {
  fc.assert(
    fc.property(documents, fc.nat(), (value, at) => {
      const text = JSON.stringify(value);
      const bytes = Buffer.from(text).subarray(0, at % Buffer.byteLength(text));
      const cutter = new JsonCutter(WANTED, { key: () => undefined, value: () => undefined });
      cutter.write(bytes);
      expect(() => cutter.end()).toThrow(CutFault);
    }),
  );
});

test("what is of another type than was thought is given as it is", () => {
  expect(cut('{"e":{"x":1},"o":[2],"a":3}', { e: "each", o: { x: "whole" }, a: "whole" }).values).toEqual([
    ["e", { x: 1 }, false],
    ["o", [2], false],
    ["a", 3, false],
  ]);
  expect(cut("[1]", WANTED).values).toEqual([["", [1], false]]);
  expect(cut("12", WANTED).values).toEqual([["", 12, false]]);
});

test("spaces may stand between everything, and behind the end", () => {
  const found = cut(' {\n"a" :\t1 , "e" : [ 1 , {"b" : 2} ] , "n" : [ ] }\r\n', { a: "whole", e: "each" });
  expect(found.keys).toEqual(["a", "e", "n"]);
  expect(found.values.map(([, value]) => value)).toEqual([1, 1, { b: 2 }]);
});

test("a key of Object's own is one like any other", () => {
  expect(cut('{"__proto__":1,"constructor":2}', { constructor: "whole" } as { [key: string]: Wanted }).values).toEqual([
    ["constructor", 2, false],
  ]);
});

test.each(['{"a":1,"a":2}', '{"p":1,"p":2}', '{"o":{"x":1,"x":2}}', '{"a":1,"\\u0061":2}'])(
  "a key that stands twice where keys are read: %s",
  (text) => {
    expect(fault(text)).toBe("repeated-key");
  },
);

test.each([
  '{"a":1} x',
  "{}{}",
  '{"a" 1}',
  '{"a":}',
  '{"a":1,}',
  "{a:1}",
  '{"e":[1,]}',
  '{"e":[,1]}',
  '{"a":1 "b":2}',
  '{"e":[1}',
  '{"\\x":1}',
  "]",
  ":",
])("%s is no JSON", (text) => {
  expect(fault(text)).toBe("no-json");
});

test.each([
  "",
  " ",
  "{",
  '{"a',
  '{"a"',
  '{"a":',
  '{"a":1',
  '{"a":"x',
  '{"a":"\\',
  '{"p":[',
  '{"p":[]',
  '{"e":[',
  '{"e":[1',
  '{"e":[1]',
  '{"o":{"x":1}',
])("%j is truncated", (text) => {
  expect(fault(text)).toBe("truncated");
});
