import { Char, isBlank, isBlankOrEnd, isBreak } from "./characters";
import { Cursor, fold } from "./cursor";
import { TextBuilder } from "./text-builder";

/** Reads a scalar without quotes. */
export function plainScalar(cursor: Cursor): string {
  const { text } = cursor;
  const start = cursor.pos;
  let builder: TextBuilder | undefined;
  // What stands on one line is copied at once.
  let from = start;
  let end = start;
  let folded = "";
  for (;;) {
    if (cursor.isDocumentIndicator() || cursor.char() === Char.HASH) break;
    const word = cursor.pos;
    const stop = wordEnd(text, word, cursor.flowLevel > 0);
    if (stop > word) {
      if (folded !== "") {
        builder ??= new TextBuilder();
        builder.add(text.slice(from, end));
        builder.add(folded);
        from = word;
        folded = "";
      }
      end = cursor.pos = stop;
    }
    const c = text.charCodeAt(stop);
    if (!isBlank(c) && !isBreak(c)) break;
    folded = whiteSpace(cursor, start);
    if (cursor.flowLevel === 0 && cursor.column <= cursor.indent) break;
  }
  if (folded !== "") cursor.keyAllowed = true;
  const last = text.slice(from, end);
  return builder === undefined ? last : builder.end(last);
}

/** Steps over white space, and returns what its line breaks stand for; empty where there is none. */
function whiteSpace(cursor: Cursor, start: number): string {
  let first = "";
  let count = 0;
  let others = cursor.pos;
  for (let c = cursor.char(); isBlank(c) || isBreak(c); c = cursor.char()) {
    if (isBlank(c)) {
      if (first !== "" && c === Char.TAB && cursor.column <= cursor.indent) {
        throw cursor.fault(start, "found a tab character that violates indentation");
      }
      cursor.pos++;
    } else if (first === "") {
      first = cursor.lineBreak();
      others = cursor.pos;
    } else {
      cursor.lineBreak();
      count++;
    }
  }
  return first === "" ? "" : fold(first, cursor.breaksSince(others, count));
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
