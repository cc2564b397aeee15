import { isUtf8 } from "node:buffer";

/**
 * A Go string is bytes; the few that are no UTF-8 (`!!binary`, local files, file names) are kept in a string of JavaScript by the surrogate
 * U+DC00 + b for each byte b that is none. Nothing else makes a lone surrogate here: YAML has no way to write one.
 *
 * @see https://peps.python.org/pep-0383/
 */
export function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (isUtf8(buffer)) return buffer.toString("utf8");
  // A part per byte, or a string that grows by it, takes hundreds of bytes for each.
  const units = Buffer.allocUnsafe(buffer.length * 2);
  let size = 0;
  const write = (unit: number): void => {
    units[size++] = unit & 0xff;
    units[size++] = unit >> 8;
  };
  for (let at = 0; at < buffer.length;) {
    const length = runeLength(buffer, at);
    const codePoint = length === 0 ? ESCAPE + buffer[at] : runeAt(buffer, at, length);
    at += Math.max(length, 1);
    if (codePoint < 0x10000) write(codePoint);
    else {
      write(0xd7c0 + (codePoint >> 10));
      write(0xdc00 + (codePoint & 0x3ff));
    }
  }
  return units.toString("utf16le", 0, size);
}

/** The bytes that a string stands for. */
export function bytesOf(text: string): Uint8Array {
  if ((text as string & WellFormed).isWellFormed()) return Buffer.from(text, "utf8");
  // No code unit takes more than three bytes.
  const bytes = Buffer.allocUnsafe(text.length * 3);
  let size = 0;
  for (let at = 0; at < text.length; at++) {
    const codePoint = text.codePointAt(at) ?? 0;
    const foreign = foreignByte(codePoint);
    if (foreign !== undefined) bytes[size++] = foreign;
    else if (codePoint < 0x80) bytes[size++] = codePoint;
    else size += bytes.write(String.fromCodePoint(codePoint), size);
    if (codePoint > 0xffff) at++;
  }
  return bytes.subarray(0, size);
}

/** A text with U+FFFD for each byte that is no UTF-8, and each half of a surrogate pair: what Go writes and reads in their place. */
export function replacedText(text: string): string {
  return (text as string & WellFormed).toWellFormed();
}

/** The byte that is no UTF-8 which a lone surrogate stands for; undefined for every other code point. */
export function foreignByte(codePoint: number): number | undefined {
  return codePoint >= ESCAPE + 0x80 && codePoint <= ESCAPE + 0xff ? codePoint - ESCAPE : undefined;
}

// Of ES2024, in Node.js since 20.
interface WellFormed {
  isWellFormed(): boolean;
  toWellFormed(): string;
}

const ESCAPE = 0xdc00;

/** Bytes of the character that begins here, or 0 where none does. */
function runeLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  // https://www.unicode.org/versions/Unicode16.0.0/core-spec/chapter-3/#G27506
  const [low, high] = SECOND.get(first) ?? [0x80, 0xbf];
  if (!(bytes[at + 1] >= low && bytes[at + 1] <= high)) return 0;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  for (let i = 2; i < length; i++) if ((bytes[at + i] & 0xc0) !== 0x80) return 0;
  return length;
}

/** The bounds of the second byte, by the first, where they are narrower than those of any: neither long forms nor surrogates. */
const SECOND: ReadonlyMap<number, readonly [low: number, high: number]> = new Map([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
]);

function runeAt(bytes: Uint8Array, at: number, length: number): number {
  if (length === 1) return bytes[at];
  let codePoint = bytes[at] & (0x7f >> length);
  for (let i = 1; i < length; i++) codePoint = (codePoint << 6) | (bytes[at + i] & 0x3f);
  return codePoint;
}
