import * as zlib from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { BitWriter } from "../../../lib/ignition/deflate/bit-writer";
import { Block, bitsWithEmptyBlock, writeStored } from "../../../lib/ignition/deflate/block";
import { Matcher } from "../../../lib/ignition/deflate/matcher";
import { RECIPES, recipe } from "./recipes";

const STORED = 0;
const FIXED = 1;
const DYNAMIC = 2;

interface Written {
  readonly kind: number;
  readonly counted: number;
  readonly bits: number;
  readonly inflated: Uint8Array;
}

/** Writes an input as one block, behind bits of an empty block that is there already, and reads it back. */
function write(input: Uint8Array, kept = true, before = 0): Written {
  const matcher = new Matcher(input);
  if (!matcher.next() || matcher.blockEnd !== input.length) throw new Error("not one block");
  const writer = new BitWriter();
  writer.reserve(2 * input.length + 1000);
  // An empty block in fixed codes takes ten bits.
  for (let i = 0; i < before; i++) writer.bits(2, 10);
  const start = 8 * writer.at + writer.heldBits;
  const block = new Block();
  const counted = block.choose(matcher.tokens, matcher.count, kept ? input : undefined, start);
  block.write(writer);
  const bits = 8 * writer.at + writer.heldBits - start;
  writeStored(writer, new Uint8Array(), true);
  const stream = writer.written();
  const at = (bit: number): number => (stream[bit >> 3] >> (bit & 7)) & 1;
  return { kind: at(start + 1) + 2 * at(start + 2), counted, bits, inflated: new Uint8Array(zlib.inflateRawSync(stream)) };
}

test("a short text is in fixed codes, a long one in codes of its own, and noise as it is", () => {
  expect(write(Buffer.from("hello")).kind).toBe(FIXED);
  expect(write(recipe("words", 1, 3000)).kind).toBe(DYNAMIC);
  expect(write(recipe("noise", 1, 3000)).kind).toBe(STORED);
});

test("what is no longer at hand, or too long to be stored, is in codes", () => {
  expect(write(recipe("noise", 1, 3000), false).kind).toBe(DYNAMIC);
  expect(write(new Uint8Array(65_536)).kind).toBe(DYNAMIC);
});

test("a block takes the bits that were counted, wherever it begins, and is read back", () => {
  const sizes = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 6000 }));
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(RECIPES).slice(0, -1)), sizes, fc.boolean(), fc.nat(7), (name, size, kept, before) => {
      const input = recipe(name, size, size);
      const { counted, bits, inflated } = write(input, kept, before);
      expect(bits).toBe(counted);
      expect(Buffer.compare(inflated, input)).toBe(0);
    }),
  );
});

test("a distance that Go weighs though none occurs takes no bits", () => {
  expect(write(Buffer.from("aaaaaaaaaa"))).toMatchObject({ kind: FIXED, bits: 3 + 8 + 7 + 5 + 7 });
  expect(write(Buffer.from("aa"))).toMatchObject({ kind: FIXED, bits: 3 + 8 + 8 + 7 });
});

test("an empty block ends at a whole byte, four bytes on", () => {
  for (let bits = 0; bits < 40; bits++) {
    const writer = new BitWriter();
    writer.reserve(20);
    for (let i = 0; i < bits; i++) writer.bits(1, 1);
    writeStored(writer, new Uint8Array(), true);
    expect([8 * writer.at, writer.heldBits]).toEqual([bitsWithEmptyBlock(bits), 0]);
  }
});

test("a stored block says its length twice", () => {
  const writer = new BitWriter();
  writer.reserve(10);
  writeStored(writer, Uint8Array.of(7, 8, 9), false);
  expect([...writer.written()]).toEqual([0, 3, 0, 0xfc, 0xff, 7, 8, 9]);
});
