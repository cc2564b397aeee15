import { Char, hexDigit, isBlank, isBlankOrEnd, isBreakOrEnd, isWord } from "./characters";
import { Cursor } from "./cursor";

/** A tag in two parts, of which `%TAG` directives may replace the first. */
export interface TagParts {
  readonly handle: string;
  readonly suffix: string;
}

// Besides letters, digits, hyphens and underscores.
const URI_CHARACTERS = new Set([...";/?:@&=+$,.!~*'()[]%"].map((character) => character.charCodeAt(0)));

/** Reads `!suffix`, `!handle!suffix`, `!<uri>` or `!`. */
export function tagToken(cursor: Cursor): TagParts {
  const start = cursor.pos;
  const parts = cursor.char(1) === Char.LESS ? verbatim(cursor, start) : shorthand(cursor, start);
  if (!isBlankOrEnd(cursor.char())) throw cursor.fault(start, "did not find expected whitespace or line break");
  return parts;
}

function verbatim(cursor: Cursor, start: number): TagParts {
  cursor.pos += 2;
  const suffix = uri(cursor, start, "");
  if (cursor.char() !== Char.GREATER) throw cursor.fault(start, "did not find the expected '>'");
  cursor.pos++;
  return { handle: "", suffix };
}

function shorthand(cursor: Cursor, start: number): TagParts {
  const handle = tagHandle(cursor, start, false);
  if (handle.length > 1 && handle.endsWith("!")) return { handle, suffix: uri(cursor, start, "") };
  const suffix = uri(cursor, start, handle);
  return suffix === "" ? { handle: "", suffix: "!" } : { handle: "!", suffix };
}

function tagHandle(cursor: Cursor, start: number, directive: boolean): string {
  const from = cursor.pos;
  if (cursor.char() !== Char.EXCLAMATION) throw cursor.fault(start, "did not find expected '!'");
  cursor.pos++;
  while (isWord(cursor.char())) cursor.pos++;
  if (cursor.char() === Char.EXCLAMATION) cursor.pos++;
  else if (directive && cursor.pos - from > 1) throw cursor.fault(start, "did not find expected '!'");
  return cursor.text.slice(from, cursor.pos);
}

/** The rest of a URI of which `head` was read already, with its `!`. */
function uri(cursor: Cursor, start: number, head: string): string {
  let value = head.slice(1);
  let empty = head === "";
  for (let c = cursor.char(); isWord(c) || URI_CHARACTERS.has(c); c = cursor.char()) {
    if (c === Char.PERCENT) value += escapedCharacter(cursor, start);
    else {
      value += String.fromCharCode(c);
      cursor.pos++;
    }
    empty = false;
  }
  if (empty) throw cursor.fault(start, "did not find expected tag URI");
  return value;
}

/** One character of UTF-8 in `%XX`. */
function escapedCharacter(cursor: Cursor, start: number): string {
  const bytes: number[] = [];
  for (let length = 1; bytes.length < length; cursor.pos += 3) {
    const high = hexDigit(cursor.char(1));
    const low = high < 0 ? -1 : hexDigit(cursor.char(2));
    if (cursor.char() !== Char.PERCENT || low < 0) throw cursor.fault(start, "did not find URI escaped octet");
    const octet = high * 16 + low;
    if (bytes.length === 0) {
      length = octet < 0x80 ? 1 : (octet & 0xe0) === 0xc0 ? 2 : (octet & 0xf0) === 0xe0 ? 3 : (octet & 0xf8) === 0xf0 ? 4 : 0;
      if (length === 0) throw cursor.fault(start, "found an incorrect leading UTF-8 octet");
    } else if ((octet & 0xc0) !== 0x80) throw cursor.fault(start, "found an incorrect trailing UTF-8 octet");
    bytes.push(octet);
  }
  return Buffer.from(bytes).toString("utf8");
}

/** A `%YAML` or `%TAG` line. */
export type Directive = { readonly version: string } | { readonly handle: string; readonly prefix: string };

export function directive(cursor: Cursor): Directive {
  const start = cursor.pos++;
  const read = directiveValue(cursor, start);
  cursor.skipBlanks();
  if (cursor.char() === Char.HASH) cursor.skipLine();
  if (!isBreakOrEnd(cursor.char())) throw cursor.fault(start, "did not find expected comment or line break");
  cursor.lineBreak();
  return read;
}

function directiveValue(cursor: Cursor, start: number): Directive {
  const from = cursor.pos;
  while (isWord(cursor.char())) cursor.pos++;
  const name = cursor.text.slice(from, cursor.pos);
  if (name === "") throw cursor.fault(start, "could not find expected directive name");
  if (!isBlankOrEnd(cursor.char())) throw cursor.fault(start, "found unexpected non-alphabetical character");
  if (name !== "YAML" && name !== "TAG") throw cursor.fault(start, "found unknown directive name");
  cursor.skipBlanks();
  return name === "YAML" ? { version: version(cursor, start) } : tagDirective(cursor, start);
}

function version(cursor: Cursor, start: number): string {
  const major = versionNumber(cursor, start);
  if (cursor.char() !== Char.DOT) throw cursor.fault(start, "did not find expected digit or '.' character");
  cursor.pos++;
  return `${major}.${versionNumber(cursor, start)}`;
}

function versionNumber(cursor: Cursor, start: number): number {
  const digits = /^[0-9]*/.exec(cursor.text.slice(cursor.pos, cursor.pos + 3))?.[0] ?? "";
  if (digits.length > 2) throw cursor.fault(start, "found extremely long version number");
  if (digits === "") throw cursor.fault(start, "did not find expected version number");
  cursor.pos += digits.length;
  return Number(digits);
}

function tagDirective(cursor: Cursor, start: number): Directive {
  const handle = tagHandle(cursor, start, true);
  if (!isBlank(cursor.char())) throw cursor.fault(start, "did not find expected whitespace");
  cursor.skipBlanks();
  const prefix = uri(cursor, start, "");
  if (!isBlankOrEnd(cursor.char())) throw cursor.fault(start, "did not find expected whitespace or line break");
  return { handle, prefix };
}
