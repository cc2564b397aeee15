import { Char, isBlank, isBreak, isBreakOrEnd } from "./characters";
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

/** A comment of one or more lines, as yaml.v3 puts them together. Where a block ends is told by it: hence by some empty values too. */
export interface Comment {
  readonly at: number;
  /** Where yaml.v3 says it begins: a column too far to the right and, but for the first, mostly a line too high. */
  readonly mark: number;
  /** Of its number sign, from 1. */
  readonly column: number;
  /** Offset from which yaml.v3 looked for it. */
  readonly from: number;
  readonly end: number;
}

/**
 * Steps over the comment that begins here and over those on the lines below it, to the end of the last one's line.
 *
 * @param from - offset at which the white space before it begins
 * @param afterColon - whether the token before that is a colon
 */
export function skipComments(cursor: Cursor, from: number, afterColon: boolean, found: Comment[]): void {
  new Comments(cursor, from, afterColon, found).skip();
}

class Comments {
  private readonly indent: number;
  /** Line, counted from that of the first comment, of those that belong to what stands above. */
  private readonly footLine: number | undefined;
  /** Whether there was no empty line yet. */
  private firstEmpty: boolean;
  private at: number;
  private column: number;
  private line = 0;
  private open: { readonly at: number; readonly mark: number; readonly column: number; readonly line: number } | undefined;

  public constructor(
    private readonly cursor: Cursor,
    private from: number,
    afterColon: boolean,
    private readonly found: Comment[],
  ) {
    const breaks = breaksBefore(cursor.text, cursor.pos);
    this.indent = Math.max(cursor.indent, 0);
    if (!afterColon && isBeyondFirstLine(cursor.text, from)) this.footLine = breaks > 0 || cursor.column <= 1 ? 1 - breaks : 2;
    this.firstEmpty = breaks <= 1;
    this.at = cursor.pos;
    this.column = cursor.column + 1;
  }

  public skip(): void {
    const { cursor } = this;
    let line = 0;
    do {
      this.closeWhereDedented();
      const starts = [cursor.lineStart];
      while (cursor.pos < this.at) {
        if (cursor.lineBreak() === "") cursor.pos++;
        else starts.push(cursor.lineStart);
      }
      this.open ??= {
        at: this.at,
        mark: (starts[this.line - line] ?? cursor.lineStart) + this.column,
        column: this.column,
        line: this.line,
      };
      // yaml.v3 counts on from the line it has read, not from the one it has seen.
      line += starts.length - 1;
      this.line = line;
      cursor.skipLine();
    } while (this.findNext());
    this.close(this.at - 1);
  }

  /** Looks behind the end of a comment for the next one, and tells whether there is any. */
  private findNext(): boolean {
    const { text, pos: end } = this.cursor;
    // The break that ends the comment is not looked at again. Breaks of more than a byte are, and their second byte is no white space.
    let isContent = text.charCodeAt(end) > 0x7f;
    let recentEmpty = false;
    this.at = end;
    this.column = 0;
    for (;;) {
      this.column++;
      if (++this.at - end >= LOOK_AHEAD) return false;
      const c = text.charCodeAt(this.at);
      if (isContent || !(isBlank(c) || isBreakOrEnd(c) || Number.isNaN(c))) {
        if (c === Char.HASH && !isContent) return true;
        this.closeWhereDedented();
        return false;
      }
      if (isBlank(c)) continue;
      if (!recentEmpty) this.closeAtEmptyLine();
      if (!isBreak(c)) return false;
      this.firstEmpty = false;
      recentEmpty = true;
      this.column = 0;
      this.line++;
      isContent = c > 0x7f;
    }
  }

  private closeWhereDedented(): void {
    if (this.open !== undefined && this.column - 1 < this.indent && this.column !== this.open.column) this.close(this.at);
  }

  private closeAtEmptyLine(): void {
    if (this.open === undefined || !this.firstEmpty) return;
    if (this.open.line === this.footLine || this.open.column - 1 < this.indent) this.close(this.at);
  }

  private close(end: number): void {
    if (this.open === undefined) return;
    this.found.push({ at: this.open.at, mark: this.open.mark, column: this.open.column, from: this.from, end });
    this.open = undefined;
    this.from = end;
  }
}

/** How many line breaks stand between the last character that is no white space and an offset. */
function breaksBefore(text: string, pos: number): number {
  let breaks = 0;
  for (let at = pos - 1; at >= 0; at--) {
    const c = text.charCodeAt(at);
    if (isBreak(c)) {
      if (c === Char.LF && text.charCodeAt(at - 1) === Char.CR) at--;
      breaks++;
    } else if (!isBlank(c)) break;
  }
  return breaks;
}

function isBeyondFirstLine(text: string, pos: number): boolean {
  for (let at = 0; at < pos; at++) if (isBreak(text.charCodeAt(at))) return true;
  return false;
}

function followsBreak(text: string, pos: number): boolean {
  let at = pos - 1;
  while (at >= 0 && isBlank(text.charCodeAt(at))) at--;
  return at >= 0 && isBreak(text.charCodeAt(at));
}
