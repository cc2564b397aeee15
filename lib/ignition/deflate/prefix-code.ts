import { codeLengths } from "./code-lengths";
import { CODE_BITS } from "./symbols";

/** The code of an alphabet: a bit pattern for each symbol, none the beginning of another. */
export class PrefixCode {
  /** By symbol: bits of its code, 0 when it has none. */
  public readonly lengths: Uint8Array;
  /** By symbol: its code, first bit lowest, as it is written. */
  public readonly codes: Uint16Array;

  public constructor(symbols: number) {
    this.lengths = new Uint8Array(symbols);
    this.codes = new Uint16Array(symbols);
  }

  /** A code whose lengths are given. */
  public static ofLengths(lengths: Uint8Array): PrefixCode {
    const code = new PrefixCode(lengths.length);
    code.lengths.set(lengths);
    code.assign();
    return code;
  }

  /** Makes this the best code for symbols that occur so often, none longer than a limit in bits. `assign` then fills in `codes`. */
  public fit(frequencies: Int32Array, limit: number): void {
    codeLengths(frequencies, limit, this.lengths);
  }

  /** Bits of all symbols of a text in which they occur so often. */
  public cost(frequencies: Int32Array): number {
    let bits = 0;
    for (let symbol = 0; symbol < frequencies.length; symbol++) bits += frequencies[symbol] * this.lengths[symbol];
    return bits;
  }

  /**
   * Gives each symbol its code, which follows from the lengths.
   *
   * @see https://www.rfc-editor.org/rfc/rfc1951#section-3.2.2
   */
  public assign(): void {
    const { lengths, codes } = this;
    next.fill(0);
    for (let symbol = 0; symbol < lengths.length; symbol++) next[lengths[symbol]]++;
    let code = 0;
    let shorter = 0;
    for (let length = 1; length <= CODE_BITS; length++) {
      code = (code + shorter) << 1;
      shorter = next[length];
      next[length] = code;
    }
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      const length = lengths[symbol];
      if (length > 0) codes[symbol] = reversed(next[length]++, length);
    }
  }
}

// By length: how many codes have it, then the next of them.
const next = new Int32Array(CODE_BITS + 1);

function reversed(code: number, length: number): number {
  let r = ((code & 0x5555) << 1) | ((code >> 1) & 0x5555);
  r = ((r & 0x3333) << 2) | ((r >> 2) & 0x3333);
  r = ((r & 0x0f0f) << 4) | ((r >> 4) & 0x0f0f);
  return (((r & 0xff) << 8) | (r >> 8)) >> (16 - length);
}
