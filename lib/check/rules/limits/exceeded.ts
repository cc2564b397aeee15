import type { SynthesisedStack } from "../../synth/stack";
import { terraformText } from "../../synth/terraform-text";

/** A limit of a platform that a stack goes over. */
export interface Exceeded {
  /** What it is about, the same for all of a kind: `servers in a placement group`. */
  readonly kind: string;
  /** Addresses of the resources that go over it, or of the one that is too full. */
  readonly addresses: readonly string[];
  /** Addresses of the resources by which it is told whose it is. @default - `addresses` */
  readonly by?: readonly string[];
  /** What is so, after the names of what it is about: `has 11 servers, and a placement group takes 10`. */
  readonly says: string;
  readonly mend: string;
}

/** What is known of a text before anything is applied. */
export interface KnownText {
  /** Without the expressions that stand in it. */
  readonly text: string;
  /** Whether that is all. */
  readonly isWhole: boolean;
}

/** What is known of a text of a stack's JSON; undefined of what is no text. */
export function knownPart({ locals }: Pick<SynthesisedStack, "locals">, value: unknown): KnownText | undefined {
  if (typeof value !== "string") return undefined;
  const text = terraformText(value, locals);
  const known = text.replace(/\$\{[^}]*\}/g, "");
  return { text: known, isWhole: known.length === text.length };
}

/** How many characters a text has at least: those of UTF-16 that make one character count once. */
export function leastLength(stack: Pick<SynthesisedStack, "locals">, value: unknown): number {
  return [...(knownPart(stack, value)?.text ?? "")].length;
}
