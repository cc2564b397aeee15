import { Char, isBreak } from "./characters";

/** A place in a text: line and column in characters, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Turns offsets into lines and columns as yaml.v3 counts them. Nothing is counted before somebody asks.
 *
 * The offset one past the end of a text is the line that yaml.v3 begins at the end of the stream, where the text lacks its last line break.
 */
export class Positions {
  private starts?: Uint32Array;
  /** The place that was asked for last: the next is mostly behind it, and a line may be as long as the text. */
  private last = { lineStart: 0, offset: 0, characters: 0 };

  public constructor(private readonly text: string) {}

  public at(offset: number): Position {
    const line = this.line(offset);
    if (offset > this.text.length) return { line, column: 1 };
    const lineStart = this.lineStarts()[line - 1];
    const { last } = this;
    const near = last.lineStart === lineStart && last.offset <= offset ? last : { offset: lineStart, characters: 0 };
    this.last = { lineStart, offset, characters: near.characters + characters(this.text, near.offset, offset) };
    return { line, column: this.last.characters + 1 };
  }

  public line(offset: number): number {
    const starts = this.lineStarts();
    if (offset > this.text.length) return starts.length + 1;
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  private lineStarts(): Uint32Array {
    return (this.starts ??= lineStarts(this.text));
  }
}

/** How many characters stand between two offsets. */
export function characters(text: string, from: number, to: number): number {
  let count = to - from;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0xdc00 && code <= 0xdfff) count--;
  }
  return count;
}

// Counted first: a text may be nothing but line breaks, and a list that grows takes several times as much.
function lineStarts(text: string): Uint32Array {
  let count = 1;
  for (let i = 0; i < text.length; i++) if (endsLine(text, i)) count++;
  const starts = new Uint32Array(count);
  for (let i = 0, line = 1; line < count; i++) if (endsLine(text, i)) starts[line++] = i + 1;
  return starts;
}

function endsLine(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return isBreak(code) && !(code === Char.CR && text.charCodeAt(at + 1) === Char.LF);
}
