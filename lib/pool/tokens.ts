import {
  DefaultTokenResolver,
  IResolvable,
  IResolveContext,
  StringConcat,
  TerraformLocal,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
  Token,
  Tokenization,
} from "cdktf";
import { IConstruct } from "constructs";

// What cdktf writes in place of a value it does not know yet. The form is the same in cdktf and cdktn.
const TOKEN = /\$\{TfToken\[[^\]]*\]\}/g;

/** A text in pieces: literal ones and tokens, in order. Empty literals are left out. */
export interface TextPiece {
  readonly text: string;
  readonly token: boolean;
}

/** Whether a text holds a value that is known only later. */
export function hasToken(text: string): boolean {
  return text.includes("${TfToken[");
}

/** The pieces of a text. */
export function textPieces(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), token: false });
    pieces.push({ text: match[0], token: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), token: false });
  return pieces;
}

/** Whether a text holds a list that is known only later, which no text can. */
export function hasListToken(text: string): boolean {
  return text.includes("#{TfToken[");
}

// cdktf writes such a number as one near the end of the range of doubles (0xfbff… in its first bits).
const NUMBER_TOKEN = /-8\.10956221\d*e\+298/;

/** Whether a text holds the digits in which cdktf writes a number that is known only later: in a text nobody puts the number in their place. */
export function hasNumberToken(text: string): boolean {
  return NUMBER_TOKEN.test(text);
}

/** A text without its tokens: what is known of it, and so the least it will become. */
export function withoutTokens(text: string): string {
  return text.replace(TOKEN, "");
}

/**
 * Literal text as Terraform's template language has to be given it to read the same text. Tokens pass untouched.
 *
 * Beside tokens a `$` that something could follow is written as an expression. Right before a token it would make `$${…}`, Terraform's escape,
 * and the token's address would be printed in place of its value. And `$${`, the escape for `${`, is for cdktf the beginning of an
 * expression, so that it writes the tokens behind it, up to the next `}`, as bare addresses.
 *
 * @param besideTokens whether the text comes to stand in one string with tokens; by default whether it holds some itself
 */
