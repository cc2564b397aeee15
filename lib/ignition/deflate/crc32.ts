const POLYNOMIAL = 0xedb88320;

// The first table takes in one byte; each further one a byte that stands one earlier.
const TABLES = new Int32Array(4 * 256);
for (let n = 0; n < 256; n++) {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? POLYNOMIAL ^ (c >>> 1) : c >>> 1;
  TABLES[n] = c;
}
for (let n = 256; n < TABLES.length; n++) TABLES[n] = (TABLES[n - 256] >>> 8) ^ TABLES[TABLES[n - 256] & 0xff];

/**
 * The checksum of gzip, four bytes a step.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1952#section-8
 */
export function crc32(bytes: Uint8Array): number {
  const end = bytes.length;
  let c = -1;
  let at = 0;
  for (; at + 4 <= end; at += 4) {
    c ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    c = TABLES[768 + (c & 0xff)] ^ TABLES[512 + ((c >>> 8) & 0xff)] ^ TABLES[256 + ((c >>> 16) & 0xff)] ^ TABLES[c >>> 24];
  }
  for (; at < end; at++) c = TABLES[(c ^ bytes[at]) & 0xff] ^ (c >>> 8);
  return ~c >>> 0;
}
