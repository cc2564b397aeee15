import { Char, isBlank, isBreak } from "./characters";
import { Cursor } from "./cursor";

// As far as yaml.v3 looks for the next comment.
const LOOK_AHEAD = 512;

/**
 * Steps over the comment that follows a token on its line. Tabs before it are taken here that would not be taken in front of a token.
 * A number sign that follows a token at once begins a comment too.
 */
export function skipLineComment(cursor: Cursor): void {
  const { text } = cursor;
  let at = cursor.pos;
  while (isBlank(text.charCodeAt(at))) at++;
  if (text.charCodeAt(at) !== Char.HASH || at - cursor.pos >= LOOK_AHEAD || followsBreak(text, cursor.pos)) return;
  cursor.pos = at;
  cursor.skipLine();
}

/** Steps over the comment that begins here and over those on the lines below it, to the end of the last one's line. */
export function skipComments(cursor: Cursor): void {
  const { text } = cursor;
  for (;;) {
    cursor.skipLine();
    // The break that ends the comment is not looked at again.
    let at = cursor.pos + 1;
    let c = text.charCodeAt(at);
    while (at - cursor.pos < LOOK_AHEAD && (isBlank(c) || c === Char.LF || c === Char.CR)) c = text.charCodeAt(++at);
    if (c !== Char.HASH || at - cursor.pos >= LOOK_AHEAD || !isAscii(text.charCodeAt(cursor.pos))) return;
    while (cursor.pos < at) if (cursor.lineBreak() === "") cursor.pos++;
  }
}

function followsBreak(text: string, pos: number): boolean {
  let at = pos - 1;
  while (at >= 0 && isBlank(text.charCodeAt(at))) at--;
  return at >= 0 && isBreak(text.charCodeAt(at));
}

// yaml.v3 looks ahead in bytes, and takes the second byte of a longer line break for the beginning of content.
function isAscii(c: number): boolean {
  return c < 0x80;
}
