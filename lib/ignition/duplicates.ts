import { Findings, PROBLEMS } from "./problems";
import { ConfigReport } from "./report";
import { CONFIG, Struct, StructSpec, isStruct, keyOf } from "./schema";
import { IgnitionConfig } from "./types";

/**
 * Finds entries of a list, or of lists that share a key space, with the same key; the later one is reported.
 *
 * @param config whose values all have their types
 * @see https://github.com/coreos/ignition/blob/v2.26.0/config/validate/validate.go
 */
export function findDuplicates(config: IgnitionConfig): ConfigReport[] {
  const findings = new Findings();
  if (isStruct(config)) walk(CONFIG, config, "", findings);
  return findings.reports;
}

function walk(spec: StructSpec, value: Struct, path: string, findings: Findings): void {
  const prefix = path === "" ? "" : `${path}.`;
  const seen = new Map<string, Set<string>>();
  for (const field of spec.fields) {
    if (field.kind !== "strings" && field.kind !== "structs") continue;
    const entries = value[field.name];
    if (field.exempt || !Array.isArray(entries)) continue;
    let keys = seen.get(field.keySpace);
    if (keys === undefined) seen.set(field.keySpace, (keys = new Set()));
    for (const [index, entry] of entries.entries()) {
      const key = keyOf(field, entry);
      if (keys.has(key)) findings.error(`${prefix}${field.name}.${index}`, PROBLEMS.duplicate);
      keys.add(key);
    }
  }
  for (const field of spec.fields) {
    const child = value[field.name];
    if (field.kind === "struct" && isStruct(child)) walk(field.struct, child, prefix + field.name, findings);
    if (field.kind === "structs" && Array.isArray(child)) {
      for (const [index, entry] of child.entries()) {
        if (isStruct(entry)) walk(field.struct, entry, `${prefix}${field.name}.${index}`, findings);
      }
    }
  }
}
