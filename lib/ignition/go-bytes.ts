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
  let text = "";
  let from = 0;
  for (let at = 0; at < buffer.length;) {
    const length = runeLength(buffer, at);
    if (length > 0) at += length;
    else {
      text += buffer.toString("utf8", from, at) + String.fromCharCode(ESCAPE + buffer[at]);
      from = ++at;
    }
  }
  return text + buffer.toString("utf8", from);
}

/** The bytes that a string stands for. */
export function bytesOf(text: string): Uint8Array {
  if ((text as string & WellFormed).isWellFormed()) return Buffer.from(text, "utf8");
  return Buffer.concat(
    text.split(ESCAPED).map((part, i) => (i % 2 === 0 ? Buffer.from(part, "utf8") : Buffer.of(part.charCodeAt(0) - ESCAPE))),
  );
}

/** The byte that is no UTF-8 which a lone surrogate stands for; undefined for every other code point. */
export function foreignByte(codePoint: number): number | undefined {
  return codePoint >= ESCAPE + 0x80 && codePoint <= ESCAPE + 0xff ? codePoint - ESCAPE : undefined;
}

// Of ES2024, in Node.js since 20.
interface WellFormed {
  isWellFormed(): boolean;
}

const ESCAPE = 0xdc00;
const ESCAPED = /((?<![\uD800-\uDBFF])[\uDC80-\uDCFF])/;

/** Bytes of the character that begins here, or 0 where none does. */
function runeLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  return length > 0 && at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)) ? length : 0;
}
