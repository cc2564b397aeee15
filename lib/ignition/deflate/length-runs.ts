import { BitWriter } from "./bit-writer";
import { PrefixCode } from "./prefix-code";
import { DISTANCE_SYMBOLS, LITERAL_SYMBOLS } from "./symbols";

const SYMBOLS = 19;
const CODE_BITS = 7;
const FEWEST_SENT = 4;

const REPEAT = { symbol: 16, least: 3, most: 6, extra: 2 };
const ZEROS = { symbol: 17, least: 3, most: 10, extra: 3 };
const MANY_ZEROS = { symbol: 18, least: 11, most: 138, extra: 7 };
const EXTRA = Uint8Array.from({ length: SYMBOLS }, (_, symbol) => [REPEAT, ZEROS, MANY_ZEROS].find((r) => r.symbol === symbol)?.extra ?? 0);

/** In which order the lengths of the symbols' own codes are sent. */
const SENT_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** A symbol in its lowest bits, and above them what follows it. */
const SYMBOL_BITS = 5;

/**
 * The code lengths of a block as its header says them: one after the other, with runs shortened, and in a code of their own.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1951#section-3.2.7
 */
export class LengthRuns {
  private readonly lengths = new Uint8Array(LITERAL_SYMBOLS + DISTANCE_SYMBOLS);
  private readonly runs = new Uint16Array(LITERAL_SYMBOLS + DISTANCE_SYMBOLS);
  private readonly frequencies = new Int32Array(SYMBOLS);
  private readonly code = new PrefixCode(SYMBOLS);
  private literals = 0;
  private distances = 0;
  private count = 0;
  private sent = 0;

  /**
   * Takes in the lengths of both codes, of each as many as are to be said.
   *
   * @returns bits of the header
   */
  public fit(literals: Uint8Array, literalCount: number, distances: Uint8Array, distanceCount: number): number {
    const { lengths, frequencies } = this;
    this.literals = literalCount;
    this.distances = distanceCount;
    const total = literalCount + distanceCount;
    for (let i = 0; i < literalCount; i++) lengths[i] = literals[i];
    for (let i = literalCount; i < total; i++) lengths[i] = distances[i - literalCount];

    frequencies.fill(0);
    this.count = 0;
    // A run may go on from one code into the other.
    for (let start = 0, end = 1; start < total; start = end++) {
      while (end < total && lengths[end] === lengths[start]) end++;
      this.run(lengths[start], end - start);
    }
    this.code.fit(frequencies, CODE_BITS);

    this.sent = SYMBOLS;
    while (this.sent > FEWEST_SENT && frequencies[SENT_ORDER[this.sent - 1]] === 0) this.sent--;
    let extra = 0;
    for (const { symbol, extra: bits } of [REPEAT, ZEROS, MANY_ZEROS]) extra += frequencies[symbol] * bits;
    return 5 + 5 + 4 + 3 * this.sent + this.code.cost(frequencies) + extra;
  }

  /** Writes the header whose lengths were taken in last. */
  public write(writer: BitWriter): void {
    writer.bits(this.literals - 257, 5);
    writer.bits(this.distances - 1, 5);
    writer.bits(this.sent - FEWEST_SENT, 4);
    this.code.assign();
    const { lengths, codes } = this.code;
    for (let i = 0; i < this.sent; i++) writer.bits(lengths[SENT_ORDER[i]], 3);
    for (let i = 0; i < this.count; i++) {
      const symbol = this.runs[i] & ((1 << SYMBOL_BITS) - 1);
      writer.bits(codes[symbol], lengths[symbol]);
      if (EXTRA[symbol] > 0) writer.bits(this.runs[i] >> SYMBOL_BITS, EXTRA[symbol]);
    }
  }

  private run(length: number, times: number): void {
    let left = times;
    if (length === 0) {
      while (left >= MANY_ZEROS.least) left -= this.repeat(MANY_ZEROS, left);
      // At most ten are left.
      if (left >= ZEROS.least) left -= this.repeat(ZEROS, left);
    } else {
      this.say(length, 0);
      left--;
      while (left >= REPEAT.least) left -= this.repeat(REPEAT, left);
    }
    for (; left > 0; left--) this.say(length, 0);
  }

  private repeat({ symbol, least, most }: typeof REPEAT, left: number): number {
    const times = Math.min(left, most);
    this.say(symbol, times - least);
    return times;
  }

  private say(symbol: number, extra: number): void {
    this.frequencies[symbol]++;
    this.runs[this.count++] = symbol | (extra << SYMBOL_BITS);
  }
}
