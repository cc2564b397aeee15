import { Findings } from "./problems";
import { blocking, invalidConfig } from "./invalid";
import { CONFIG, FieldSpec, Presence, Struct, StructSpec, isStruct } from "./schema";
import { shapeConfig } from "./shape";
import { IgnitionSpecVersion, unsupportedVersion } from "./spec-version";
import { IgnitionConfig } from "./types";

/**
 * A config as compact JSON: keys in Ignition's order whatever the order of the input, no nulls, empty lists or empty objects. Values that
 * mean something although they are empty (`source: ""`, `mode: 0`, `enabled: false`) are kept.
 *
 * Only keys and types are checked; the rules of the contents are {@link checkIgnition}'s.
 *
 * @throws FlatcarError `ignition-version-unsupported` where no version is named, `ignition-invalid` for keys and types that the version
 * does not have
 */
export function encodeIgnition(config: IgnitionConfig): string {
  return JSON.stringify(normaliseIgnition(config));
}

/**
 * The same config as {@link encodeIgnition} writes it, as an object: what parsing that text gives.
 *
 * @throws FlatcarError as {@link encodeIgnition}
 */
export function normaliseIgnition(config: IgnitionConfig): IgnitionConfig {
  const named = config.ignition?.version;
  if (named === undefined) throw unsupportedVersion(named);
  const version = IgnitionSpecVersion.read(named);
  const findings = new Findings();
  const shaped = isStruct(config) ? shapeConfig(config, version, findings) : {};
  const problems = blocking(findings.reports);
  if (problems.length > 0) throw invalidConfig("Ignition config", config, problems, version);
  return normaliseShaped(shaped, version);
}

/** Drops from a config of known keys and types what is empty and means nothing. */
export function normaliseShaped(config: IgnitionConfig, version: IgnitionSpecVersion): IgnitionConfig {
  const versioned = { ...config, ignition: { ...config.ignition, version: version.toString() } };
  return pruned(CONFIG, versioned) ?? {};
}

/** One object of a config without what is empty, or undefined when nothing is left. */
export function pruned(spec: StructSpec, value: Struct): Struct | undefined {
  const result: Record<string, unknown> = {};
  let empty = true;
  for (const field of spec.fields) {
    const given = value[field.name];
    if (given === undefined) continue;
    const kept = prunedField(field, given);
    if (kept === undefined) continue;
    result[field.name] = kept;
    empty = false;
  }
  return empty ? undefined : result;
}

function prunedField(field: FieldSpec, value: unknown): unknown {
  switch (field.kind) {
    case "struct":
      return isStruct(value) ? pruned(field.struct, value) : undefined;
    case "strings":
      return Array.isArray(value) && value.length > 0 ? value : undefined;
    case "structs":
      // An entry counts even when nothing is in it: an empty fragment of a file is one.
      if (!Array.isArray(value) || value.length === 0) return undefined;
      return value.map((entry: unknown) => (isStruct(entry) ? (pruned(field.struct, entry) ?? {}) : {}));
    default:
      return field.presence === Presence.PLAIN && (value === 0 || value === "") ? undefined : value;
  }
}
