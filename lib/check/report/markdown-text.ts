import { printable } from "../../ignition/printable";

/**
 * A word that means nothing in Markdown, and nothing to a forge either: in quotes and brackets, with punctuation behind it. What is no such word is a name,
 * or acts as one (`@team`, `#12`, `:tada:`, an address of the web).
 */
const PLAIN = /^[("'“‘]*(?:\p{L}[\p{L}\p{M}\p{N}]*(?:['’-][\p{L}\p{M}\p{N}]+)*|\p{Nd}+(?:[.,]\p{Nd}+)*%?|[–—…→≤≥×%+=-])[)"'”’.,;:!?…]*$/u;

/** What a forge makes links of though it is a word: numbers of issues, hashes of commits. */
const REFERENCE = /\bGH-\d|\b[0-9a-f]{7,}\b/i;

/** Punctuation around a name, which stays outside of it. */
const AROUND = /^([("'“‘]*)(.*?)([)"'”’.,;:!?…]*)$/su;

/** A sentence as Markdown shows it: words stay, all else is code, in which nothing acts. It is one line. */
export function prose(text: string): string {
  return printable(text)
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((word) => {
      if (PLAIN.test(word) && !REFERENCE.test(word)) return word;
      const [, before, name, behind] = AROUND.exec(word) ?? ["", "", word, ""];
      return name === "" ? code(word) : before + code(name) + behind;
    })
    .join(" ");
}

/** A name as code, in one line. */
export function code(name: string): string {
  const text = printable(name);
  if (text === "") return '""';
  const fence = "`".repeat(longestRun(text) + 1);
  // A space on both sides goes, where there is more than spaces.
  const space = /^`|`$|^ .* $/.test(text) && text.trim() !== "" ? " " : "";
  return `${fence}${space}${text}${space}${fence}`;
}

/** What has been made of {@link prose} and {@link code} as a cell of a table, in which a pipe is escaped in code too. */
export function cell(markdown: string): string {
  return markdown.replaceAll("|", "\\|");
}

/** A name as code where Markdown is not read: between tags. */
export function htmlCode(name: string): string {
  return `<code>${printable(name).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)}</code>`;
}

/** Lines as a block of code that nothing in them ends. */
export function codeBlock(language: string, lines: readonly string[]): string {
  const fence = "`".repeat(Math.max(3, longestRun(lines.join("\n")) + 1));
  return `${fence}${language}\n${lines.join("\n")}\n${fence}`;
}

/** A text cut after so many characters, which are never halved. */
export function clipped(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most).replace(/[\ud800-\udbff]$/, "")}…`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
