/** What stands before the last checksum of a bzip2 stream, 48 bits: https://gitlab.com/bzip2/bzip2/-/blob/bzip2-1.0.8/decompress.c */
const MARK = 0x177245385090n;
const CHECKSUM_BITS = 32n;
const MARK_BITS = 48n;
/** A stream is filled up with bits of 0 to a whole byte. */
const MOST_FILLING = 7n;

/** Bytes of a file's end that {@link endsAsBzip2} looks at: mark, checksum and filling. */
export const BZIP2_END = 11;

/**
 * Whether a file ends where its bzip2 data ends. lbzip2 says nothing of garbage behind it.
 *
 * @param tail the last bytes of the file, {@link BZIP2_END} of them where it has as many
 */
export function endsAsBzip2(tail: Uint8Array): boolean {
  const bits = BigInt(`0x0${Buffer.from(tail).toString("hex")}`);
  for (let filling = 0n; filling <= MOST_FILLING; filling++) {
    const isFilled = BigInt.asUintN(Number(filling), bits) === 0n;
    if (isFilled && BigInt.asUintN(Number(MARK_BITS), bits >> (filling + CHECKSUM_BITS)) === MARK) return true;
  }
  return false;
}
