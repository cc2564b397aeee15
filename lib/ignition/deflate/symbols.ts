/**
 * The alphabets of deflate and what stands behind their symbols.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1951#section-3.2.5
 */

/** Symbols of literals and lengths that a block can use. */
export const LITERAL_SYMBOLS = 286;
/** The symbol that ends a block. */
export const END_OF_BLOCK = 256;
/** The symbol of the shortest length. */
export const FIRST_LENGTH_SYMBOL = 257;
/** Symbols of distances that a block can use. */
export const DISTANCE_SYMBOLS = 30;

export const SHORTEST_LENGTH = 3;
export const LONGEST_LENGTH = 258;
/** How far back a repetition may lie. */
export const WINDOW = 32768;

/** Most bits of a literal's, a length's or a distance's code. */
export const CODE_BITS = 15;

const log2 = (n: number): number => 31 - Math.clz32(n);

// Four lengths steps share a number of extra bits, but for 258, which has a symbol to itself.
const lengthStep = (n: number): number => (n < 8 ? n : n === 255 ? 28 : 4 * (log2(n) - 1) + ((n >> (log2(n) - 2)) & 3));

/** By length - 3: its symbol, less the first. */
export const LENGTH_STEP = Uint8Array.from({ length: 256 }, (_, n) => lengthStep(n));
/** By symbol less the first: the bits that follow it. */
export const LENGTH_EXTRA = Uint8Array.from({ length: 29 }, (_, step) => (step < 8 || step === 28 ? 0 : (step >> 2) - 1));

// Two distance symbols share a number of extra bits.
const distanceSymbol = (n: number): number => (n < 2 ? n : 2 * log2(n) + ((n >> (log2(n) - 1)) & 1));

const NEAR = Uint8Array.from({ length: 256 }, (_, n) => distanceSymbol(n));
const FAR = Uint8Array.from({ length: 256 }, (_, n) => distanceSymbol(n << 7));

/** The symbol of a distance, given less 1. */
export function distanceSymbolOf(distanceLess1: number): number {
  return distanceLess1 < 256 ? NEAR[distanceLess1] : FAR[distanceLess1 >> 7];
}

/** By symbol of a distance: the bits that follow it. */
export const DISTANCE_EXTRA = Uint8Array.from({ length: DISTANCE_SYMBOLS }, (_, symbol) => (symbol < 4 ? 0 : (symbol >> 1) - 1));
