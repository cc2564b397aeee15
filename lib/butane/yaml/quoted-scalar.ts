import { Char, hexDigit, isBlank, isBlankOrEnd, isBreak } from "./characters";
import { Cursor, fold } from "./cursor";
import { TextBuilder } from "./text-builder";

/** Reads a scalar in single or double quotes. */
export function quotedScalar(cursor: Cursor): string {
  const { text } = cursor;
  const start = cursor.pos;
  const quote = text.charCodeAt(cursor.pos++);
  let builder: TextBuilder | undefined;
  // What stands as it is written is copied at once.
  let from = cursor.pos;
  for (;;) {
    const end = cursor.pos;
    const c = text.charCodeAt(end);
    let part: string;
    if (c === quote) {
      if (quote === Char.DOUBLE_QUOTE || text.charCodeAt(end + 1) !== quote) break;
      part = "'";
      cursor.pos += 2;
    } else if (c === Char.BACKSLASH && quote === Char.DOUBLE_QUOTE) {
      cursor.pos++;
      part = isBreak(cursor.char()) ? foldedBreaks(cursor, start, true) : escaped(cursor, start);
    } else if (isBlankOrEnd(c)) {
      cursor.skipBlanks();
      if (cursor.char() === Char.END) throw cursor.fault(start, "found unexpected end of stream");
      if (!isBreak(cursor.char())) continue;
      part = foldedBreaks(cursor, start, false);
    } else {
      cursor.pos++;
      continue;
    }
    builder ??= new TextBuilder();
    builder.add(text.slice(from, end));
    builder.add(part);
    from = cursor.pos;
  }
  const last = text.slice(from, cursor.pos++);
  return builder === undefined ? last : builder.end(last);
}

/** Steps over a line break and the white space behind it, and returns what its line breaks stand for. An escaped break stands for nothing. */
function foldedBreaks(cursor: Cursor, start: number, isEscaped: boolean): string {
  const first = cursor.lineBreak();
  const from = cursor.pos;
  let count = 0;
  for (let c = cursor.char(); isBlank(c) || isBreak(c); c = cursor.char()) {
    if (isBlank(c)) cursor.pos++;
    else {
      cursor.lineBreak();
      count++;
    }
  }
  if (cursor.isDocumentIndicator()) throw cursor.fault(start, "found unexpected document indicator");
  return fold(isEscaped ? "" : first, cursor.breaksSince(from, count));
}

const ESCAPES: ReadonlyMap<number, string> = new Map(
  Object.entries({
    "0": "\0",
    a: "\x07",
    b: "\b",
    t: "\t",
    "\t": "\t",
    n: "\n",
    v: "\v",
    f: "\f",
    r: "\r",
    e: "\x1b",
    " ": " ",
    '"': '"',
    "'": "'",
    "\\": "\\",
    N: "\x85",
    _: "\xa0",
    L: "\u2028",
    P: "\u2029",
  }).map(([letter, character]) => [letter.charCodeAt(0), character]),
);
const CODE_LENGTHS: ReadonlyMap<number, number> = new Map([
  [0x78, 2],
  [0x75, 4],
  [0x55, 8],
]);

/** The character of an escape sequence whose backslash is behind the cursor. */
function escaped(cursor: Cursor, start: number): string {
  const c = cursor.char();
  const simple = ESCAPES.get(c);
  if (simple !== undefined) {
    cursor.pos++;
    return simple;
  }
  const length = CODE_LENGTHS.get(c);
  if (length === undefined) throw cursor.fault(start, "found unknown escape character");
  cursor.pos++;
  let code = 0;
  for (let k = 0; k < length; k++) {
    const digit = hexDigit(cursor.char(k));
    if (digit < 0) throw cursor.fault(start, "did not find expected hexdecimal number");
    code = code * 16 + digit;
  }
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) throw cursor.fault(start, "found invalid Unicode character escape code");
  cursor.pos += length;
  return String.fromCodePoint(code);
}
