/**
 * The grammar of `data:` URLs as the library in Ignition reads it. It is narrower than RFC 2397 in places (the media types) and the
 * wording of its errors is part of Ignition's reports.
 *
 * @see https://github.com/vincent-petithory/dataurl
 * @see https://www.rfc-editor.org/rfc/rfc2397
 */

/** Why a text is not a `data:` URL. */
export class DataUrlFault extends Error {}

const TOKEN = /^[!#$%&'*+\-.0-9A-Z^_`a-z{|}~]$/;
const MEDIA_TYPES = ["text", "image", "audio", "video", "application", "message", "multipart"];
// Everything but printable ASCII, and some of that too.
const NOT_DATA = /[^\x21-\x7e]|[<>#"{}|\\^[\]`]/;
const NOT_BASE64 = /[^A-Za-z0-9+/=\n]/;

/** The bytes of a `data:` URL. */
export function readDataUrl(source: string): Uint8Array {
  return new Lexer(source).bytes();
}

class Lexer {
  private pos = "data:".length;
  private base64 = false;
  // The library forgets to take back the mark of a quoted value when the value is empty, so it reaches the next parameter.
  private quotedValue = false;

  public constructor(private readonly source: string) {
    if (!source.startsWith("data:")) throw new DataUrlFault("missing data prefix");
  }

  public bytes(): Uint8Array {
    this.header();
    const data = this.source.slice(this.pos);
    if ((this.base64 ? NOT_BASE64 : NOT_DATA).test(data)) throw new DataUrlFault("invalid data character");
    return this.base64 ? decodeBase64(data) : unescapePercent(data);
  }

  private next(): string {
    return this.source[this.pos++] ?? "";
  }

  private header(): void {
    const c = this.next();
    if (c === ",") return;
    if (c === ";") return this.parameters();
    if (c === "") throw new DataUrlFault("missing comma before data");
    // After an x the library looks one character ahead and does not give it back.
    if (c === "x" || c === "X") this.mediaType(this.next() === "-");
    else if (TOKEN.test(c)) this.mediaType(false);
    else throw new DataUrlFault("invalid character after data prefix");
    this.mediaSubtype();
  }

  private mediaType(extension: boolean): void {
    const start = "data:".length;
    for (;;) {
      const c = this.next();
      if (c === "/") break;
      if (c === "") throw new DataUrlFault("missing media type slash");
      if (!TOKEN.test(c)) throw new DataUrlFault("invalid character for media type");
    }
    const type = this.source.slice(start, this.pos - 1);
    if (!extension && !MEDIA_TYPES.some((known) => type.startsWith(known))) throw new DataUrlFault("invalid media type");
  }

  private mediaSubtype(): void {
    for (;;) {
      const c = this.next();
      if (c === ",") return;
      if (c === ";") return this.parameters();
      if (c === "") throw new DataUrlFault("incomplete media type");
      if (!TOKEN.test(c)) throw new DataUrlFault("invalid character for media subtype");
    }
  }

  /** From behind a semicolon to behind the comma. */
  private parameters(): void {
    do {
      const start = this.pos;
      const c = this.next();
      if (c === "" || c === "=" || c === ",") throw new DataUrlFault("unterminated parameter sequence");
      if (!TOKEN.test(c)) throw new DataUrlFault("invalid character for parameter attribute");
      if (this.attribute() === ",") {
        const word = this.source.slice(start, this.pos - 1);
        if (word !== "base64") throw new DataUrlFault(`expected base64, got ${word}`);
        this.base64 = true;
        return;
      }
    } while (this.value() === ";");
  }

  /** What ends an attribute: the equals sign before a value, or the comma. */
  private attribute(): string {
    for (;;) {
      const c = this.next();
      if (c === "=" || c === ",") return c;
      if (c === "") throw new DataUrlFault("unterminated parameter sequence");
      if (!TOKEN.test(c)) throw new DataUrlFault("invalid character for parameter attribute");
    }
  }

  /** Reads a value and gives what ends it: semicolon or comma. */
  private value(): string {
    const start = this.pos;
    const first = this.next();
    if (first === '"') return this.quoted();
    if (first === "") throw new DataUrlFault("missing comma before data");
    if (!TOKEN.test(first)) throw new DataUrlFault("invalid character for parameter value");
    for (;;) {
      const c = this.next();
      if (c === ";" || c === ",") {
        this.checkValue(this.source.slice(start, this.pos - 1));
        return c;
      }
      if (c === "") throw new DataUrlFault("missing comma before data");
      if (!TOKEN.test(c)) throw new DataUrlFault("invalid character for parameter value");
    }
  }

  private quoted(): string {
    this.quotedValue = true;
    const start = this.pos;
    for (;;) {
      const c = this.next();
      if (c === '"') break;
      if (c === "") throw new DataUrlFault("unclosed quoted string");
      if (c > "\x7f") throw new DataUrlFault("invalid character for parameter value");
      if (c === "\\" && this.next() > "\x7f") throw new DataUrlFault("invalid escaped character");
    }
    if (this.pos - 1 > start) this.checkValue(this.source.slice(start, this.pos - 1));
    const end = this.next();
    if (end === ";" || end === ",") return end;
    throw new DataUrlFault(end === "" ? "missing comma before data" : "expected semicolon or comma");
  }

  private checkValue(value: string): void {
    if (this.quotedValue && !GO_STRING.test(value)) throw new DataUrlFault("invalid syntax");
    if (!this.quotedValue) unescapePercent(value);
    this.quotedValue = false;
  }
}

// The inside of an interpreted string literal of Go, ASCII only; \u and \U must not name a surrogate or lie above U+10FFFF.
const GO_STRING =
  /^(?:[^"\\\n]|\\[abfnrtv\\"]|\\x[0-9A-Fa-f]{2}|\\[0-3][0-7]{2}|\\(?:u|U0000)(?![dD][89a-fA-F])[0-9A-Fa-f]{4}|\\U00(?:0[1-9A-Fa-f]|10)[0-9A-Fa-f]{4})*$/;

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

function unescapePercent(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code > 0x7f) throw new DataUrlFault("rfc2396: non-ASCII char detected");
    if (code === 0x25) {
      const high = escapedDigit(text, ++i);
      code = high * 16 + escapedDigit(text, ++i);
    }
    bytes[length++] = code;
  }
  return bytes.slice(0, length);
}

