import { BitWriter } from "./bit-writer";
import { LENGTH_SHIFT, MATCH } from "./matcher";
import { PrefixCode } from "./prefix-code";
import { DISTANCE_EXTRA, END_OF_BLOCK, FIRST_LENGTH_SYMBOL, LENGTH_EXTRA, LENGTH_STEP, distanceSymbolOf } from "./symbols";

/** Counts how often each symbol stands in a block, its end included. */
export function countSymbols(tokens: Int32Array, count: number, literals: Int32Array, distances: Int32Array): void {
  literals.fill(0);
  distances.fill(0);
  for (let i = 0; i < count; i++) {
    const token = tokens[i];
    if (token < MATCH) literals[token]++;
    else {
      literals[FIRST_LENGTH_SYMBOL + LENGTH_STEP[(token >> LENGTH_SHIFT) & 0xff]]++;
      distances[distanceSymbolOf(token & 0x7fff)]++;
    }
  }
  literals[END_OF_BLOCK]++;
}

/** Bits behind the symbols of a block, the same in every code. */
export function extraBits(literals: Int32Array, distances: Int32Array): number {
  let bits = 0;
  for (let step = 0; step < LENGTH_EXTRA.length; step++) bits += literals[FIRST_LENGTH_SYMBOL + step] * LENGTH_EXTRA[step];
  for (let symbol = 0; symbol < DISTANCE_EXTRA.length; symbol++) bits += distances[symbol] * DISTANCE_EXTRA[symbol];
  return bits;
}

/** Writes the tokens of a block and its end. There must be room. */
export function writeTokens(writer: BitWriter, tokens: Int32Array, count: number, literals: PrefixCode, distances: PrefixCode): void {
  const { bytes } = writer;
  const { lengths: literalLengths, codes: literalCodes } = literals;
  const { lengths: distanceLengths, codes: distanceCodes } = distances;
  let { at, held, heldBits } = writer;
  for (let i = 0; i < count; i++) {
    const token = tokens[i];
    if (token < MATCH) {
      held |= literalCodes[token] << heldBits;
      heldBits += literalLengths[token];
    } else {
      const length = (token >> LENGTH_SHIFT) & 0xff;
      const step = LENGTH_STEP[length];
      const symbol = FIRST_LENGTH_SYMBOL + step;
      held |= literalCodes[symbol] << heldBits;
      heldBits += literalLengths[symbol];
      const lengthExtra = LENGTH_EXTRA[step];
      held |= (length & ((1 << lengthExtra) - 1)) << heldBits;
      heldBits += lengthExtra;
      while (heldBits >= 8) {
        bytes[at++] = held;
        held >>>= 8;
        heldBits -= 8;
      }
      const distance = token & 0x7fff;
      const far = distanceSymbolOf(distance);
      held |= distanceCodes[far] << heldBits;
      heldBits += distanceLengths[far];
      while (heldBits >= 8) {
        bytes[at++] = held;
        held >>>= 8;
        heldBits -= 8;
      }
      const distanceExtra = DISTANCE_EXTRA[far];
      held |= (distance & ((1 << distanceExtra) - 1)) << heldBits;
      heldBits += distanceExtra;
    }
    while (heldBits >= 8) {
      bytes[at++] = held;
      held >>>= 8;
      heldBits -= 8;
    }
  }
  writer.at = at;
  writer.held = held;
  writer.heldBits = heldBits;
  writer.bits(literalCodes[END_OF_BLOCK], literalLengths[END_OF_BLOCK]);
}
