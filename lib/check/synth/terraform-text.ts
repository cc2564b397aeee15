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

/**
 * The same, byte for byte as Terraform has it, where all of it is known before anything is applied; undefined where it is not.
 *
 * @param variables the values of the variables that are known
 */
export function knownText(template: string, locals: Locals, variables: ReadonlyMap<string, string> = new Map()): string | undefined {
  const evaluation = new Evaluation(locals, variables);
  const text = evaluation.text(template);
  return evaluation.isKnown ? text : undefined;
}

/** A text in which nothing stands for what is known only at apply. */
export interface LeastText {
  readonly text: string;
  /** Whether it is all of the text. */
  readonly isWhole: boolean;
}

/** The least that a text becomes: what it is where every value that is known only at apply is empty. */
export function leastText(template: string, locals: Locals): LeastText {
  const evaluation = new Evaluation(locals, undefined, () => "");
  const text = evaluation.text(template);
  return { text, isWhole: evaluation.isKnown };
}

/** What jsonencode escapes, and JSON.stringify does not: https://pkg.go.dev/encoding/json#HTMLEscape */
const ESCAPED_BY_GO = /[<>&\u2028\u2029]/g;

class Evaluation {
  /** Whether what was evaluated is exact, and no expression left in it. */
  public isKnown = true;
  private readonly open = new Set<string>();

  public constructor(
    private readonly locals: Locals,
    private readonly variables: ReadonlyMap<string, string> = new Map(),
    /** What stands for an expression whose value is not known. */
    private readonly unknown: (expression: string) => string = (expression) => expression,
  ) {}

  public text(template: string): string {
    // Terraform normalises every text, which would have to be done at each step.
    if (template !== template.normalize("NFC")) this.isKnown = false;
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
      const value = sign === "$" ? this.expression(whole.slice(2, -1).trim()) : undefined;
      if (value === undefined) this.isKnown = false;
      result += template.slice(at, begin) + (value ?? this.unknown(whole));
      at = end + 1;
    }
    return result;
  }

  /** Undefined where the value is known only at apply. */
  private expression(code: string): string | undefined {
    if (code === '"$"') return "$";
    const call = /^(jsonencode|base64encode)\(([\s\S]*)\)$/.exec(code);
    if (call === null) return this.variables.get(/^var\.([\w-]+)$/.exec(code)?.[1] ?? "") ?? this.local(code);
    const argument = this.expression(call[2].trim());
    if (argument === undefined) return undefined;
    return call[1] === "jsonencode" ? this.json(argument) : Buffer.from(argument, "utf8").toString("base64");
  }

  private json(text: string): string {
    // Versions of Go write these in one way or the other.
    if (/[\b\f]/.test(text)) this.isKnown = false;
    return JSON.stringify(text).replace(ESCAPED_BY_GO, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
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
