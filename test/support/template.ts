/**
 * The text that Terraform makes of a template of literal text: its escapes `$${` and `%%{` undone, and the one expression that a literal
 * needs, `${"$"}`. Throws for any other expression, whose value nobody knows here.
 *
 * The rules are Terraform's own, https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences; the conformance tests
 * hold them against the real one.
 */
export function readTemplate(template: string): string {
  let text = "";
  for (let at = 0; at < template.length;) {
    const rest = template.slice(at, at + 6);
    const [length, piece] = rest.startsWith("$${")
      ? [3, "${"]
      : rest.startsWith("%%{")
        ? [3, "%{"]
        : rest.startsWith('${"$"}')
          ? [6, "$"]
          : [1, rest[0]];
    if (length === 1 && /^[$%]\{/.test(rest)) throw new Error(`an expression at ${at}: ${template.slice(at, at + 60)}`);
    text += piece;
    at += length;
  }
  return text;
}
