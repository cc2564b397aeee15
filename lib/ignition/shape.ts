import { didYouMean } from "../errors";
import { JsonNumber } from "../json";
import { Findings, unusedKey, wrongType } from "./problems";
import { CONFIG, FieldSpec, ListField, Presence, Struct, StructSpec, isStruct } from "./schema";
import { IgnitionSpecVersion } from "./spec-version";
import { IgnitionConfig } from "./types";

/**
 * A value as a config of a spec version: only known keys, in the order of the spec, every value of its type. Keys that the version does
 * not have are warnings, as in `ignition-validate`; values of a wrong type are errors and left out. Null is absent, and in a list it is an
 * empty entry, as for Go. A name, path or device that is absent is empty.
 */
export function shapeConfig(value: Struct, version: IgnitionSpecVersion, findings: Findings): IgnitionConfig {
  return new Shaper(version, findings).struct(CONFIG, value, "");
}

class Shaper {
  public constructor(
    private readonly version: IgnitionSpecVersion,
    private readonly findings: Findings,
  ) {}

  public struct(spec: StructSpec, value: Struct, path: string): Struct {
    let known = 0;
    const result: Record<string, unknown> = {};
    for (const field of spec.fields) {
      if (!this.version.isAtLeast(field.since)) continue;
      const has = Object.hasOwn(value, field.name);
      if (has) known++;
      const given = has ? value[field.name] : undefined;
      const shaped =
        given === null || given === undefined ? undefined : this.field(field, given, path === "" ? field.name : `${path}.${field.name}`);
      if (shaped !== undefined) result[field.name] = shaped;
      else if (field.kind === "string" && field.presence === Presence.ALWAYS) result[field.name] = "";
    }
    if (known < Object.keys(value).length) this.unusedKeys(spec, value, path);
    return result;
  }

  private field(field: FieldSpec, value: unknown, path: string): unknown {
    switch (field.kind) {
      case "string":
        return typeof value === "string" ? value : this.wrong(path, "a string", value);
      case "boolean":
        return typeof value === "boolean" ? value : this.wrong(path, "true or false", value);
      case "integer":
        // Adding zero takes the sign off a negative zero, which JSON does not tell from zero.
        return typeof value === "number" && Number.isSafeInteger(value) ? value + 0 : this.wrong(path, "an integer", value);
      case "struct":
        return isObject(value) ? this.struct(field.struct, value, path) : this.wrong(path, "an object", value);
      case "strings":
      case "structs":
        if (!Array.isArray(value)) return this.wrong(path, "a list", value);
        return Array.from(value, (entry: unknown, index) => this.entry(field, entry, `${path}.${index}`));
    }
  }

  private entry(field: ListField, entry: unknown, path: string): unknown {
    if (field.kind === "strings") {
      if (entry === null || entry === undefined) return "";
      return typeof entry === "string" ? entry : this.wrong(path, "a string", entry);
    }
    if (entry === null || entry === undefined) return this.struct(field.struct, {}, path);
    return isObject(entry) ? this.struct(field.struct, entry, path) : this.wrong(path, "an object", entry);
  }

  private unusedKeys(spec: StructSpec, value: Struct, path: string): void {
    for (const key of Object.keys(value)) {
      const field = spec.byName.get(key);
      if (field !== undefined && this.version.isAtLeast(field.since)) continue;
      // A key that is undefined in an object is not in its JSON either.
      if (value[key] === undefined) continue;
      const hint = field !== undefined ? `spec ${field.since} has it, ${this.version} not` : didYouMean(key, this.keys(spec));
      this.findings.warn(path === "" ? key : `${path}.${key}`, unusedKey(key), hint);
    }
  }

  private keys(spec: StructSpec): readonly string[] {
    return spec.fields.filter((field) => this.version.isAtLeast(field.since)).map((field) => field.name);
  }

  private wrong(path: string, expected: string, value: unknown): undefined {
    this.findings.error(path, wrongType(expected, described(value)));
    return undefined;
  }
}

function isObject(value: unknown): value is Struct {
  return isStruct(value) && !(value instanceof JsonNumber);
}

function described(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (value instanceof JsonNumber) return `the number ${value.literal}`;
  switch (typeof value) {
    case "number":
      return `the number ${value}`;
    case "string":
      return "a string";
    case "boolean":
      return "a boolean";
    case "object":
      return "an object";
    default:
      return `a ${typeof value}`;
  }
}