export function escapeTemplate(text: string, besideTokens = hasToken(text)): string {
  // Most texts have nothing to escape, and the largest are long.
  if (!/[$%]/.test(text)) return text;
  const pieces = textPieces(text);
  return pieces
    .map((piece, i) => {
      if (piece.token) return piece.text;
      const literal = piece.text.replace(/%\{/g, "%%{");
      if (!besideTokens) return literal.replace(/\$\{/g, "$$${");
      return literal.replace(pieces[i + 1]?.token ? /\$+(?=\{|$)/g : /\$+(?=\{)/g, (run) => '${"$"}'.repeat(run.length));
    })
    .join("");
}

/** Whether a value of any kind is one that is known only later. Guards ask this first. */
export function isToken(value: unknown): boolean {
  return Token.isUnresolved(value);
}

// What an expression may begin a reference with, beside the type of a managed resource or a module.
const KNOWN_AT_PLAN = ["var", "data", "path", "terraform", "each", "count"];
const REFERENCE = /(?<![\w.-])([A-Za-z_][\w-]*)\.([A-Za-z_][\w-]*)/g;
const STRING = /"(?:[^"\\]|\\.)*"/g;

/**
 * Whether a token may be unknown while Terraform plans.
 *
 * Variables and data sources are known then (a data source that reads what the same plan makes is not, but nothing here tells it); an
 * attribute of a managed resource need not be. A local is as known as what it is made of.
 */
export function mayBeUnknownAtPlan(scope: IConstruct, value: string): boolean {
  return hasToken(value) && holdsUnknown(scope, value, new Set());
}

/**
 * The names of the sensitive variables that a text with tokens is made of, directly or by locals. Terraform's own marks are more: those of an
 * attribute that its provider calls sensitive are not seen here.
 */
export function sensitiveVariablesIn(scope: IConstruct, text: string): string[] {
  if (!hasToken(text)) return [];
  const names = new Set([...referencesIn(scope, text, new Set())].flatMap(([root, name]) => (root === "var" ? [name] : [])));
  if (names.size === 0) return [];
  const variables = TerraformStack.of(scope).node.findAll().filter(isVariable);
  return variables
    .filter(({ friendlyUniqueId, sensitive }) => sensitive === true && names.has(friendlyUniqueId))
    .map((v) => v.friendlyUniqueId);
}

function holdsUnknown(scope: IConstruct, value: unknown, seen: Set<string>): boolean {
  for (const [root] of referencesIn(scope, value, seen)) if (!KNOWN_AT_PLAN.includes(root)) return true;
  return false;
}

/** What the expressions in a value refer to, as the first two parts of each address; in the place of a local, what that is made of. */
function* referencesIn(scope: IConstruct, value: unknown, seen: Set<string>): Generator<readonly [root: string, name: string]> {
  if (typeof value === "string") {
    // Text beside the tokens is text, unless somebody wrote an interpolation by hand.
    const expressions = textPieces(value).filter((piece) => piece.token || piece.text.includes("${"));
    for (const piece of expressions) yield* referencesOf(scope, String(resolved(scope, piece.text)), seen);
  } else if (isToken(value)) yield* referencesOf(scope, JSON.stringify(resolved(scope, value)), seen);
  else if (typeof value === "object" && value !== null) for (const item of Object.values(value)) yield* referencesIn(scope, item, seen);
}

function* referencesOf(scope: IConstruct, expression: string, seen: Set<string>): Generator<readonly [root: string, name: string]> {
  // A dot in a string is no reference, but a string can hold an interpolation; then its dots are looked at too, to be on the safe side.
  const code = expression.indexOf("${", 1) < 0 ? expression.replace(STRING, '""') : expression;
  for (const [, root, name] of code.matchAll(REFERENCE)) {
    if (root !== "local") yield [root, name];
    if (root !== "local" || seen.has(name)) continue;
    seen.add(name);
    const locals = TerraformStack.of(scope).node.findAll().filter(isLocal);
    for (const local of locals) if (local.friendlyUniqueId === name) yield* referencesIn(scope, local.toTerraform(), seen);
  }
}

function isVariable(construct: IConstruct): construct is TerraformVariable {
  return construct instanceof TerraformVariable;
}

function isLocal(construct: IConstruct): construct is TerraformLocal {
  return construct instanceof TerraformLocal;
}

/**
 * The address of a resource as `lifecycle` lists want it: bare, and taken at synth, so that a later `overrideLogicalId` holds.
 *
 * cdktf's own `Lazy` records a stack trace for each value, which would be half the cost of a large pool.
 */
export function addressOf(resource: TerraformResource, attribute?: string): string {
  return Token.asString(atSynth(() => bareAddress(resource, attribute)));
}

/**
 * A number attribute of a resource, for another resource of the same stack. The generated getters do the same across stacks, and record
 * a stack trace for it. Not for an argument of `Fn.*`: there the braces would stand twice.
 */
export function numberOf(resource: TerraformResource, attribute: string): number {
  return Token.asNumber(atSynth(() => `\${${bareAddress(resource, attribute)}}`));
}

/** As {@link numberOf}, for a text. */
export function textOf(resource: TerraformResource, attribute: string): string {
  return Token.asString(atSynth(() => `\${${bareAddress(resource, attribute)}}`));
}

/**
 * An expression for outputs and attributes, and for arguments of `Fn.*` and `Op.*`, written at synth, when every address is settled. Without the
 * stack trace that cdktf's own record for each value.
 *
 * @param produce gives the expression without braces
 */
export function expressionOf(produce: () => string): IResolvable {
  return atSynth((context) => (context.suppressBraces === true ? produce() : `\${${produce()}}`));
}

function bareAddress(resource: TerraformResource, attribute: string | undefined): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}${attribute === undefined ? "" : `.${attribute}`}`;
}

function atSynth(produce: (context: IResolveContext) => string): IResolvable {
  const value: IResolvable = { creationStack: [], resolve: produce, toString: () => Token.asString(value) };
  return value;
}

/** The text that a string of cdktf's tokens would be written as, for comparing two references. */
export function identityOf(scope: IConstruct, value: unknown): string {
  return JSON.stringify(isToken(value) ? resolved(scope, value) : value);
}

/** Whether a list is one token in a list's clothes (`Fn.split(…)`, `resource.listAttribute`). */
export function isListToken(value: unknown): boolean {
  return Array.isArray(value) && (Tokenization.isResolvable(value) || Token.isUnresolved(value));
}

function resolved(scope: IConstruct, value: unknown): unknown {
  return Tokenization.resolve(value, { scope, resolver: new DefaultTokenResolver(new StringConcat()), preparing: false });
}
