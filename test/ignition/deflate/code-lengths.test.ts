import fc from "fast-check";
import { expect, test } from "vitest";
import { codeLengths } from "../../../lib/ignition/deflate/code-lengths";

const lengthsOf = (frequencies: readonly number[], limit: number): number[] => {
  const lengths = new Uint8Array(frequencies.length).fill(99);
  codeLengths(Int32Array.from(frequencies), limit, lengths);
  return [...lengths];
};
const cost = (frequencies: readonly number[], lengths: readonly number[]): number =>
  frequencies.reduce((sum, frequency, symbol) => sum + frequency * lengths[symbol], 0);

/** The least cost of a code without a limit: each joining of the two lightest costs their weight. */
function huffmanCost(frequencies: readonly number[]): number {
  const weights = frequencies.filter((frequency) => frequency > 0);
  let sum = 0;
  while (weights.length > 1) {
    weights.sort((a, b) => b - a);
    const joined = weights.pop()! + weights.pop()!;
    sum += joined;
    weights.push(joined);
  }
  return sum;
}

/** The least cost with a limit, by trying every list of lengths; what is rarer is never shorter. */
function leastCost(frequencies: readonly number[], limit: number): number {
  const sorted = [...frequencies].sort((a, b) => b - a);
  const from = (symbol: number, shortest: number, room: number): number => {
    if (symbol === sorted.length) return 0;
    let least = Infinity;
    for (let length = shortest; length <= limit; length++) {
      const left = room - 2 ** -length;
      if (left >= 0) least = Math.min(least, sorted[symbol] * length + from(symbol + 1, length, left));
    }
    return least;
  };
  return from(0, 1, 1);
}

const frequency = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 16385 }));

test("a symbol alone, and each of two, takes one bit", () => {
  expect(lengthsOf([0, 0, 0], 15)).toEqual([0, 0, 0]);
  expect(lengthsOf([0, 7, 0], 15)).toEqual([0, 1, 0]);
  expect(lengthsOf([1, 0, 9000], 15)).toEqual([1, 0, 1]);
});

test("what is more frequent is never longer, and every code is used up", () => {
  fc.assert(
    fc.property(fc.array(frequency, { minLength: 3, maxLength: 288 }), (frequencies) => {
      const lengths = lengthsOf(frequencies, 15);
      const used = frequencies.flatMap((f, symbol) => (f > 0 ? [[f, lengths[symbol]]] : []));
      fc.pre(used.length > 2);
      expect(used.reduce((sum, [, length]) => sum + 2 ** -length, 0)).toBe(1);
      used.sort(([f, length], [g, other]) => f - g || other - length);
      for (let i = 1; i < used.length; i++) expect(used[i][1]).toBeLessThanOrEqual(used[i - 1][1]);
      frequencies.forEach((f, symbol) => expect(lengths[symbol] === 0).toBe(f === 0));
    }),
  );
});

test("where no code comes near the limit, the whole is as short as Huffman's", () => {
  fc.assert(
    fc.property(fc.array(frequency, { minLength: 3, maxLength: 60 }), (frequencies) => {
      fc.pre(frequencies.filter((f) => f > 0).length > 2);
      const lengths = lengthsOf(frequencies, 15);
      fc.pre(Math.max(...lengths) < 15);
      expect(cost(frequencies, lengths)).toBe(huffmanCost(frequencies));
    }),
  );
});

test("where the limit binds, no other code within it is shorter", () => {
  const skewed = fc.array(fc.integer({ min: 0, max: 14 }), { minLength: 4, maxLength: 7 });
  fc.assert(
    fc.property(skewed, fc.integer({ min: 3, max: 4 }), (exponents, limit) => {
      const frequencies = exponents.map((exponent) => 2 ** exponent);
      const lengths = lengthsOf(frequencies, limit);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(limit);
      expect(cost(frequencies, lengths)).toBe(leastCost(frequencies, limit));
    }),
  );
});

test("frequencies that grow as Fibonacci's numbers stop at the limit", () => {
  const fibonacci = [1, 1];
  while (fibonacci.length < 20) fibonacci.push(fibonacci.at(-1)! + fibonacci.at(-2)!);
  expect(Math.max(...lengthsOf(fibonacci, 15))).toBe(15);
  expect(Math.max(...lengthsOf(fibonacci.slice(0, 15), 15))).toBe(14);
  expect(Math.max(...lengthsOf(fibonacci.slice(0, 19), 7))).toBe(7);
});

test("of two best codes the one with the longer codes is taken, as in Go, and of equals the first symbols have them", () => {
  // All of two bits would take ten in all too.
  expect(lengthsOf([2, 1, 1, 1], 15)).toEqual([1, 3, 3, 2]);
  expect(lengthsOf([1, 1, 1, 1, 1, 1], 15)).toEqual([3, 3, 3, 3, 2, 2]);
});
