import { goQuoted } from "../../ignition/go-quote";
import { ButaneField, ButaneStruct, Decoded, ScalarKind, struct } from "../struct";
import { AliasCount } from "./alias-count";
import { equalKeys } from "./equal-keys";
import { YamlFault } from "./fault";
import { NodeKind, YamlDocument, YamlNode } from "./node";
import { isNull } from "./resolve";
import { asBoolean, asInteger, asText, meaning, typeError } from "./scalars";
import { Tag } from "./tag-names";
import { ScalarStyle } from "./token";

/**
 * Decodes a document into the type that a version of Butane has for it, as yaml.v3 decodes into Go's structs. Integers beyond 2^53 are bigint.
 *
 * @throws YamlFault with all values that do not fit, each with its line
 */
export function decodeYaml(document: YamlDocument, type: ButaneStruct): Decoded {
  return new Decoder(document).decode(type);
}

const COMMON = struct("config.commonFields", [
  { key: "version", kind: "string", plain: true },
  { key: "variant", kind: "string", plain: true },
]);

/**
 * What says which variant and version of Butane a document is in, empty where it does not.
 *
 * @throws YamlFault where butane can not tell
 */
export function decodeCommon(document: YamlDocument): { readonly variant: string; readonly version: string } {
  const { variant, version } = decodeYaml(document, COMMON);
  return { variant: variant as string, version: version as string };
}

type Fields = Record<string, unknown>;

class Decoder {
  private readonly errors: string[] = [];
  private readonly aliases = new AliasCount();

  public constructor(private readonly document: YamlDocument) {}

  public decode(type: ButaneStruct): Decoded {
    const out = zero(type);
    const { root } = this.document;
    if (root !== undefined) {
      this.aliases.count();
      this.struct(root, type, out);
    }
    if (this.errors.length > 0) throw new YamlFault(`yaml: unmarshal errors:\n  ${this.errors.join("\n  ")}`);
    return out;
  }

  // Each of the following decodes one node into one type. Undefined and false: there is nothing to set, be it null or a mistake.

  private field(node: YamlNode, field: ButaneField, out: Fields): void {
    if (field.kind === "struct") {
      this.struct(node, field.struct, out[field.key] as Fields);
      return;
    }
    const value =
      field.kind === "strings" || field.kind === "structs"
        ? this.list(node, field)
        : this.scalar(node, field.kind, field.kind, !field.plain);
    if (value !== undefined) out[field.key] = value;
  }

  private scalar(node: YamlNode, kind: ScalarKind, type: string, pointer: boolean): unknown {
    this.aliases.count();
    if (node.kind !== NodeKind.SCALAR) {
      if (node.kind === NodeKind.ALIAS) return this.throughAlias(node, (target) => this.scalar(target, kind, type, pointer));
      // A null that is none leaves the pointer as it is, which then is what the error names.
      return this.mismatch(node, pointer && node.tag === Tag.NULL ? `*${type}` : type);
    }
    if (kind === "string" && node.tag === "") return node.style === ScalarStyle.PLAIN && isNull(node.value) ? undefined : node.value;
    const resolved = meaning(node);
    if (resolved.value === null) return undefined;
    const value = kind === "string" ? asText(node, resolved) : kind === "int" ? asInteger(resolved) : asBoolean(resolved);
    return value === undefined ? this.mismatch(node, type) : value;
  }

  private list(node: YamlNode, field: Extract<ButaneField, { kind: "strings" | "structs" }>): unknown[] | undefined {
    this.aliases.count();
    if (node.kind === NodeKind.ALIAS) return this.throughAlias(node, (target) => this.list(target, field));
    if (node.kind !== NodeKind.SEQUENCE) return this.refuse(node, field.type);
    const items: unknown[] = [];
    // Without `[]`: the type of an item.
    const itemType = field.type.slice(2);
    for (const child of node.children) {
      if (field.kind === "strings") {
        const item = this.scalar(child, "string", itemType, false);
        if (item !== undefined) items.push(item);
      } else {
        const item = zero(field.struct);
        if (this.struct(child, field.struct, item)) items.push(item);
      }
    }
    return items;
  }

  private struct(node: YamlNode, type: ButaneStruct, out: Fields): boolean {
    this.aliases.count();
    if (node.kind === NodeKind.ALIAS) return this.throughAlias(node, (target) => this.struct(target, type, out));
    if (node.kind !== NodeKind.MAPPING) {
      this.refuse(node, type.type);
      return false;
    }
    if (this.hasDuplicates(node)) return false;
    const merged = this.fields(node, type, out, undefined);
    if (merged !== undefined) this.merge(node, merged, type, out);
    return true;
  }

