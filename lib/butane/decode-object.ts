import { unusedKey, wrongType } from "../ignition/problems";
import type { ButaneField, ButaneStruct, Decoded } from "./struct";
import { didYouMean } from "../errors";
import type { Walk } from "./walk";

/**
 * An object of TypeScript as a decoded config: null is absent, and so is a null in a list. Keys that the version does not have are warnings, as in
 * YAML; values of a wrong type are errors and left out.
 */
export function decodeObject(struct: ButaneStruct, value: object, walk: Walk): Decoded {
  const given = value as Readonly<Record<string, unknown>>;
  const decoded: Record<string, unknown> = {};
  for (const field of struct.fields) {
    const found = Object.hasOwn(given, field.key) ? (given[field.key] ?? undefined) : undefined;
    walk.enter(field.key);
    const result = found === undefined ? undefined : decodeField(field, found, walk);
    walk.leave();
    if (result !== undefined) decoded[field.key] = result;
    else if (field.kind === "struct") decoded[field.key] = decodeObject(field.struct, {}, walk);
    else if ("plain" in field && field.plain) decoded[field.key] = EMPTY[field.kind];
  }
  for (const key of Object.keys(given)) {
    if (given[key] === undefined || struct.byKey.has(key)) continue;
    walk.warn(key, unusedKey(key), didYouMean(key, [...struct.byKey.keys()]));
  }
  return decoded;
}

const EMPTY = { string: "", int: 0, bool: false };

function decodeField(field: ButaneField, value: unknown, walk: Walk): unknown {
  switch (field.kind) {
    case "string":
      return typeof value === "string" ? value : wrong("a string", value, walk);
    case "bool":
      return typeof value === "boolean" ? value : wrong("true or false", value, walk);
    case "int":
      return typeof value === "number" && Number.isSafeInteger(value) ? value : wrong("an integer", value, walk);
    case "struct":
      return isObject(value) ? decodeObject(field.struct, value, walk) : wrong("an object", value, walk);
    case "strings":
      return decodeList(value, walk, (entry) => (typeof entry === "string" ? entry : wrong("a string", entry, walk)));
    case "structs":
      return decodeList(value, walk, (entry) =>
        isObject(entry) ? decodeObject(field.struct, entry, walk) : wrong("an object", entry, walk),
      );
  }
}

function decodeList(value: unknown, walk: Walk, decode: (entry: unknown) => unknown): readonly unknown[] | undefined {
  if (!Array.isArray(value)) return wrong("a list", value, walk);
  const given = value.filter((entry: unknown) => entry !== undefined && entry !== null);
  return given.map((entry, i) => {
    walk.enter(i);
    const decoded = decode(entry);
    walk.leave();
    return decoded;
  });
}

/** Whether a value has keys of its own. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reports a value of a wrong type. */
export function wrong(expected: string, value: unknown, walk: Walk): undefined {
  walk.error("", wrongType(expected, described(value)));
  return undefined;
}

function described(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number") return `the number ${value}`;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
