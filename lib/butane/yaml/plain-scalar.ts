import { Char, isBlank, isBlankOrEnd, isBreak } from "./characters";
import { Cursor, fold } from "./cursor";

/** Reads a scalar without quotes. */
export function plainScalar(cursor: Cursor): string {
  const { text } = cursor;
  const start = cursor.pos;
  const indent = cursor.indent + 1;
  let value = "";
  // What stands on one line is copied at once.
  let from = start;
  let end = start;
  let first = "";
  let others = "";
  let broken = false;
  for (;;) {
    if (cursor.isDocumentIndicator() || cursor.char() === Char.HASH) break;
    const word = cursor.pos;
    const stop = wordEnd(text, word, cursor.flowLevel > 0);
    if (stop > word) {
      if (broken) {
        value += text.slice(from, end) + fold(first, others);
        from = word;
        first = others = "";
        broken = false;
      }
      end = cursor.pos = stop;
    }
    let c = text.charCodeAt(stop);
    if (!isBlank(c) && !isBreak(c)) break;
    for (; isBlank(c) || isBreak(c); c = text.charCodeAt(cursor.pos)) {
      if (isBlank(c)) {
        if (broken && c === Char.TAB && cursor.column < indent)
          throw cursor.fault(start, "found a tab character that violates indentation");
        cursor.pos++;
      } else if (broken) others += cursor.lineBreak();
      else {
        first = cursor.lineBreak();
        broken = true;
      }
    }
    if (cursor.flowLevel === 0 && cursor.column < indent) break;
  }
  if (broken) cursor.keyAllowed = true;
  return value + text.slice(from, end);
}

function wordEnd(text: string, from: number, inFlow: boolean): number {
  for (let i = from; ; i++) {
    const c = text.charCodeAt(i);
    if (isBlankOrEnd(c)) return i;
    if (c === Char.COLON) {
      if (isBlankOrEnd(text.charCodeAt(i + 1))) return i;
    } else if (inFlow && isFlowIndicator(c)) return i;
  }
}

function isFlowIndicator(c: number): boolean {
  return (
    c === Char.COMMA ||
    c === Char.QUESTION ||
    c === Char.LEFT_BRACKET ||
    c === Char.RIGHT_BRACKET ||
    c === Char.LEFT_BRACE ||
    c === Char.RIGHT_BRACE
  );
}
