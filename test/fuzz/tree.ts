/** A document that is not yet text, in YAML or JSON: as loose as both, so that a key can be there twice, or be a list. */
export type Tree = Scalar | Mapping | List | Alias;

/** What is written as it stands, or a text that can be written in several styles. */
export interface Scalar {
  readonly kind: "scalar";
  readonly text: string;
  /** Whether the text stands in the document as it is: `0644`, `~`, `!!binary aGk=`. In JSON it is a string where JSON has no such scalar. */
  readonly raw: boolean;
  anchor?: string;
}

export interface Mapping {
  readonly kind: "mapping";
  readonly entries: [Tree, Tree][];
  anchor?: string;
}

export interface List {
  readonly kind: "list";
  readonly items: Tree[];
  anchor?: string;
}

/** Another node once more: `*name`. JSON has none, there it is null. */
export interface Alias {
  readonly kind: "alias";
  readonly to: string;
  readonly anchor?: undefined;
}

export function text(value: string): Scalar {
  return { kind: "scalar", text: value, raw: false };
}

export function raw(value: string): Scalar {
  return { kind: "scalar", text: value, raw: true };
}

export function mapping(entries: [Tree, Tree][] = []): Mapping {
  return { kind: "mapping", entries };
}

export function list(items: Tree[] = []): List {
  return { kind: "list", items };
}

/** The tree of what `JSON.parse` gives. */
export function treeOf(value: unknown): Tree {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return list(value.map(treeOf));
  if (typeof value === "object" && value !== null) return mapping(Object.entries(value).map(([key, item]) => [raw(key), treeOf(item)]));
  return raw(JSON.stringify(value ?? null));
}

/** A copy that shares nothing. */
export function copyTree(tree: Tree): Tree {
  switch (tree.kind) {
    case "mapping":
      return { ...tree, entries: tree.entries.map(([key, value]) => [copyTree(key), copyTree(value)]) };
    case "list":
      return { ...tree, items: tree.items.map(copyTree) };
    default:
      return { ...tree };
  }
}

/** The first value of a key. */
export function valueOf(tree: Mapping, key: string): Tree | undefined {
  return tree.entries.find(([name]) => name.kind === "scalar" && name.text === key)?.[1];
}

/** Sets a value at a path of keys, and makes the mappings that are missing on the way. */
export function setValue(tree: Mapping, path: readonly string[], value: Tree): void {
  const [key, ...rest] = path;
  const at = tree.entries.findIndex(([name]) => name.kind === "scalar" && name.text === key);
  if (rest.length > 0) {
    const next = at < 0 ? undefined : tree.entries[at][1];
    const inner = next?.kind === "mapping" ? next : mapping();
    setValue(inner, rest, value);
    value = inner;
  }
  if (at < 0) tree.entries.push([raw(key), value]);
  else tree.entries[at][1] = value;
}
