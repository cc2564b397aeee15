import { Char, isBlank, isBlankOrEnd, isBreak, isBreakOrEnd } from "./characters";
import { YamlFault } from "./fault";
import { Positions } from "./positions";
import { Source } from "./source";

const OTHER_BREAK = /[\r\x85\u2028\u2029]/;

/** Where a scanner stands in a text, and what the scanners of single tokens need to know of it. */
export class Cursor {
  /** Ends with {@link Char.END}, so that no look ahead leaves it. */
  public readonly text: string;
  public readonly positions: Positions;
  public pos = 0;
  /** Offset at which the line begins. */
  public lineStart = 0;
  /** How many `[` and `{` are open. */
  public flowLevel = 0;
  /** Column of the innermost block collection, -1 outside of all. */
  public indent = -1;
  /** Whether a key without `?` may begin here. */
  public keyAllowed = true;

  /** Whether every line of the text ends as on Unix, which is told apart at the speed of memory. */
  private readonly plainBreaks: boolean;

  public constructor(protected readonly source: Source) {
    this.text = `${source.text}\0`;
    this.plainBreaks = !OTHER_BREAK.test(source.text);
    this.positions = new Positions(source.text);
  }

  public get column(): number {
    return this.pos - this.lineStart;
  }

  public char(ahead = 0): number {
    return this.text.charCodeAt(this.pos + ahead);
  }

  /** Steps over a line break, if there is one, and returns what it stands for in a scalar; empty where there is none. */
  public lineBreak(): string {
    const c = this.text.charCodeAt(this.pos);
    if (!isBreak(c)) return "";
    this.pos += c === Char.CR && this.text.charCodeAt(this.pos + 1) === Char.LF ? 2 : 1;
    this.lineStart = this.pos;
    return c === Char.LINE_SEPARATOR || c === Char.PARAGRAPH_SEPARATOR ? String.fromCharCode(c) : "\n";
  }

  /** What line breaks from an offset up to the cursor stand for, if nothing but white space is between them. */
  public breaksSince(from: number, count: number): string {
    if (count === 0) return "";
    if (this.plainBreaks) return "\n".repeat(count);
    return this.text
      .slice(from, this.pos)
      .replace(/[ \t]+/g, "")
      .replace(/\r\n?|\x85/g, "\n");
  }

  public skipBlanks(): void {
    while (isBlank(this.text.charCodeAt(this.pos))) this.pos++;
  }

  /** To the next line break. */
  public skipLine(): void {
    if (this.plainBreaks) {
      const end = this.text.indexOf("\n", this.pos);
      this.pos = end < 0 ? this.text.length - 1 : end;
    } else while (!isBreakOrEnd(this.text.charCodeAt(this.pos))) this.pos++;
  }

  /** Whether `---` or `...` begins here. */
  public isDocumentIndicator(): boolean {
    if (this.pos !== this.lineStart) return false;
    const c = this.char();
    return (c === Char.HYPHEN || c === Char.DOT) && this.char(1) === c && this.char(2) === c && isBlankOrEnd(this.char(3));
  }

  /** A mistake in the text, on the line that yaml.v3 names: that of the context unless it is the first, else where the scanner stands. */
  public fault(context: number, problem: string): YamlFault {
    if (this.source.fault !== undefined && this.pos >= this.source.text.length) return this.source.fault;
    const line = this.positions.line(context);
    return located(line > 1 ? line : this.positions.line(this.pos), problem);
  }
}

/** The text of a fault at a line from 1. Of the first line yaml.v3 does not speak. */
export function located(line: number, problem: string): YamlFault {
  return new YamlFault(line > 1 ? `yaml: line ${line}: ${problem}` : `yaml: ${problem}`);
}

/** Joins the two sides of the line breaks inside a scalar: one break is a space, of several the first is dropped. */
export function fold(first: string, others: string): string {
  if (first !== "\n") return first + others;
  return others === "" ? " " : others;
}
