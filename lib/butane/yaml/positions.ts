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
  private starts?: readonly number[];

  public constructor(private readonly text: string) {}

  public at(offset: number): Position {
    const starts = (this.starts ??= lineStarts(this.text));
    if (offset > this.text.length) return { line: starts.length + 1, column: 1 };
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: characters(this.text, starts[low], offset) + 1 };
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

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (!isBreak(code) || (code === Char.CR && text.charCodeAt(i + 1) === Char.LF)) continue;
    starts.push(i + 1);
  }
  return starts;
}