function escapedDigit(text: string, at: number): number {
  if (at >= text.length) throw new DataUrlFault("rfc2396: unexpected end of unescape sequence");
  const digit = hexDigit(text.charCodeAt(at));
  // The library names the percent sign, not the character that is wrong.
  if (digit < 0) throw new DataUrlFault("rfc2396: invalid char 0x25 in unescape sequence");
  return digit;
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const SEXTETS = new Int8Array(128).fill(-1);
for (let i = 0; i < ALPHABET.length; i++) SEXTETS[ALPHABET.charCodeAt(i)] = i;
const PAD = 0x3d;
const NEWLINE = 0x0a;

/** Standard base64 with padding; line feeds are skipped. Node's own decoder takes anything. */
function decodeBase64(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let inQuantum = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === NEWLINE) continue;
    if (code === PAD) {
      const end = paddingEnd(text, i, inQuantum);
      if (end < text.length) throw corrupt(end);
      bits <<= 6 * (4 - inQuantum);
      bytes[length++] = bits >> 16;
      if (inQuantum === 3) bytes[length++] = bits >> 8;
      return bytes.slice(0, length);
    }
    bits = (bits << 6) | SEXTETS[code];
    if (++inQuantum < 4) continue;
    bytes[length++] = bits >> 16;
    bytes[length++] = bits >> 8;
    bytes[length++] = bits;
    bits = inQuantum = 0;
  }
  if (inQuantum > 0) throw corrupt(text.length - inQuantum);
  return bytes.slice(0, length);
}

/** The index behind the padding and the line feeds around it. */
function paddingEnd(text: string, at: number, inQuantum: number): number {
  if (inQuantum < 2) throw corrupt(at);
  let i = at + 1;
  if (inQuantum === 2) {
    while (text.charCodeAt(i) === NEWLINE) i++;
    if (i >= text.length) throw corrupt(text.length);
    if (text.charCodeAt(i) !== PAD) throw corrupt(i - 1);
    i++;
  }
  while (text.charCodeAt(i) === NEWLINE) i++;
  return i;
}

function corrupt(at: number): DataUrlFault {
  return new DataUrlFault(`illegal base64 data at input byte ${at}`);
}
