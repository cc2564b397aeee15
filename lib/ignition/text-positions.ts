/** A place in a text as the real tools print it. */
export interface TextPosition {
  /** From 1; 0 for what is not in the text. */
  readonly line: number;
  /** In bytes, from 1; 0 for what is not in the text. */
  readonly column: number;
}

/** Lines and columns of a text, worked out when the first is asked for. */
export class TextPositions {
  private starts?: Uint32Array;

  public constructor(
    /** The bytes as the characters U+0000 to U+00FF. */
    private readonly bytes: string,
  ) {}

  public at(offset: number): TextPosition {
    if (offset >= this.bytes.length) return { line: 0, column: 0 };
    this.starts ??= lineStarts(this.bytes);
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.starts[low] + 1 };
  }
}

// Counted first: a text may be nothing but line feeds, and a list that grows takes several times as much.
function lineStarts(bytes: string): Uint32Array {
  let count = 1;
  for (let at = bytes.indexOf("\n"); at >= 0; at = bytes.indexOf("\n", at + 1)) count++;
  const starts = new Uint32Array(count);
  for (let at = bytes.indexOf("\n"), line = 1; at >= 0; at = bytes.indexOf("\n", at + 1)) starts[line++] = at + 1;
  return starts;
}
