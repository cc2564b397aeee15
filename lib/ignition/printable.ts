import { goQuoted } from "./go-quote";

/**
 * A text without characters that would steer a terminal or cannot be seen, other than the tab, in the form Go quotes them: control characters, those that
 * turn the direction of a text around, those without width. It is one line then.
 */
export function printable(text: string): string {
  return text.replace(/(?!\t)[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => goQuoted(character).slice(1, -1));
}
