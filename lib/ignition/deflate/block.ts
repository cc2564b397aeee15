import { BitWriter } from "./bit-writer";
import { LengthRuns } from "./length-runs";
import { PrefixCode } from "./prefix-code";
import { CODE_BITS, DISTANCE_SYMBOLS, LITERAL_SYMBOLS } from "./symbols";
import { countSymbols, extraBits, writeTokens } from "./token-writer";

/** What begins a block that is not the last: its kind, above a bit 0. https://www.rfc-editor.org/rfc/rfc1951#section-3.2.3 */
enum Kind {
  STORED = 0,
  FIXED = 2,
  DYNAMIC = 4,
}
const KIND_BITS = 3;

const MOST_STORED = 65535;

// https://www.rfc-editor.org/rfc/rfc1951#section-3.2.6
const FIXED_LITERALS = PrefixCode.ofLengths(Uint8Array.from({ length: 288 }, (_, n) => (n < 144 ? 8 : n < 256 ? 9 : n < 280 ? 7 : 8)));
const FIXED_DISTANCES = PrefixCode.ofLengths(new Uint8Array(DISTANCE_SYMBOLS).fill(5));

/** A block that is not the last, in the way that takes fewest bits as Go weighs them. */
export class Block {
  private tokens: Int32Array = new Int32Array(0);
  private count = 0;
  private input: Uint8Array | undefined;
  private kind = Kind.STORED;
  private readonly literalCounts = new Int32Array(LITERAL_SYMBOLS);
  private readonly distanceCounts = new Int32Array(DISTANCE_SYMBOLS);
  private readonly literals = new PrefixCode(LITERAL_SYMBOLS);
  private readonly distances = new PrefixCode(DISTANCE_SYMBOLS);
  private readonly runs = new LengthRuns();

  /**
   * Chooses between codes fixed by the format, codes of its own, and the bytes as they are. A tie goes to the first of these.
   *
   * @param input the bytes that the tokens say; undefined when Go has them no longer at hand, and so cannot store them
   * @param written bits before the block
   * @returns the bits it takes
   */
  public choose(tokens: Int32Array, count: number, input: Uint8Array | undefined, written: number): number {
    const { literalCounts, distanceCounts, literals, distances } = this;
    this.tokens = tokens;
    this.count = count;
    this.input = input;
    countSymbols(tokens, count, literalCounts, distanceCounts);
    const sentLiterals = lastUsed(literalCounts) + 1;
    let sentDistances = lastUsed(distanceCounts) + 1;
    const noDistance = sentDistances === 0;
    if (noDistance) {
      // A code for distances must have a symbol. Go weighs it as if it stood in the block once, in fixed codes too.
      distanceCounts[0] = 1;
      sentDistances = 1;
    }
    literals.fit(literalCounts, CODE_BITS);
    distances.fit(distanceCounts, CODE_BITS);

    const extra = KIND_BITS + extraBits(literalCounts, distanceCounts);
    const fixed = extra + FIXED_LITERALS.cost(literalCounts) + FIXED_DISTANCES.cost(distanceCounts);
    const header = this.runs.fit(literals.lengths, sentLiterals, distances.lengths, sentDistances);
    const dynamic = extra + header + literals.cost(literalCounts) + distances.cost(distanceCounts);

    if (input !== undefined && input.length <= MOST_STORED && 8 * (input.length + 5) < Math.min(fixed, dynamic)) {
      this.kind = Kind.STORED;
      return toWholeByte(written + KIND_BITS) + 8 * (input.length + 4) - written;
    }
    if (fixed <= dynamic) {
      this.kind = Kind.FIXED;
      return fixed - (noDistance ? FIXED_DISTANCES.lengths[0] : 0);
    }
    this.kind = Kind.DYNAMIC;
    return dynamic - (noDistance ? distances.lengths[0] : 0);
  }

  /** Writes the block as chosen. There must be room. */
  public write(writer: BitWriter): void {
    if (this.kind === Kind.STORED) {
      writeStored(writer, this.input ?? NOTHING, false);
      return;
    }
    writer.bits(this.kind, KIND_BITS);
    if (this.kind === Kind.FIXED) {
      writeTokens(writer, this.tokens, this.count, FIXED_LITERALS, FIXED_DISTANCES);
    } else {
      this.literals.assign();
      this.distances.assign();
      this.runs.write(writer);
      writeTokens(writer, this.tokens, this.count, this.literals, this.distances);
    }
  }
}

const NOTHING = new Uint8Array(0);

/** Writes a block of bytes as they are, at most 65,535. */
export function writeStored(writer: BitWriter, input: Uint8Array, last: boolean): void {
  writer.bits(Kind.STORED | (last ? 1 : 0), KIND_BITS);
  writer.align();
  writer.word(input.length | (~input.length << 16));
  writer.append(input);
}

/** Bits until an empty stored block after so many others ends. */
export function bitsWithEmptyBlock(written: number): number {
  return toWholeByte(written + KIND_BITS) + 32;
}

function toWholeByte(bits: number): number {
  return 8 * Math.ceil(bits / 8);
}

function lastUsed(counts: Int32Array): number {
  let symbol = counts.length - 1;
  while (symbol >= 0 && counts[symbol] === 0) symbol--;
  return symbol;
}
