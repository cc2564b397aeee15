import type { SynthesisedStack } from "../../synth/stack";
import { instanceCount } from "../../synth/instances";
import { JsonObject } from "../../record";
import { referredNames } from "../../synth/referred";

/** Something that takes a limited number of others. */
export interface Target {
  /** Its address, or the id that is written down where the stack does not make it. */
  readonly name: string;
  /** How many there are of it: what it takes together is so many times the limit. */
  readonly copies: number;
}

/** How many others something takes in the stack, at least. */
export interface Tally {
  readonly target: Target;
  readonly count: number;
  /** Addresses of the others. */
  readonly by: readonly string[];
}

/** Counts others by what takes them. */
export class Tallies {
  private readonly byName = new Map<string, { readonly target: Target; count: number; readonly by: string[] }>();

  /** @param resource of the others, which counts as often as there are instances; not where that is known only at apply */
  public add(target: Target, address: string, resource: JsonObject): void {
    const tally = this.byName.get(target.name) ?? { target, count: 0, by: [] };
    this.byName.set(target.name, tally);
    tally.count += instanceCount(resource) ?? 0;
    tally.by.push(address);
  }

  /** Those that are over a limit of each copy, in the order in which they were met. */
  public over(limit: number): Tally[] {
    return [...this.byName.values()].filter(({ target, count }) => count > limit * target.copies);
  }
}

/**
 * What an attribute refers to. Undefined where that is known only at apply: it may be one of several, or one of an unknown number of copies.
 *
 * Of a resource with `count` or `for_each`, an index that is written down names one copy, and any other one all of them together.
 */
export function targetOf(stack: SynthesisedStack, type: string, value: unknown): Target | undefined {
  if (typeof value === "number" || (typeof value === "string" && /^\d+$/.test(value))) return { name: `${type} ${value}`, copies: 1 };
  const names = [...new Set(referredNames(stack, type, value))];
  if (names.length !== 1) return undefined;
  const [name] = names;
  const index = new RegExp(`${type}\\.${name}\\[(\\d+|"[^"]*")\\]`).exec(String(value))?.[1];
  if (index !== undefined) return { name: `${type}.${name}[${index}]`, copies: 1 };
  const copies = instanceCount(stack.resources[type]?.[name] ?? {});
  return copies === undefined ? undefined : { name: `${type}.${name}`, copies };
}
