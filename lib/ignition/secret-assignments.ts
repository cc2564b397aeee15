import { isLiteralSecret } from "./secret-literal";
import { MAY_SAY_SECRET, secretNamed } from "./secret-names";
import { NextOf, SecretSpan } from "./secret-span";

// Bounded where it could read far, here and elsewhere: no text may take time by the square of its length.
const NAME = /(?<![\w./$-])(?<name>[\w.-]{1,128})(?<quote>\\{0,7}["']\]?)?[ \t]{0,32}(?<separator>:=|=>|[:=])/g;
const COMMENT = /^[ \t]*(?:#|;|\/\/)/;
// What may stand before the first name of a line: indentation, list marks, a shell's words.
const LEAD = /^[ \t]*(?:[-?][ \t]+){0,8}(?:(?:export|set|local|readonly)[ \t]+)?["']?/;
const OPENING = /(\\{0,7})(["'`])/y;
const BLOCK = /^[|>][-+0-9]{0,2}[ \t]*(?:#.*)?$/;
const INDENTATION = /^[ \t]*/;

/**
 * Values of names that say they are secret, in the ways in which environment files, units, INI, TOML, YAML, JSON, properties, query strings
 * and connection strings write them. Read line by line, with no grammar of any of them: `NAME=value`, `name = value`, `name: value`,
 * `"name": "value"`, `name: |`. Comments are left out.
 */
export function* assignedSecrets(text: string): Generator<SecretSpan> {
  if (!MAY_SAY_SECRET.test(text)) return;
  const lines = text.split("\n");
  for (let i = 0, offset = 0; i < lines.length; offset += lines[i].length + 1, i++) {
    if (!MAY_SAY_SECRET.test(lines[i]) || COMMENT.test(lines[i])) continue;
    const line = new Line(lines[i]);
    let blockKind: string | undefined;
    for (const { start, end, kind, block } of line.assigned()) {
      if (block) blockKind = kind;
      else yield { start: offset + start, end: offset + end, kind };
    }
    if (blockKind === undefined) continue;
    // The value is in the lines below that are indented further.
    const depth = indentation(lines[i]);
    let size = 0;
    let last = i;
    while (last + 1 < lines.length && (lines[last + 1].trim() === "" || indentation(lines[last + 1]) > depth))
      size += lines[++last].length + 1;
    const start = offset + lines[i].length + 1;
    if (last > i && isLiteralSecret(text.slice(start, start + size))) yield { start, end: start + size - 1, kind: blockKind };
    while (i < last) offset += lines[i++].length + 1;
  }
}

function indentation(line: string): number {
  return INDENTATION.exec(line)?.[0].length ?? 0;
}

interface Assigned {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  /** Whether the value is in the lines that follow. */
  readonly block: boolean;
}

class Line {
  private readonly lead: number;
  private readonly wordEnd: NextOf;
  private readonly pairEnd: NextOf;
  private readonly itemEnd: NextOf;
  private readonly comment: NextOf;
  private readonly closings = new Map<string, NextOf>();
  private trimmedFrom = -1;
  private trimmedTo = -1;

  public constructor(private readonly line: string) {
    this.lead = LEAD.exec(line)?.[0].length ?? 0;
    // In text that is itself in a string of JSON the end of a line is written as an escape.
    this.wordEnd = new NextOf(line, /[\s"'`]|\\[nrt"]/);
    this.pairEnd = new NextOf(line, /[\s"'`&;]|\\[nrt"]/);
    this.itemEnd = new NextOf(line, /[,}\]]/);
    this.comment = new NextOf(line, /(?<=[ \t])#/);
  }

  public *assigned(): Generator<Assigned> {
    let covered = 0;
    for (const match of this.line.matchAll(NAME)) {
      const { name = "", quote = "", separator = "" } = match.groups ?? {};
      if (match.index < covered || this.isExpansion(match.index)) continue;
      // Of "\nNAME=" in a string of JSON the n is no part of the name.
      const escaped = this.line[match.index - 1] === "\\";
      const kind = secretNamed(escaped ? name.slice(1) : name);
      if (kind === undefined) continue;
      const behind = match.index + match[0].length;
      const value = separator === ":" ? this.mapped(match.index, behind, quote !== "") : this.assignedTo(match.index, behind);
      if (value === undefined) continue;
      const [start, end] = value;
      if (separator === ":" && BLOCK.test(this.line.slice(start, Math.min(end, start + 8)))) yield { start, end, kind, block: true };
      else if (isLiteralSecret(this.line.slice(start, end))) {
        covered = end;
        yield { start, end, kind, block: false };
      }
    }
  }

  /** `${NAME:-…}` is a reference. */
  private isExpansion(at: number): boolean {
    return this.line[at - 1] === "{" && this.line[at - 2] === "$";
  }

  /** The value behind a colon, which separates much else: a name before it must be the first of its line, in quotes or in braces. */
  private mapped(at: number, behind: number, quoted: boolean): [start: number, end: number] | undefined {
    const next = this.line[behind];
    const opened = this.openedBefore(at);
    if (next !== undefined && next !== " " && next !== "\t" && !quoted && next !== '"' && next !== "'") return undefined;
    const before = this.before(at);
    const inFlow = before === "{" || before === ",";
    if (!quoted && !inFlow && opened === undefined && at !== this.lead) return undefined;
    const start = this.skipSpace(behind);
    // A prompt: the quote ends there.
    if (!quoted && this.line[start] === opened) return undefined;
    const string = this.quotedAt(start);
    if (string !== undefined) return string;
    if (this.line[start] === "{" && this.line[start + 1] !== "{") return undefined;
    if (this.line[start] === "[") return undefined;
    if (inFlow || quoted) return this.trimmed(start, this.itemEnd.at(start));
    return this.trimmed(start, opened === undefined ? this.line.length : this.closing(opened, start));
  }

  private assignedTo(at: number, behind: number): [start: number, end: number] | undefined {
    if (this.line[behind] === "=" || this.line[behind] === "~") return undefined;
    const start = this.skipSpace(behind);
    const string = this.quotedAt(start);
    if (string !== undefined) return string;
    if (this.line[start] === "{" || this.line[start] === "[") return undefined;
    const opened = this.openedBefore(at);
    if (opened !== undefined) return this.trimmed(start, this.before(at) === ";" ? this.pairEnd.at(start) : this.closing(opened, start));
    if (at === this.lead) {
      // `NAME=$(command) and more`: what the first word is, the value is.
      const [, end] = this.trimmed(start, this.line.length);
      return isLiteralSecret(this.line.slice(start, this.wordEnd.at(start))) ? [start, end] : undefined;
    }
    const before = this.line[at - 1];
    return this.trimmed(start, before === "?" || before === "&" || before === ";" ? this.pairEnd.at(start) : this.wordEnd.at(start));
  }

  /** The inside of a string in quotes, which may be escaped as in a string within a string. */
  private quotedAt(start: number): [start: number, end: number] | undefined {
    OPENING.lastIndex = start;
    const opening = OPENING.exec(this.line);
    if (opening === null) return undefined;
    const inside = start + opening[0].length;
    return [inside, this.closing(opening[0], inside)];
  }

  private closing(opening: string, from: number): number {
    const quote = opening.at(-1) ?? "";
    const escapes = opening.length - 1;
    const closing =
      this.closings.get(opening) ??
      // A quote with a backslash before it is inside; of an escaped string each has its own.
      new NextOf(this.line, new RegExp(escapes === 0 ? String.raw`(?<!(?<!\\)\\)${quote}` : String.raw`\\{${escapes}}${quote}`));
    this.closings.set(opening, closing);
    return closing.at(from);
  }

  private openedBefore(at: number): string | undefined {
    const before = this.line[at - 1];
    return before === '"' || before === "'" ? before : undefined;
  }

  private before(at: number): string | undefined {
    let i = at - 1;
    while (i >= 0 && i > at - 32 && (this.line[i] === " " || this.line[i] === '"' || this.line[i] === "'")) i--;
    return this.line[i];
  }

  private skipSpace(from: number): number {
    let i = from;
    while (this.line[i] === " " || this.line[i] === "\t") i++;
    return i;
  }

  /** A value without a comment, a continuation and white space behind it. */
  private trimmed(start: number, limit: number): [start: number, end: number] {
    const end = Math.max(start, Math.min(limit, this.comment.at(start)));
    if (this.trimmedFrom !== end) {
      this.trimmedFrom = this.trimmedTo = end;
      while (this.trimmedTo > 0 && /[\s\\,;]/.test(this.line[this.trimmedTo - 1])) this.trimmedTo--;
    }
    return [start, Math.max(start, this.trimmedTo)];
  }
}
