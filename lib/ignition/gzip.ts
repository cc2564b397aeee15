import { Gunzip, gzipSync } from "fflate";

/**
 * gzip whose bytes depend on nothing but the input: fflate is JavaScript and pinned, while the zlib of Node changes with Node.
 * No file name, modification time 0, extra flags 2 (best compression), operating system 3 (Unix).
 *
 * @see https://www.rfc-editor.org/rfc/rfc1952
 */
export function gzip(bytes: Uint8Array): Uint8Array {
  return gzipSync(bytes, { level: 9, mtime: 0 });
}

/** Why bytes can not be decompressed. */
export class GunzipFault extends Error {
  public constructor(
    message: string,
    /** Whether the only thing wrong is the size. */
    public readonly tooLarge = false,
  ) {
    super(message);
  }
}

// Deflate packs at most 1032:1, so that one step over the limit costs at most a MiB.
const STEP = 1024;
const HEADER = 10;
const TRAILER = 8;

/**
 * The bytes behind gzip, at most `limit` of them. What a header promises about the size is not believed.
 *
 * @throws GunzipFault
 */
export function gunzip(bytes: Uint8Array, limit: number): Uint8Array {
  if (bytes.length < HEADER + TRAILER || bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) throw new GunzipFault("not gzip");
  const chunks: Uint8Array[] = [];
  let size = 0;
  let members = 1;
  const stream = new Gunzip((chunk) => {
    size += chunk.length;
    if (size > limit) throw new GunzipFault(`more than ${limit} bytes`, true);
    if (chunk.length > 0) chunks.push(chunk);
  });
  stream.onmember = () => members++;
  try {
    for (let at = 0; at < bytes.length; at += STEP) stream.push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length);
  } catch (e) {
    if (e instanceof GunzipFault) throw e;
    throw new GunzipFault(e instanceof Error ? e.message : String(e));
  }
  const result = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    result.set(chunk, at);
    at += chunk.length;
  }
  // fflate does not say where one member of several ends; the trailer of a single one is at the end.
  if (members === 1) checkTrailer(bytes, result);
  return result;
}

function checkTrailer(bytes: Uint8Array, result: Uint8Array): void {
  const trailer = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - TRAILER, TRAILER);
  if (trailer.getUint32(0, true) !== crc32(result)) throw new GunzipFault("wrong checksum");
  if (trailer.getUint32(4, true) !== result.length % 2 ** 32) throw new GunzipFault("wrong length");
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = CRC_TABLE[(c ^ byte) & 0xff] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}
