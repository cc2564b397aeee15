/**
 * A value that Terraform knows only at apply stands in a config as `${TfToken[...]}` (in a list as `#{TfToken[...]}`).
 * Nothing can be said about the text it will become, so every check of contents lets it pass.
 */
const PLACEHOLDER = /[$#]\{TfToken\[/;

/** Whether a text holds a placeholder of a value known only at apply. */
export function containsTokenPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text);
}
