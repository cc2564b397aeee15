/**
 * How long the code of each symbol is to be, so that the whole is shortest while no code is longer than a limit: the package-merge algorithm.
 * Of several best answers it gives Go's: where a symbol and a package weigh the same, the package goes first.
 *
 * @see https://en.wikipedia.org/wiki/Package-merge_algorithm
 */

const MOST_SYMBOLS = 288;
const MOST_LEVELS = 15;
const ROW = 2 * MOST_SYMBOLS;

const weights = new Int32Array(MOST_SYMBOLS);
const order = new Int32Array(MOST_SYMBOLS);
// By level and number of items taken from its list: how many of them are symbols.
const symbolsAmong = new Uint16Array((MOST_LEVELS + 1) * ROW);
let list = new Int32Array(ROW);
let below = new Int32Array(ROW);

const SYMBOL_BITS = 9;
const SYMBOL_MASK = (1 << SYMBOL_BITS) - 1;

/**
 * Writes into `lengths` a code length for each symbol that occurs, and 0 for the others. One symbol alone still takes a bit.
 *
 * @param frequencies of at most 288 symbols, each below 2^22
 * @param limit the most bits of a code, at most 15, and enough for the number of symbols
 */
export function codeLengths(frequencies: Int32Array, limit: number, lengths: Uint8Array): void {
  let used = 0;
  for (let symbol = 0; symbol < frequencies.length; symbol++) {
    lengths[symbol] = 0;
    if (frequencies[symbol] > 0) order[used++] = (frequencies[symbol] << SYMBOL_BITS) | symbol;
  }
  if (used <= 2) {
    for (let i = 0; i < used; i++) lengths[order[i] & SYMBOL_MASK] = 1;
    return;
  }
  order.subarray(0, used).sort();
  for (let i = 0; i < used; i++) weights[i] = order[i] >>> SYMBOL_BITS;

  const levels = Math.min(limit, used - 1);
  const distinct = merge(used, levels);
  // A symbol's code is as long as the number of lists from which it is taken.
  let taken = 2 * used - 2;
  for (let level = levels; level >= 1; level--) {
    const symbols = symbolsAmong[Math.min(level, distinct) * ROW + taken];
    for (let i = 0; i < symbols; i++) lengths[order[i] & SYMBOL_MASK]++;
    taken = 2 * (taken - symbols);
  }
}

/**
 * Builds the list of each level: the symbols, and the items of the level below in pairs, by weight.
 *
 * @returns the level from which on all lists are the same
 */
function merge(used: number, levels: number): number {
  let size = 0;
  for (let level = 1; level <= levels; level++) {
    const swap = below;
    below = list;
    list = swap;
    const packages = size >> 1;
    const row = level * ROW + 1;
    const sizeBelow = size;
    size = Math.min(used + packages, 2 * used - 2);
    let same = size === sizeBelow;
    let symbol = 0;
    let pair = 0;
    for (let i = 0; i < size; i++) {
      let weight = pair < packages ? below[2 * pair] + below[2 * pair + 1] : 0x7fffffff;
      if (symbol < used && weights[symbol] < weight) weight = weights[symbol++];
      else pair++;
      if (weight !== below[i]) same = false;
      list[i] = weight;
      symbolsAmong[row + i] = symbol;
    }
    if (same) return level;
  }
  return levels;
}
