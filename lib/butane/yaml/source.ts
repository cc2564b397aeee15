import { isUtf8 } from "node:buffer";
import { BYTES_MAX } from "../../ignition/limits";
import { YamlFault } from "./fault";

/** A text to scan. */
export interface Source {
  /** Without a byte order mark; up to the block that holds a character that may not be there. */
  readonly text: string;
  /** What is wrong with that character: an error once the scanner comes there. */
  readonly fault?: YamlFault;
}

/**
 * A text, or bytes in UTF-8 or, with a byte order mark, in UTF-16, as the reader of yaml.v3 takes them.
 *
 * yaml.v3 reads 512 bytes at a time and refuses what is in them only when it needs them: what stands behind the first document
 * counts or does not count by that.
 *
 * @throws YamlFault for what is larger than {@link BYTES_MAX}
 */
export function sourceOf(input: string | Uint8Array): Source {
  if (input.length > BYTES_MAX) throw new YamlFault(`yaml: input of ${input.length} bytes is larger than ${BYTES_MAX}`);
  if (typeof input === "string") {
    const text = input.charCodeAt(0) === BYTE_ORDER_MARK ? input.slice(1) : input;
    return hasForbidden(text) ? sourceOfBytes(Buffer.from(input, "utf8"), text) : { text };
  }
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.length);
  if (isUtf16(bytes)) return sourceOfUtf16(bytes);
  if (!isUtf8(bytes)) return sourceOfBytes(bytes);
  const decoded = bytes.toString("utf8");
  const text = decoded.charCodeAt(0) === BYTE_ORDER_MARK ? decoded.slice(1) : decoded;
  return hasForbidden(text) ? sourceOfBytes(bytes) : { text };
}

const BYTE_ORDER_MARK = 0xfeff;
const BLOCK = 512;

// What is no character of YAML 1.1, and surrogates, which may be half a character. Told apart, as the first is asked of every text.
const SUSPECT = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]/;
const FORBIDDEN =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function hasForbidden(text: string): boolean {
  return SUSPECT.test(text) && FORBIDDEN.test(text);
}

const INCOMPLETE = "incomplete UTF-8 octet sequence";
const CONTROL = "control characters are not allowed";

function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

function isForbidden(code: number): boolean {
  return (
    (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) ||
    (code > 0x7e && code < 0xa0 && code !== 0x85) ||
    code === 0xfffe ||
    code === 0xffff
  );
}

/** Walks over bytes of which some are wrong: rare, so it may take its time. */
function sourceOfBytes(bytes: Buffer, wrong?: string): Source {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let block = 0;
  let good = start;
  for (let at = start; at < bytes.length;) {
    const { length, problem } = characterAt(bytes, at);
    // A character that the end of a block cuts is read with the next one.
    if (at + Math.max(length, 1) > block + BLOCK) {
      block = at;
      good = at;
    }
    // What is missing is looked for in the next block, which there is none of.
    if (problem === INCOMPLETE) good = at;
    if (problem !== undefined) return { text: bytes.toString("utf8", start, good), fault: new YamlFault(`yaml: ${problem}`) };
    at += length;
  }
  // Only a string of JavaScript gets here: it has half a character, which its bytes no longer show.
  return { text: "", fault: new YamlFault(`yaml: ${wrong === undefined ? CONTROL : "invalid Unicode character"}`) };
}

function characterAt(bytes: Uint8Array, at: number): { length: number; problem?: string } {
  const first = bytes[at];
  const length = first < 0x80 ? 1 : (first & 0xe0) === 0xc0 ? 2 : (first & 0xf0) === 0xe0 ? 3 : (first & 0xf8) === 0xf0 ? 4 : 0;
  if (length === 0) return { length: 1, problem: "invalid leading UTF-8 octet" };
  if (at + length > bytes.length) return { length, problem: INCOMPLETE };
  let code = length === 1 ? first : first & (0x7f >> length);
  for (let k = 1; k < length; k++) {
    if ((bytes[at + k] & 0xc0) !== 0x80) return { length, problem: "invalid trailing UTF-8 octet" };
    code = (code << 6) | (bytes[at + k] & 0x3f);
  }
  if (code < [0, 0, 0x80, 0x800, 0x10000][length]) return { length, problem: "invalid length of a UTF-8 sequence" };
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) return { length, problem: "invalid Unicode character" };
  return isForbidden(code) ? { length, problem: CONTROL } : { length };
}

function sourceOfUtf16(bytes: Buffer): Source {
  const low = bytes[0] === 0xff ? 0 : 1;
  const unit = (at: number): number => bytes[at + low] | (bytes[at + 1 - low] << 8);
  let block = 0;
  let good = 2;
  for (let at = 2; at < bytes.length;) {
    const first = at + 1 < bytes.length ? unit(at) : 0;
    const length = (first & 0xfc00) === 0xd800 ? 4 : 2;
    if (at + length > block + BLOCK) {
      block = at;
      good = at;
    }
    const problem = utf16Problem(bytes, at, unit);
    if (problem?.startsWith("incomplete")) good = at;
    if (problem !== undefined) return { text: textOfUtf16(bytes.subarray(2, good), low), fault: new YamlFault(`yaml: ${problem}`) };
    at += length;
  }
  return { text: textOfUtf16(bytes.subarray(2), low) };
}

function textOfUtf16(units: Buffer, low: number): string {
  return (low === 0 ? units : Buffer.from(units).swap16()).toString("utf16le");
}

function utf16Problem(bytes: Uint8Array, at: number, unit: (at: number) => number): string | undefined {
  if (at + 2 > bytes.length) return "incomplete UTF-16 character";
  const first = unit(at);
  if ((first & 0xfc00) === 0xdc00) return "unexpected low surrogate area";
  if ((first & 0xfc00) !== 0xd800) return isForbidden(first) ? CONTROL : undefined;
  if (at + 4 > bytes.length) return "incomplete UTF-16 surrogate pair";
  return (unit(at + 2) & 0xfc00) === 0xdc00 ? undefined : "expected low surrogate area";
}
