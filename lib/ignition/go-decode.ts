import { goEntry, goList, goStruct, isGoPointer } from "./go-types";
import { JsonNode, JsonText } from "./json-tree";
import { CONFIG, FieldSpec, ListField, Presence, ScalarField, StructField, StructSpec } from "./schema";
import { IgnitionSpecVersion } from "./spec-version";
import { IgnitionConfig } from "./types";

/** A value of a type that Go can not put where it belongs. */
export interface TypeFault {
  /** In Go's words. */
  readonly message: string;
  /** How many bytes Go had read. */
  readonly offset: number;
}

/** What came of decoding; Go goes on after a fault, but nothing looks at the rest then. */
export interface DecodedConfig {
  readonly config: IgnitionConfig;
  /** The first fault of the text. */
  readonly fault?: TypeFault;
}

/**
 * A config as Go's encoding/json fills Ignition's structs: keys match in any case, of a key that repeats the later value counts, objects and
 * lists that repeat are filled over each other.
 *
 * @see https://github.com/golang/go/blob/go1.26.0/src/encoding/json/decode.go
 */
export function decodeConfig(text: JsonText, root: JsonNode, version: IgnitionSpecVersion): DecodedConfig {
  const decoder = new Decoder(text, version);
  const config: Filled = {};
  decoder.fill(CONFIG, "types.Config", config, root, undefined);
  return { config, fault: decoder.fault };
}

/** The version a config names, as far as Ignition looks before it knows which structs to fill. */
export function decodeVersion(text: JsonText, root: JsonNode): { readonly version: string; readonly fault?: TypeFault } {
  let version = "";
  let fault: TypeFault | undefined;
  const wrong = (node: JsonNode, into: string): void => {
    fault ??= { message: cannot(described(node), into), offset: readSoFar(node) };
  };
  const members = (node: JsonNode, name: string, into: string): readonly JsonNode[] => {
    if (node.members === undefined && node.kind !== "null") wrong(node, into);
    return (node.members ?? []).filter((member) => folded(member.key) === name).map((member) => member.node);
  };
  for (const section of members(root, "IGNITION", "value of type util.versionStub")) {
    for (const node of members(section, "VERSION", "struct field versionStub.Ignition of type struct { Version string }")) {
      if (node.kind === "string") version = text.string(node);
      else if (node.kind !== "null") wrong(node, "struct field .Ignition.Version of type string");
    }
  }
  return { version, fault };
}

type Filled = Record<string, unknown>;

/** The struct being filled and the keys on the way to the value, innermost first. */
interface Place {
  readonly struct: string;
  readonly key: string;
  readonly above: Place | undefined;
}

class Decoder {
  public fault?: TypeFault;
  /** Entries beyond the end of a list that became shorter, the next one last. Go finds them again where it becomes longer. */
  private readonly cutOff = new Map<unknown[], unknown[]>();

  public constructor(
    private readonly text: JsonText,
    private readonly version: IgnitionSpecVersion,
  ) {}

  public fill(spec: StructSpec, type: string, target: Filled, node: JsonNode, place: Place | undefined): void {
    for (const field of spec.fields) {
      if (field.kind === "string" && field.presence === Presence.ALWAYS) target[field.name] ??= "";
    }
    if (node.kind === "null") return;
    if (node.members === undefined) return this.wrong(node, type, place);
    const struct = type.slice(type.lastIndexOf(".") + 1);
    for (const member of node.members) {
      const field = this.fieldOf(spec, member.key);
      if (field !== undefined) this.field(spec, field, target, member.node, { struct, key: field.name, above: place });
    }
  }

  private fieldOf(spec: StructSpec, key: string): FieldSpec | undefined {
    const field = spec.byName.get(key) ?? this.inAnotherCase(spec, key);
    return field !== undefined && this.version.isAtLeast(field.since) ? field : undefined;
  }

  private inAnotherCase(spec: StructSpec, key: string): FieldSpec | undefined {
    const wanted = folded(key);
    return spec.fields.find(({ name }) => name.length === key.length && folded(name) === wanted);
  }

  private field(spec: StructSpec, field: FieldSpec, target: Filled, node: JsonNode, place: Place): void {
    switch (field.kind) {
      case "struct":
        return this.struct(field, target, node, place);
      case "strings":
      case "structs":
        return this.list(spec, field, target, node, place);
      default:
        return this.scalar(field, target, node, place);
    }
  }

  private struct(field: StructField, target: Filled, node: JsonNode, place: Place): void {
    if (node.kind === "null") {
      if (isGoPointer(field, this.version)) delete target[field.name];
      return;
    }
    this.fill(field.struct, `types.${goStruct(field, this.version)}`, this.structIn(target, field.name), node, place);
  }

