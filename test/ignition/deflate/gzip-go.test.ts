import * as crypto from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import * as zlib from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { gzipGo, gzipGoWithin } from "../../../lib/ignition/deflate/gzip-go";
import { gunzip } from "../../../lib/ignition/gzip";
import { RECIPES, recipe } from "./recipes";

type Recorded = ({ readonly text: string } | { readonly recipe: [name: string, seed: number, size: number] }) &
  ({ readonly gzip: string } | { readonly size: number; readonly sha256: string });

const recorded: readonly Recorded[] = fs
  .readFileSync(path.join(__dirname, "../../vectors/deflate/recorded.ndjson"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line));

const bytes = (text: string): Uint8Array => Buffer.from(text);
const inputOf = (vector: Recorded): Uint8Array => ("text" in vector ? bytes(vector.text) : recipe(...vector.recipe));
const summary = (vector: Recorded, packed: Uint8Array): object =>
  "gzip" in vector
    ? { gzip: Buffer.from(packed).toString("base64") }
    : { size: packed.length, sha256: crypto.createHash("sha256").update(packed).digest("hex") };

const groupOf = (vector: Recorded): string => ("text" in vector ? "texts" : vector.recipe[0]);
const groups = [...new Set(recorded.map(groupOf))];

test.each(groups)("what Go has packed is packed to the same bytes: %s", (group) => {
  for (const vector of recorded.filter((v) => groupOf(v) === group)) {
    expect({ ...vector, ...summary(vector, gzipGo(inputOf(vector))) }).toEqual(vector);
  }
});

test("vectors are made of texts and of each recipe", () => {
  expect(groups).toEqual(["texts", ...Object.keys(RECIPES)]);
  expect(recorded.length).toBeGreaterThan(180);
});

test("vectors come to each kind of block, to several blocks and to bytes no longer kept", () => {
  const kinds = new Set(recorded.flatMap((v) => ("gzip" in v && inputOf(v).length > 0 ? [Buffer.from(v.gzip, "base64")[10] & 7] : [])));
  expect([...kinds].sort()).toEqual([0, 2, 4]);
  const sizes = recorded.flatMap((vector) => ("recipe" in vector ? [`${vector.recipe[0]} ${vector.recipe[2]}`] : []));
  expect(sizes).toEqual(expect.arrayContaining(["noise 16384", "noise 16385", "few 50000", "words 65537", "zeros 4300000"]));
});

test("the header says neither time nor system, and nothing gives an empty last block", () => {
  expect([...gzipGo(new Uint8Array())]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff, 1, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test("what is packed is unpacked again", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000 }), fc.integer({ min: 1, max: 256 }), (input, distinct) => {
      const narrow = input.map((byte) => byte % distinct);
      const packed = gzipGo(narrow);
      expect(gunzip(packed, narrow.length)).toEqual(narrow);
      expect(new Uint8Array(zlib.gunzipSync(packed))).toEqual(narrow);
    }),
  );
});

test("nothing of one input shows in the next", () => {
  const inputs = [recipe("words", 1, 3000), recipe("script", 1, 20_000), recipe("few", 1, 9000), bytes("core-01"), recipe("noise", 1, 500)];
  const alone = inputs.map(gzipGo);
  const order = fc.array(fc.integer({ min: 0, max: inputs.length - 1 }), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(order, (indexes) => {
      for (const index of indexes) expect(Buffer.compare(gzipGo(inputs[index]), alone[index])).toBe(0);
    }),
    { numRuns: 30 },
  );
});

test("an input that is part of a larger buffer is packed as if it were alone", () => {
  const whole = recipe("words", 3, 2000);
  expect(gzipGo(whole.subarray(501, 1502))).toEqual(gzipGo(whole.slice(501, 1502)));
});

test("the result is the caller's own", () => {
  const packed = gzipGo(bytes("hello hello hello"));
  const copy = packed.slice();
  gzipGo(recipe("words", 1, 5000));
  expect(packed).toEqual(copy);
  expect(packed.buffer.byteLength).toBe(packed.length);
});

test("the limit is exact, and does not change the bytes", () => {
  const sizes = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 16_000, max: 18_000 }));
  fc.assert(
    fc.property(fc.constantFrom("words", "noise", "runs", "zeros", "base64"), sizes, (name, size) => {
      const input = recipe(name, 1, size);
      const packed = gzipGo(input);
      expect(gzipGoWithin(input, packed.length)).toEqual(packed);
      expect(gzipGoWithin(input, packed.length - 1)).toBeUndefined();
      expect(gzipGoWithin(input, 0)).toBeUndefined();
    }),
    { numRuns: 20 },
  );
});

test("no input packs to less than is given up at once", () => {
  for (let byte = 0; byte < 256; byte++) expect(gzipGo(Uint8Array.of(byte)).length).toBeGreaterThanOrEqual(25);
  expect(gzipGoWithin(bytes("a"), 25)).toEqual(gzipGo(bytes("a")));
});

test("contents are worth packing from 48 times the same letter on, as with Butane", () => {
  // https://github.com/coreos/butane/blob/v0.29.0/base/util/url.go: ";base64," and the packed bytes, and 4 for "gzip", against "," and the text.
  const worth = (text: string): boolean => {
    const packed = Buffer.from(gzipGo(bytes(text))).toString("base64");
    return ";base64,".length + packed.length + "gzip".length < ",".length + text.length;
  };
  expect(worth("a".repeat(47))).toBe(false);
  expect(worth("a".repeat(48))).toBe(true);
});
