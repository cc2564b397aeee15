import { Char, hexDigit, isBlank, isBlankOrEnd, isBreak } from "./characters";
import { Cursor, fold } from "./cursor";

/** Reads a scalar in single or double quotes. */
export function quotedScalar(cursor: Cursor): string {
  const { text } = cursor;
  const start = cursor.pos;
  const quote = text.charCodeAt(cursor.pos++);
  let value = "";
  for (;;) {
    if (cursor.isDocumentIndicator()) throw cursor.fault(start, "found unexpected document indicator");
    if (cursor.char() === Char.END) throw cursor.fault(start, "found unexpected end of stream");

    let escapedBreak = false;
    let from = cursor.pos;
    for (;;) {
      const c = text.charCodeAt(cursor.pos);
      if (isBlankOrEnd(c)) break;
      if (c === quote) {
        if (quote === Char.DOUBLE_QUOTE || text.charCodeAt(cursor.pos + 1) !== quote) break;
        value += text.slice(from, ++cursor.pos);
        from = ++cursor.pos;
      } else if (c === Char.BACKSLASH && quote === Char.DOUBLE_QUOTE) {
        value += text.slice(from, cursor.pos);
        cursor.pos++;
        if (isBreak(cursor.char())) {
          cursor.lineBreak();
          escapedBreak = true;
          from = cursor.pos;
          break;
        }
        value += escaped(cursor, start);
        from = cursor.pos;
      } else cursor.pos++;
    }
    value += text.slice(from, cursor.pos);
    if (cursor.char() === quote) break;
    value += whiteSpace(cursor, escapedBreak);
  }
  cursor.pos++;
  return value;
}

/** White space between two words: kept on one line, folded over several. */
function whiteSpace(cursor: Cursor, escapedBreak: boolean): string {
  const from = cursor.pos;
  let first = "";
  let others = "";
  let broken = escapedBreak;
  for (let c = cursor.char(); isBlank(c) || isBreak(c); c = cursor.char()) {
    if (isBlank(c)) cursor.pos++;
    else if (broken) others += cursor.lineBreak();
    else {
      first = cursor.lineBreak();
      broken = true;
    }
  }
  return broken ? fold(first, others) : cursor.text.slice(from, cursor.pos);
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
