/** The part of a stack's JSON that texts in it may refer to. */
export interface Locals {
  readonly [name: string]: unknown;
}

/**
 * What a text in a stack's JSON becomes, as far as that is known before anything is applied. A value known only at apply stands in the result as
 * the expression it comes from, `${var.join_token}`.
 *
 * Understood is what pools write: text, references to locals, and `jsonencode` and `base64encode` of such.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings
 */
export function terraformText(template: string, locals: Locals): string {
  return new Evaluation(locals).text(template);
}

class Evaluation {
  private readonly open = new Set<string>();

  public constructor(private readonly locals: Locals) {}

  public text(template: string): string {
    let result = "";
    for (let at = 0; at < template.length;) {
      const next = template.slice(at).search(/[$%]\{/);
      if (next < 0) return result + template.slice(at);
      const begin = at + next;
      const sign = template[begin];
      if (begin > at && template[begin - 1] === sign) {
        // `$${` is Terraform's escape of `${`.
        result += `${template.slice(at, begin - 1)}${sign}{`;
        at = begin + 2;
        continue;
      }
      const end = closing(template, begin + 2);
      const whole = template.slice(begin, end + 1);
      result += template.slice(at, begin) + (sign === "$" ? (this.expression(whole.slice(2, -1).trim()) ?? whole) : whole);
      at = end + 1;
    }
    return result;
  }

  /** Undefined where the value is known only at apply. */
  private expression(code: string): string | undefined {
    if (code === '"$"') return "$";
    const call = /^(jsonencode|base64encode)\(([\s\S]*)\)$/.exec(code);
    if (call === null) return this.local(code);
    const argument = this.expression(call[2].trim());
    if (argument === undefined) return undefined;
    return call[1] === "jsonencode" ? JSON.stringify(argument) : Buffer.from(argument, "utf8").toString("base64");
  }

  private local(code: string): string | undefined {
    const name = /^local\.([\w-]+)$/.exec(code)?.[1];
    const value = name !== undefined && Object.hasOwn(this.locals, name) ? this.locals[name] : undefined;
    // What refers to itself Terraform refuses; here it only must come to an end.
    if (name === undefined || typeof value !== "string" || this.open.has(name)) return undefined;
    this.open.add(name);
    const text = this.text(value);
    this.open.delete(name);
    return text;
  }
}

/** The place of the brace that ends an expression; the end of the text where there is none. */
function closing(template: string, from: number): number {
  let depth = 1;
  let quoted = false;
  for (let at = from; at < template.length; at++) {
    const c = template[at];
    if (quoted && c === "\\") at++;
    else if (c === '"') quoted = !quoted;
    else if (!quoted && c === "{") depth++;
    else if (!quoted && c === "}" && --depth === 0) return at;
  }
  return template.length;
}
