import { CodeBlock } from "./markdown";

/** A call of the program that a text tells people to make. */
export interface CommandLine {
  /** What stands behind the program's name. */
  readonly args: readonly string[];
  /** The call as it is written. */
  readonly text: string;
}

/** The calls of `cdktf-flatcar` in a text of shell, or in one that speaks of them: what follows the name up to the end of the command. */
export function commandLines(text: string): CommandLine[] {
  const whole = text.replace(/\\\n\s*/g, " ");
  return [...whole.matchAll(/(?<![\w./-]|install )(?:npx )?cdktf-flatcar ([a-z-][^\n]*)/g)].map((match) => ({
    args: wordsOf(match[1]),
    text: match[0],
  }));
}

/** The calls in a page's blocks of shell and YAML, and in its code in the text. */
export function commandLinesOf(markdown: string, blocks: readonly CodeBlock[]): CommandLine[] {
  const shell = blocks.filter(({ language }) => ["sh", "yaml", ""].includes(language)).flatMap(({ text }) => commandLines(text));
  const prose = markdown.replace(/^```[\s\S]*?^```\s*$/gm, "");
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)].flatMap((match) => commandLines(match[1]));
  return [...shell, ...spans];
}

function wordsOf(command: string): string[] {
  const words: string[] = [];
  for (const match of command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)) {
    const word = match[1] ?? match[2] ?? match[3];
    const isQuoted = match[3] === undefined;
    // What ends a command, or begins a comment.
    if (!isQuoted && /^([|&;>#]|-->|\d>)/.test(word)) break;
    words.push(isQuoted ? word : word.replace(/;$/, ""));
    if (!isQuoted && word.endsWith(";")) break;
  }
  return words;
}
