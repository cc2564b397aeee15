import fc from "fast-check";
import { expect, test } from "vitest";
import { BitWriter } from "../../../lib/ignition/deflate/bit-writer";
import { LengthRuns } from "../../../lib/ignition/deflate/length-runs";
import { PrefixCode } from "../../../lib/ignition/deflate/prefix-code";

const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

interface Header {
  readonly symbols: readonly number[];
  readonly literals: readonly number[];
  readonly distances: readonly number[];
  readonly sent: number;
  readonly bits: number;
}

/** Reads a header as https://www.rfc-editor.org/rfc/rfc1951#section-3.2.7 says. */
function read(bytes: Uint8Array): Header {
  let at = 0;
  const bits = (count: number): number => {
    let value = 0;
    for (let i = 0; i < count; i++, at++) value |= ((bytes[at >> 3] >> (at & 7)) & 1) << i;
    return value;
  };
  const literals = bits(5) + 257;
  const distances = bits(5) + 1;
  const sent = bits(4) + 4;
  const own = new Uint8Array(19);
  for (let i = 0; i < sent; i++) own[ORDER[i]] = bits(3);
  const code = PrefixCode.ofLengths(own);
  const symbol = (): number => {
    for (let length = 1, value = 0; length <= 7; length++) {
      value |= bits(1) << (length - 1);
      const found = own.findIndex((l, s) => l === length && code.codes[s] === value);
      if (found >= 0) return found;
    }
    throw new Error("no symbol has this code");
  };
  const lengths: number[] = [];
  const symbols: number[] = [];
  while (lengths.length < literals + distances) {
    const next = symbol();
    symbols.push(next);
    if (next < 16) lengths.push(next);
    else if (next === 16) lengths.push(...new Array<number>(bits(2) + 3).fill(lengths.at(-1) ?? NaN));
    else lengths.push(...new Array<number>(next === 17 ? bits(3) + 3 : bits(7) + 11).fill(0));
  }
  return { symbols, literals: lengths.slice(0, literals), distances: lengths.slice(literals), sent, bits: at };
}

function roundTrip(literals: readonly number[], distances: readonly number[], runs = new LengthRuns()): Header & { counted: number } {
  const counted = runs.fit(Uint8Array.from(literals), literals.length, Uint8Array.from(distances), distances.length);
  const writer = new BitWriter();
  writer.reserve(Math.ceil(counted / 8) + 1);
  runs.write(writer);
  writer.align();
  return { ...read(writer.written()), counted };
}

const zeros = (count: number): number[] => new Array<number>(count).fill(0);
const runsOf = (least: number, most: number): fc.Arbitrary<number[]> =>
  fc
    .array(fc.tuple(fc.nat(15), fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 150 }))), { minLength: 1 })
    .map((runs) => runs.flatMap(([length, times]) => new Array<number>(times).fill(length)))
    .map((lengths) => [...lengths, ...zeros(least)].slice(0, Math.max(least, Math.min(most, lengths.length))));

test("the lengths that are said are read, in as many bits as were counted", () => {
  const runs = new LengthRuns();
  fc.assert(
    fc.property(runsOf(257, 286), runsOf(1, 30), (literals, distances) => {
      const header = roundTrip(literals, distances, runs);
      expect(header).toMatchObject({ literals, distances, bits: header.counted });
    }),
  );
});

test("zeros are said up to 138 at once, and two of them one by one", () => {
  expect(roundTrip([...zeros(138 + 11), 1, ...zeros(106), 1], [1]).symbols).toEqual([18, 18, 1, 18, 1, 1]);
  expect(roundTrip([...zeros(138 + 10), 1, ...zeros(107), 1], [1]).symbols).toEqual([18, 17, 1, 18, 1, 1]);
  expect(roundTrip([...zeros(138 + 2), 1, ...zeros(115), 1], [1]).symbols).toEqual([18, 0, 0, 1, 18, 1, 1]);
});

test("another length is said once and then repeated three to six times", () => {
  const seven = (times: number): number[] => new Array<number>(times).fill(7);
  expect(roundTrip([...seven(4), ...zeros(252), 1], [1]).symbols).toEqual([7, 16, 18, 18, 1, 1]);
  expect(roundTrip([...seven(3), ...zeros(253), 1], [1]).symbols).toEqual([7, 7, 7, 18, 18, 1, 1]);
  expect(roundTrip([...seven(9), ...zeros(247), 1], [1]).symbols).toEqual([7, 16, 7, 7, 18, 18, 1, 1]);
});

test("a run goes on from literals into distances", () => {
  expect(roundTrip([...zeros(255), 5, 5], [5, 5, 3]).symbols).toEqual([18, 18, 5, 16, 3]);
});

test("of the symbols' own lengths no trailing zeros are sent", () => {
  // The last of 18, 0 and 1 in the order sent is 1, the last but one of all.
  expect(roundTrip([...zeros(256), 1], [1]).sent).toBe(18);
  expect(roundTrip([...zeros(256), 8], [8]).sent).toBe(5);
});
