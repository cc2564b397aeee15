import { expect, test } from "vitest";
import { BitWriter } from "../../../lib/ignition/deflate/bit-writer";
import { LENGTH_SHIFT, MATCH } from "../../../lib/ignition/deflate/matcher";
import { PrefixCode } from "../../../lib/ignition/deflate/prefix-code";
import { DISTANCE_SYMBOLS, LITERAL_SYMBOLS } from "../../../lib/ignition/deflate/symbols";
import { countSymbols, extraBits, writeTokens } from "../../../lib/ignition/deflate/token-writer";

const repeat = (length: number, distance: number): number => MATCH | ((length - 3) << LENGTH_SHIFT) | (distance - 1);
const TOKENS = Int32Array.of(97, 97, 98, repeat(4, 1), repeat(258, 32_768), repeat(130, 5000), 0);

test("literals, lengths, distances and the end are counted, and only the tokens asked for", () => {
  const literals = new Int32Array(LITERAL_SYMBOLS).fill(9);
  const distances = new Int32Array(DISTANCE_SYMBOLS).fill(9);
  countSymbols(TOKENS, 6, literals, distances);
  const used = (counts: Int32Array): unknown => Object.fromEntries([...counts].flatMap((n, symbol) => (n > 0 ? [[symbol, n]] : [])));
  expect(used(literals)).toEqual({ 97: 2, 98: 1, 256: 1, 258: 1, 280: 1, 285: 1 });
  expect(used(distances)).toEqual({ 0: 1, 24: 1, 29: 1 });
  // Four behind 280 (115 to 130), eleven behind 24 (4097 to 6144), thirteen behind 29.
  expect(extraBits(literals, distances)).toBe(4 + 11 + 13);
});

test("codes are followed by what is left of length and distance, and the end comes last", () => {
  const literals = PrefixCode.ofLengths(new Uint8Array(LITERAL_SYMBOLS).fill(9));
  const distances = PrefixCode.ofLengths(new Uint8Array(DISTANCE_SYMBOLS).fill(5));
  const writer = new BitWriter();
  writer.reserve(100);
  writeTokens(writer, TOKENS, 6, literals, distances);
  writer.align();
  const stream = [...writer.written()].map((byte) => byte.toString(2).padStart(8, "0").split("").reverse().join("")).join("");
  const code = (value: number, bits: number): string => value.toString(2).padStart(bits, "0");
  // What is no code is written lowest bit first.
  const rest = (value: number, bits: number): string => code(value, bits).split("").reverse().join("");
  const expected = [
    code(97, 9) + code(97, 9) + code(98, 9),
    code(258, 9) + code(0, 5),
    code(285, 9) + code(29, 5) + rest(32_768 - 24_577, 13),
    code(280, 9) + rest(130 - 115, 4) + code(24, 5) + rest(5000 - 4097, 11),
    code(256, 9),
  ].join("");
  expect(stream.slice(0, expected.length)).toBe(expected);
  expect(stream.slice(expected.length)).toMatch(/^0{0,7}$/);
});
