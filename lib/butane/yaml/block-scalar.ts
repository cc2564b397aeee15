import { Char, isBlank, isBreakOrEnd, isDigit } from "./characters";
import { Cursor } from "./cursor";
import { TextBuilder } from "./text-builder";

enum Chomping {
  STRIP,
  CLIP,
  KEEP,
}

/** Reads a scalar after `|` or `>`. */
export function blockScalar(cursor: Cursor, literal: boolean): string {
  const { text } = cursor;
  const start = cursor.pos++;
  const { chomping, increment } = header(cursor, start);
  const breaks = new Breaks(cursor, start, increment === 0 ? 0 : Math.max(cursor.indent, 0) + increment);
  breaks.read();

  const builder = new TextBuilder();
  let leading = "";
  let wasBlank = false;
  while (cursor.column === breaks.indent && cursor.char() !== Char.END) {
    const startsBlank = isBlank(cursor.char());
    const between = breaks.text();
    if (literal || leading !== "\n" || wasBlank || startsBlank) builder.add(leading + between);
    else builder.add(between === "" ? " " : between);
    wasBlank = startsBlank;
    const from = cursor.pos;
    cursor.skipLine();
    builder.add(text.slice(from, cursor.pos));
    leading = cursor.lineBreak();
    breaks.read();
  }
  return builder.end((chomping === Chomping.STRIP ? "" : leading) + (chomping === Chomping.KEEP ? breaks.text() : ""));
}

/** The indicators of chomping and indentation in either order, and the rest of their line. */
function header(cursor: Cursor, start: number): { chomping: Chomping; increment: number } {
  let chomping = chompingOf(cursor.char());
  if (chomping !== Chomping.CLIP) cursor.pos++;
  let increment = 0;
  if (isDigit(cursor.char())) {
    increment = cursor.char() - Char.DIGIT_0;
    if (increment === 0) throw cursor.fault(start, "found an indentation indicator equal to 0");
    cursor.pos++;
    if (chomping === Chomping.CLIP) {
      chomping = chompingOf(cursor.char());
      if (chomping !== Chomping.CLIP) cursor.pos++;
    }
  }
  cursor.skipBlanks();
  if (cursor.char() === Char.HASH) cursor.skipLine();
  if (!isBreakOrEnd(cursor.char())) throw cursor.fault(start, "did not find expected comment or line break");
  cursor.lineBreak();
  return { chomping, increment };
}

function chompingOf(c: number): Chomping {
  return c === Char.PLUS ? Chomping.KEEP : c === Char.HYPHEN ? Chomping.STRIP : Chomping.CLIP;
}

/** The empty lines between two lines of a block scalar. Those before the first tell how deep it is indented, if its header does not. */
class Breaks {
  private from = 0;
  private count = 0;

  public constructor(
    private readonly cursor: Cursor,
    private readonly start: number,
    /** Column of the lines' text; 0 as long as it is not known. */
    public indent: number,
  ) {}

  public text(): string {
    return this.cursor.breaksSince(this.from, this.count);
  }

  public read(): void {
    const { cursor } = this;
    let deepest = 0;
    this.from = cursor.pos;
    this.count = 0;
    for (;;) {
      while ((this.indent === 0 || cursor.column < this.indent) && cursor.char() === Char.SPACE) cursor.pos++;
      deepest = Math.max(deepest, cursor.column);
      if ((this.indent === 0 || cursor.column < this.indent) && cursor.char() === Char.TAB) {
        throw cursor.fault(this.start, "found a tab character where an indentation space is expected");
      }
      if (cursor.lineBreak() === "") break;
      this.count++;
    }
    if (this.indent === 0) this.indent = Math.max(deepest, cursor.indent + 1, 1);
  }
}
