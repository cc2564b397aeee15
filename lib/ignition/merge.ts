import { ListField, Struct, StructListField, StructSpec, CONFIG, isStruct, keyOf } from "./schema";
import { IgnitionSpecVersion } from "./spec-version";
import { translateUp } from "./translate";
import { IgnitionConfig } from "./types";

/**
 * Merges two configs as Ignition does; the child wins.
 *
 * Objects are merged field by field. Entries of a list are matched by key (path, name, device ...): a match is merged in the parent's place,
 * the child's other entries follow the parent's. A file of the child takes the place of a directory or link of that path, as do
 * kernel arguments that should and should not exist. A header of the child without a value removes the parent's. Fragments
 * appended to a file and options of filesystems, LUKS and RAID are not matched but appended. The result is not checked: two good configs can
 * contradict each other, and Ignition refuses at boot what breaks its rules then.
 *
 * Configs of different versions are first brought to the higher one, as at boot. The inputs are not changed; what is the same in the
 * result is shared with them.
 *
 * @throws FlatcarError as `IgnitionSpecVersion.read`, for versions that are none
 * @see https://github.com/coreos/ignition/blob/v2.26.0/config/merge/merge.go
 */
export function mergeIgnition(parent: IgnitionConfig, child: IgnitionConfig): IgnitionConfig {
  const ofParent = parent.ignition?.version;
  const ofChild = child.ignition?.version;
  if (ofParent === undefined || ofChild === undefined || ofParent === ofChild) return merged(parent, child);
  const [a, b] = [IgnitionSpecVersion.read(ofParent), IgnitionSpecVersion.read(ofChild)];
  const higher = a.isAtLeast(b) ? a : b;
  return merged(translateUp(parent, higher), translateUp(child, higher));
}

function merged(parent: IgnitionConfig, child: IgnitionConfig): IgnitionConfig {
  return isStruct(parent) && isStruct(child) ? mergeStruct(CONFIG, parent, child) : child;
}

function mergeStruct(spec: StructSpec, parent: Struct, child: Struct): Struct {
  if (isEmpty(child)) return parent;
  if (isEmpty(parent)) return child;
  const result: Record<string, unknown> = {};
  // Keys without a meaning in any version are carried along, so that encoding names them instead of losing them here.
  for (const key of Object.keys(parent)) {
    if (!spec.byName.has(key)) carry(result, key, parent[key]);
  }
  for (const key of Object.keys(child)) {
    if (!spec.byName.has(key)) carry(result, key, child[key]);
  }
  const inChild = new KeySpaces(spec, child);
  for (const field of spec.fields) {
    const ours = parent[field.name] ?? undefined;
    const theirs = child[field.name] ?? undefined;
    let value: unknown;
    if (field.kind === "strings" || field.kind === "structs") value = mergeLists(field, asList(ours), asList(theirs), inChild);
    else if (ours === undefined || theirs === undefined) value = theirs ?? ours;
    else if (field.kind === "struct" && isStruct(ours) && isStruct(theirs)) value = mergeStruct(field.struct, ours, theirs);
    else value = theirs;
    if (value !== undefined) result[field.name] = value;
  }
  return result;
}

/** Not by assignment: of a key `__proto__` that would make the result inherit. */
function carry(result: object, key: string, value: unknown): void {
  Object.defineProperty(result, key, { value, configurable: true, enumerable: true, writable: true });
}

function isEmpty(value: Struct): boolean {
  for (const key of Object.keys(value)) {
    if (value[key] !== undefined && value[key] !== null) return false;
  }
  return true;
}

function asList(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** Where a key is in the lists of a struct. */
interface Place {
  readonly field: ListField;
  readonly entry: unknown;
}

/** The keys of all lists of a struct, by the space they share; made when first asked for. */
class KeySpaces {
  private readonly spaces = new Map<string, ReadonlyMap<string, Place>>();

  public constructor(
    private readonly spec: StructSpec,
    private readonly value: Struct,
  ) {}

  /** Undefined when the lists of the space are empty. */
  public of(keySpace: string): ReadonlyMap<string, Place> {
    let space = this.spaces.get(keySpace);
    if (space === undefined) this.spaces.set(keySpace, (space = this.read(keySpace)));
    return space;
  }

  private read(keySpace: string): ReadonlyMap<string, Place> {
    const places = new Map<string, Place>();
    for (const field of this.spec.fields) {
      if ((field.kind !== "strings" && field.kind !== "structs") || field.exempt || field.keySpace !== keySpace) continue;
      for (const entry of asList(this.value[field.name]) ?? []) places.set(keyOf(field, entry), { field, entry });
    }
    return places;
  }
}

function mergeLists(
  field: ListField,
  parent: readonly unknown[] | undefined,
  child: readonly unknown[] | undefined,
  inChild: KeySpaces,
): readonly unknown[] | undefined {
  if (parent === undefined || parent.length === 0) return child ?? parent;
  if (field.exempt) return child === undefined || child.length === 0 ? parent : [...parent, ...child];
  const places = inChild.of(field.keySpace);
  if (places.size === 0) return parent;

  const result: unknown[] = [];
  const parentKeys = new Set<string>();
  for (const entry of parent) {
    const key = keyOf(field, entry);
    parentKeys.add(key);
    const place = places.get(key);
    if (place === undefined) result.push(entry);
    else if (place.field === field && !removes(field, place.entry)) result.push(mergeEntry(field, entry, place.entry));
  }
  for (const entry of child ?? []) {
    if (!parentKeys.has(keyOf(field, entry))) result.push(entry);
  }
  return result;
}

function removes(field: ListField, entry: unknown): boolean {
  if (field.kind !== "structs" || field.removedWithout === undefined || !isStruct(entry)) return false;
  return (entry[field.removedWithout] ?? undefined) === undefined;
}

function mergeEntry(field: ListField, parent: unknown, child: unknown): unknown {
  return isStructs(field) && isStruct(parent) && isStruct(child) ? mergeStruct(field.struct, parent, child) : child;
}

function isStructs(field: ListField): field is StructListField {
  return field.kind === "structs";
}
