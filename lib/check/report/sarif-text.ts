/**
 * A text as a message of SARIF, in which a brace is the place of an argument, and a bracket before a parenthesis the text of a link.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html#_Toc141790713
 */
export function messageText(text: string): string {
  return text.replace(/[{}]/g, (brace) => brace + brace).replaceAll("](", "] (");
}

/** A text that ends as a sentence does. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
