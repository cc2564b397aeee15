import { BitWriter } from "./bit-writer";
import { Block, bitsWithEmptyBlock, writeStored } from "./block";
import { crc32 } from "./crc32";
import { Matcher } from "./matcher";

// No name, no time, best compression, system unknown: https://www.rfc-editor.org/rfc/rfc1952#section-2.3
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff);
const TRAILER = 8;
const NOTHING = new Uint8Array(0);

// A block takes at least 3 bits for its kind, 8 for a byte and 7 for its end.
const SMALLEST = sizeAfter(8 * HEADER.length + 18);

let block: Block | undefined;

/**
 * gzip with the bytes of Go's compress/gzip at its best level, 9, with which Butane packs contents. Go promises no bytes to last: these are
 * those of Go 1.26.
 *
 * @param bytes less than 2 GiB
 * @see https://pkg.go.dev/compress/gzip@go1.26.0#NewWriterLevel
 */
export function gzipGo(bytes: Uint8Array): Uint8Array {
  return pack(bytes, Infinity);
}

/** What `gzipGo` gives, if it takes at most `limit` bytes; if not, that is often found out without most of the work. */
export function gzipGoWithin(bytes: Uint8Array, limit: number): Uint8Array | undefined {
  if (limit < SMALLEST && bytes.length > 0) return undefined;
  const packed = pack(bytes, limit);
  return packed.length > 0 ? packed : undefined;
}

/** Nothing at all when it would take more than `limit` bytes. */
function pack(bytes: Uint8Array, limit: number): Uint8Array {
  if (sizeAfter(8 * HEADER.length) > limit) return NOTHING;
  block ??= new Block();
  const writer = new BitWriter();
  let written = 8 * HEADER.length;
  writer.reserve(sizeAfter(written));
  writer.append(HEADER);
  for (const matcher = new Matcher(bytes); matcher.next();) {
    const { tokens, count, blockStart, blockEnd, kept } = matcher;
    written += block.choose(tokens, count, kept ? bytes.subarray(blockStart, blockEnd) : undefined, written);
    const size = sizeAfter(written);
    if (size > limit) return NOTHING;
    writer.reserve(size);
    block.write(writer);
  }
  writeStored(writer, NOTHING, true);
  writer.word(crc32(bytes));
  writer.word(bytes.length);
  return writer.written();
}

/** Bytes of the whole when nothing but its end comes after so many bits. Go ends with an empty stored block. */
function sizeAfter(written: number): number {
  return bitsWithEmptyBlock(written) / 8 + TRAILER;
}