  /** Decodes the fields of a mapping but for those in `taken`, and returns the value of its merge key. */
  private fields(node: YamlNode, type: ButaneStruct, out: Fields, taken: Set<string> | undefined): YamlNode | undefined {
    const { children } = node;
    let merged: YamlNode | undefined;
    const done = children.some(isOddKey) ? new Set<string>() : undefined;
    for (let i = 0; i < children.length; i += 2) {
      const key = children[i];
      if (isMergeKey(key)) {
        merged = children[i + 1];
        continue;
      }
      const name = this.scalar(key, "string", "string", false) as string | undefined;
      if (name === undefined) continue;
      if (taken !== undefined) {
        if (taken.has(name)) continue;
        taken.add(name);
      }
      const field = type.byKey.get(name);
      if (field === undefined) continue;
      if (done?.has(name)) this.errors.push(`line ${this.line(key)}: field ${name} already set in type ${type.type}`);
      else {
        done?.add(name);
        this.field(children[i + 1], field, out);
      }
    }
    return merged;
  }

  // Mappings to merge wait in a list, not on the call stack: one may merge another as often as nesting is deep.
  private merge(parent: YamlNode, merged: YamlNode, type: ButaneStruct, out: Fields): void {
    const taken = this.keys(parent);
    const waiting: (YamlNode | { readonly left: YamlNode })[] = mergeSources(merged);
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if ("left" in next) {
        this.aliases.leave(next.left);
        continue;
      }
      let source = next;
      if (source.kind === NodeKind.ALIAS) {
        this.aliases.count();
        this.aliases.enter(source);
        waiting.push({ left: source });
        source = source.target as YamlNode;
      }
      if (source.kind !== NodeKind.MAPPING) throw new YamlFault("yaml: map merge requires map or sequence of maps as the value");
      this.aliases.count();
      if (this.hasDuplicates(source)) continue;
      const deeper = this.fields(source, type, out, taken);
      if (deeper !== undefined) for (const each of mergeSources(deeper)) waiting.push(each);
    }
  }

  /** The keys of a mapping, which win over those that are merged into it. */
  private keys({ children }: YamlNode): Set<string> {
    const names = new Set<string>();
    for (let i = 0; i < children.length; i += 2) {
      this.aliases.count();
      let key = children[i];
      if (key.kind === NodeKind.ALIAS) {
        const alias = key;
        key = this.throughAlias(alias, (target) => {
          this.aliases.count();
          return target;
        });
      }
      // yaml.v3 panics: a list or mapping can not be a key of Go's maps.
      if (key.kind !== NodeKind.SCALAR) throw new YamlFault("yaml: invalid map key");
      const { value } = meaning(key);
      if (typeof value === "string") names.add(value);
    }
    return names;
  }

  private throughAlias<T>(alias: YamlNode, decode: (target: YamlNode) => T): T {
    this.aliases.enter(alias);
    const value = decode(alias.target as YamlNode);
    this.aliases.leave(alias);
    return value;
  }

  /** What is no list or struct where one is expected: null is none, everything else a mistake. */
  private refuse(node: YamlNode, type: string): undefined {
    return node.kind === NodeKind.SCALAR && meaning(node).value === null ? undefined : this.mismatch(node, type);
  }

  private mismatch(node: YamlNode, type: string): undefined {
    if (node.kind === NodeKind.MAPPING && this.hasDuplicates(node)) return undefined;
    this.errors.push(typeError(node, this.line(node), type));
    return undefined;
  }

  private hasDuplicates({ children }: YamlNode): boolean {
    const pairs = equalKeys(children);
    for (const [first, second] of pairs) {
      this.errors.push(`line ${this.line(second)}: mapping key ${goQuoted(second.value)} already defined at line ${this.line(first)}`);
    }
    return pairs.length > 0;
  }

  private line(node: YamlNode): number {
    return this.document.positions.line(node.at);
  }
}

/** Keys that differ as they are written may still be the same, if one is an alias or base64. */
function isOddKey({ kind, tag }: YamlNode, index: number): boolean {
  return index % 2 === 0 && (kind === NodeKind.ALIAS || tag !== "");
}

/** A mapping, an alias of one, or a list of these: in the order in which they are taken from the end. */
function mergeSources(merged: YamlNode): YamlNode[] {
  return merged.kind === NodeKind.SEQUENCE ? [...merged.children].reverse() : [merged];
}

function isMergeKey({ kind, tag, value, style }: YamlNode): boolean {
  return value === "<<" && kind === NodeKind.SCALAR && (tag === Tag.MERGE || (tag === "" && style === ScalarStyle.PLAIN));
}

/** What Go's zero value of a struct holds. */
function zero({ fields }: ButaneStruct): Fields {
  const out: Fields = {};
  for (const field of fields) {
    if (field.kind === "struct") out[field.key] = zero(field.struct);
    else if (field.kind !== "strings" && field.kind !== "structs" && field.plain) out[field.key] = ZEROS[field.kind];
  }
  return out;
}

const ZEROS: Readonly<Record<ScalarKind, unknown>> = { string: "", int: 0, bool: false };
