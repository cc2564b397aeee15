import { FieldSpec, Presence, StructSpec } from "../ignition/schema";
import type { IgnitionSpecVersion } from "../ignition/spec-version";
import type { Run } from "./run";
import { snake } from "./snake";
import type { ButaneField, ButaneStruct, Decoded } from "./struct";

/** An object of the Ignition config that is being made, keys in the order of the spec. */
export type Made = Record<string, unknown>;

/** Makes the Ignition object of a Butane object; undefined when nothing is in it. */
export type Translator = (from: Decoded, run: Run) => Made | undefined;

/** Translators of the objects that are not just renamed, by the name of their Go type. */
export type Translators = Readonly<Record<string, (renamed: Translator) => Translator>>;

/**
 * Makes the translator of a struct: fields are renamed and put in the order of the spec, what is empty and means nothing is left out. What
 * Butane has in addition is passed over.
 */
export function translatorOf(butane: ButaneStruct, ignition: StructSpec, version: IgnitionSpecVersion, special: Translators): Translator {
  const steps: Step[] = [];
  for (const field of ignition.fields) {
    const from = butane.byKey.get(snake(field.name));
    if (from !== undefined && version.isAtLeast(field.since)) steps.push(stepOf(from, field, version, special));
  }
  const renamed: Translator = (from, run) => {
    const made: Made = {};
    let empty = true;
    for (const step of steps) {
      const given = from[step.key];
      const value = step.make(given, run);
      if (value === undefined) continue;
      if (typeof given === "bigint") run.integers.add(made, step.name, given);
      made[step.name] = value;
      empty = false;
    }
    return empty ? undefined : made;
  };
  return special[localName(butane)]?.(renamed) ?? renamed;
}

interface Step {
  readonly key: string;
  readonly name: string;
  readonly make: (value: unknown, run: Run) => unknown;
}

function stepOf(from: ButaneField, to: FieldSpec, version: IgnitionSpecVersion, special: Translators): Step {
  const { key } = from;
  const { name } = to;
  if (from.kind === "struct" && to.kind === "struct") {
    const translate = translatorOf(from.struct, to.struct, version, special);
    return { key, name, make: (value, run) => within(run, key, () => translate((value as Decoded | undefined) ?? {}, run)) };
  }
  if (from.kind === "structs" && to.kind === "structs") {
    const translate = translatorOf(from.struct, to.struct, version, special);
    return { key, name, make: (value, run) => listMade(key, value as readonly Decoded[] | undefined, translate, run) };
  }
  if (from.kind === "strings") return { key, name, make: (value) => nonEmpty(value as readonly string[] | undefined) };
  if (from.kind === "int") return { key, name, make: (value) => integerMade(name, value, isPlain(to)) };
  return { key, name, make: isPlain(to) ? (value) => (value === "" ? undefined : value) : (value) => value };
}

function isPlain(field: FieldSpec): boolean {
  return "presence" in field && field.presence === Presence.PLAIN;
}

/** An integer of Go has 64 bits; one beyond 2^53 becomes the nearest number, of a mode one with the same low bits, which mean something. */
export function integerMade(name: string, value: unknown, plain: boolean): unknown {
  if (typeof value !== "bigint") return plain && value === 0 ? undefined : value;
  if (name !== "mode") return Number(value);
  return Number(BigInt.asUintN(32, value)) + (value < 0n ? -OUT_OF_RANGE : OUT_OF_RANGE);
}

const OUT_OF_RANGE = 2 ** 40;

/** A list; entries count even when nothing is in them. */
export function listMade(
  key: string,
  entries: readonly Decoded[] | undefined,
  translate: Translator,
  run: Run,
): readonly Made[] | undefined {
  if (entries === undefined || entries.length === 0) return undefined;
  return within(run, key, () => entries.map((entry, i) => within(run, i, () => translate(entry, run) ?? {})));
}

function within<T>({ walk }: Run, part: string | number, fn: () => T): T {
  walk.enter(part);
  const result = fn();
  walk.leave();
  return result;
}

function nonEmpty(list: readonly string[] | undefined): readonly string[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}

/** The name of a Go type in its package: `Resource` of `v0_5.Resource`. */
export function localName({ type }: ButaneStruct): string {
  return type.slice(type.indexOf(".") + 1);
}
