/** Whether a text holds a value that is known only at apply. Nothing can be said of its contents, so checks let it pass. */
export function holdsToken(text: string): boolean {
  return text.includes("${TfToken[");
}
