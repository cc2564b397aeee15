import { expect, test } from "vitest";
import { DISTANCE_EXTRA, LENGTH_EXTRA, LENGTH_STEP, distanceSymbolOf } from "../../../lib/ignition/deflate/symbols";

// The tables of https://www.rfc-editor.org/rfc/rfc1951#section-3.2.5, as printed: the first length or distance of each symbol.
const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const DISTANCES = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385,
  24577,
];

const lastNotAbove = (firsts: readonly number[], value: number): number => firsts.filter((first) => first <= value).length - 1;

test("each length has the symbol of the standard", () => {
  for (let length = 3; length <= 258; length++) expect([length, LENGTH_STEP[length - 3]]).toEqual([length, lastNotAbove(LENGTHS, length)]);
});

test("each distance has the symbol of the standard", () => {
  for (let distance = 1; distance <= 32768; distance++) {
    const symbol = lastNotAbove(DISTANCES, distance);
    if (distanceSymbolOf(distance - 1) !== symbol) expect([distance, distanceSymbolOf(distance - 1)]).toEqual([distance, symbol]);
  }
});

test("the bits behind a symbol reach to the next symbol", () => {
  // 258 has a symbol to itself, so the one before it does not use its last value.
  for (let step = 0; step < 27; step++) expect(1 << LENGTH_EXTRA[step]).toBe(LENGTHS[step + 1] - LENGTHS[step]);
  expect([LENGTH_EXTRA[27], LENGTH_EXTRA[28]]).toEqual([5, 0]);
  for (let symbol = 0; symbol < 30; symbol++) {
    expect(1 << DISTANCE_EXTRA[symbol]).toBe((DISTANCES[symbol + 1] ?? 32769) - DISTANCES[symbol]);
  }
});
