import { didYouMean } from "../errors";
import { isGoPointer } from "./go-types";
import { JsonNode, memberOf } from "./json-tree";
import { Problem, contextMismatch, unusedKey } from "./problems";
import { CONFIG, FieldSpec, StructSpec, isStruct } from "./schema";
import { IgnitionSpecVersion } from "./spec-version";
import { IgnitionConfig } from "./types";

/** A key nobody reads, or a place where keys can not be looked for. */
export interface UnusedKey {
  readonly path: string;
  readonly problem: Problem;
  readonly hint?: string;
  /** Offset in the text, in bytes. */
  readonly at: number;
}

/**
 * The keys of a text that a spec version does not have, and the nulls in the place of objects, in which Ignition can not look for keys. Keys
 * of one object are in the order of the text; Go's order is random.
 *
 * @param config what the text decodes to
 * @see https://github.com/coreos/ignition/blob/v2.26.0/config/validate/validate.go
 */
export function unusedKeys(config: IgnitionConfig, root: JsonNode, version: IgnitionSpecVersion): readonly UnusedKey[] {
  const walk = new Walk(version);
  walk.struct(CONFIG, config, root, "");
  return walk.found;
}

/** What is longer than any key is compared with none. */
const LONGEST = 64;

class Walk {
  public readonly found: UnusedKey[] = [];

  public constructor(private readonly version: IgnitionSpecVersion) {}

  public struct(spec: StructSpec, value: unknown, node: JsonNode | undefined, path: string): void {
    if (node === undefined) return;
    if (node.members === undefined) {
      this.found.push({ path, problem: contextMismatch(["$", path].filter(Boolean).join(".")), at: node.at });
      return;
    }
    const fields = spec.fields.filter((field) => this.version.isAtLeast(field.since));
    const prefix = path === "" ? "" : `${path}.`;
    this.keys(spec, fields, node, prefix);
    for (const field of fields) {
      const child = memberOf(node, field.name)?.node;
      if (child !== undefined) this.field(field, isStruct(value) ? value[field.name] : undefined, child, prefix + field.name);
    }
  }

  private field(field: FieldSpec, value: unknown, node: JsonNode, path: string): void {
    if (field.kind === "struct") {
      const isNil = value === undefined && isGoPointer(field, this.version);
      if (!isNil) this.struct(field.struct, value, node, path);
    } else if (field.kind === "structs" && Array.isArray(value)) {
      for (const [i, entry] of value.entries()) this.struct(field.struct, entry, node.items?.[i], `${path}.${i}`);
    }
  }

  private keys(spec: StructSpec, fields: readonly FieldSpec[], node: JsonNode, prefix: string): void {
    const seen = new Set<string>();
    for (const { key } of node.members ?? []) {
      const field = spec.byName.get(key);
      if ((field !== undefined && fields.includes(field)) || seen.has(key)) continue;
      seen.add(key);
      this.found.push({
        path: prefix + key,
        problem: unusedKey(key),
        hint: this.hint(key, field, fields),
        at: memberOf(node, key)?.at ?? node.at,
      });
    }
  }

  private hint(key: string, field: FieldSpec | undefined, fields: readonly FieldSpec[]): string | undefined {
    if (field !== undefined) return `spec ${field.since} has it, ${this.version} not`;
    if (key.length > LONGEST) return undefined;
    return didYouMean(
      key,
      fields.map(({ name }) => name),
    );
  }
}