  private structIn(target: Filled, name: string): Filled {
    const found = target[name];
    if (isFilled(found)) return found;
    const made: Filled = {};
    target[name] = made;
    return made;
  }

  private list(spec: StructSpec, field: ListField, target: Filled, node: JsonNode, place: Place): void {
    if (node.kind === "null") {
      delete target[field.name];
      return;
    }
    if (node.items === undefined) return this.wrong(node, goList(spec, field, this.version), place);
    const found = target[field.name];
    const entries: unknown[] = Array.isArray(found) && node.items.length > 0 ? found : [];
    target[field.name] = entries;
    const type = `types.${goEntry(spec, field, this.version)}`;
    for (const [i, item] of node.items.entries()) {
      if (i === entries.length) entries.push(this.cutOff.get(entries)?.pop() ?? (field.kind === "strings" ? "" : {}));
      if (field.kind === "structs") {
        const entry = entries[i];
        if (isFilled(entry)) this.fill(field.struct, type, entry, item, place);
      } else if (item.kind === "string") entries[i] = this.text.string(item);
      else if (item.kind !== "null") this.wrong(item, type, place);
    }
    if (entries.length > node.items.length) {
      const cut = this.cutOff.get(entries) ?? [];
      while (entries.length > node.items.length) cut.push(entries.pop());
      this.cutOff.set(entries, cut);
    }
  }

  private scalar(field: ScalarField, target: Filled, node: JsonNode, place: Place): void {
    if (node.kind === "null") {
      if (field.presence === Presence.OPTIONAL) delete target[field.name];
      return;
    }
    switch (field.kind) {
      case "string":
        if (node.kind === "string") target[field.name] = this.text.string(node);
        else this.wrong(node, "string", place);
        return;
      case "boolean":
        if (node.kind === "boolean") target[field.name] = this.text.literal(node) === "true";
        else this.wrong(node, "bool", place);
        return;
      case "integer":
        if (node.kind === "number") this.integer(field, target, node, place);
        else this.wrong(node, "int", place);
    }
  }

  private integer(field: ScalarField, target: Filled, node: JsonNode, place: Place): void {
    const literal = this.text.literal(node);
    if (isInt64(literal)) target[field.name] = safeInteger(literal);
    else this.wrong(node, "int", place, `number ${literal}`);
  }

  private wrong(node: JsonNode, type: string, place: Place | undefined, value = described(node)): void {
    if (this.fault !== undefined) return;
    const keys: string[] = [];
    for (let at = place; at !== undefined; at = at.above) keys.unshift(at.key);
    const into = place === undefined ? `value of type ${type}` : `struct field ${place.struct}.${keys.join(".")} of type ${type}`;
    this.fault = { message: cannot(value, into), offset: readSoFar(node) };
  }
}

function cannot(value: string, into: string): string {
  return `json: cannot unmarshal ${value} into Go ${into}`;
}

function described({ kind }: JsonNode): string {
  if (kind === "list") return "array";
  return kind === "boolean" ? "bool" : kind;
}

/** Go reads a scalar to its end before it knows what to do with it, of a container the bracket alone. */
function readSoFar(node: JsonNode): number {
  return node.kind === "object" || node.kind === "list" ? node.at : node.end;
}

function isFilled(value: unknown): value is Filled {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isInt64(literal: string): boolean {
  if (!/^-?\d+$/.test(literal)) return false;
  // The longest is that of -(2 ** 63); what is longer takes long to read.
  if (literal.length > 20) return false;
  return literal.length < 19 || BigInt.asIntN(64, BigInt(literal)) === BigInt(literal);
}

/** A 64-bit integer; of one too large for JavaScript the sign and the lower 52 bits are right, and it stays large: no rule sees more. */
function safeInteger(literal: string): number {
  const value = Number(literal);
  // Adding zero takes the sign off a negative zero.
  if (Number.isSafeInteger(value)) return value + 0;
  const exact = BigInt(literal);
  return exact < 0n ? -(2 ** 52) - Number(-exact % 2n ** 52n) : 2 ** 52 + Number(exact % 2n ** 52n);
}

// No field is called by so much, and a key may be as long as the text.
const LONGEST_NAME = 64;

/** A key as Go compares keys: without case, the two letters of Unicode that are a K and an S in it included. */
function folded(key: string): string {
  if (key.length > LONGEST_NAME) return key;
  return key.replace(/[a-z\u017f\u212a]/g, (c) => (c === "\u017f" ? "S" : c === "\u212a" ? "K" : c.toUpperCase()));
}
