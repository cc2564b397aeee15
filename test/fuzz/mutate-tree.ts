import { anyText, anyWord, word } from "./dictionary";
import { type Growth, grow } from "./generate";
import { type Random } from "./random";
import { BUTANE, IGNITION, type Schema, isListSchema } from "./schema";
import { type List, type Mapping, type Tree, copyTree, list, mapping, raw, setValue, text } from "./tree";

/** A node of the document with what it is by the schema; undefined where it is nothing that the schema knows. */
interface Place {
  readonly node: Mapping | List;
  readonly schema?: Schema;
}

const GROWTH: Growth = { density: 0.35, nastiness: 0.3 };

/** Changes a document in one place, in one of many ways. */
export function mutateTree(random: Random, root: Mapping, kind: "butane" | "ignition"): void {
  const schema = kind === "butane" ? BUTANE : IGNITION;
  const places: Place[] = [];
  collect(root, schema, places);
  const place = random.pick(places);
  const filled = places.filter(({ node }) => size(node) > 0);
  if (filled.length === 0) return insert(random, place);
  const full = random.pick(filled);
  random.weighted<() => void>([
    [6, () => insert(random, random.pick(places.filter(({ node }) => node === root || random.chance(0.5)).concat(place)))],
    [8, () => reword(random, full)],
    [2, () => drop(random, full.node)],
    [3, () => duplicate(random, full)],
    [2, () => rename(random, full)],
    [2, () => retype(random, full)],
    [1, () => swap(random, full.node)],
    [1, () => move(random, full.node, place.node)],
    [1, () => odd(random, full.node)],
    [1, () => setVersion(random, root, kind)],
    [2, () => addPart(random, root, kind)],
    [1, () => (kind === "butane" ? share(random, root, full.node) : nest(random, root))],
  ])();
}

function size(node: Mapping | List): number {
  return node.kind === "mapping" ? node.entries.length : node.items.length;
}

function collect(node: Tree, schema: Schema | undefined, places: Place[]): void {
  if (node.kind === "mapping") {
    places.push({ node, schema });
    for (const [key, value] of node.entries) collect(value, schemaOf(schema, key), places);
  } else if (node.kind === "list") {
    places.push({ node, schema });
    const inner = schema !== undefined && isListSchema(schema) ? schema[0] : undefined;
    for (const item of node.items) collect(item, inner, places);
  }
}

function schemaOf(schema: Schema | undefined, key: Tree): Schema | undefined {
  if (schema === undefined || typeof schema === "string" || isListSchema(schema) || key.kind !== "scalar") return undefined;
  return (schema as { readonly [key: string]: Schema })[key.text];
}

/** A key of the schema with a value, or one item more. */
function insert(random: Random, { node, schema }: Place): void {
  if (node.kind === "list") {
    const inner = schema !== undefined && isListSchema(schema) ? grow(random, schema[0], GROWTH) : anyWord(random);
    node.items.splice(random.below(node.items.length + 1), 0, inner);
    return;
  }
  if (schema === undefined || typeof schema === "string" || isListSchema(schema)) {
    node.entries.splice(random.below(node.entries.length + 1), 0, [raw("extra"), anyWord(random)]);
    return;
  }
  const key = random.pick(Object.keys(schema));
  node.entries.splice(random.below(node.entries.length + 1), 0, [raw(key), grow(random, schemaOf(schema, raw(key)) as Schema, GROWTH)]);
}

/** Another value where a value is. */
function reword(random: Random, { node, schema }: Place): void {
  const at = random.below(size(node));
  if (node.kind === "list") {
    const inner = schema !== undefined && isListSchema(schema) ? schema[0] : undefined;
    if (node.items[at].kind === "scalar") node.items[at] = typeof inner === "string" ? word(random, inner, 0.6) : anyWord(random);
    return;
  }
  const [key, value] = node.entries[at];
  if (value.kind !== "scalar") return;
  const theme = schemaOf(schema, key);
  node.entries[at][1] = typeof theme === "string" && random.chance(0.9) ? word(random, theme, 0.7) : anyWord(random);
}

function drop(random: Random, node: Mapping | List): void {
  parts(node).splice(random.below(size(node)), 1);
}

function parts(node: Mapping | List): unknown[] {
  return node.kind === "mapping" ? node.entries : node.items;
}

/** The same once more, sometimes a little different. */
function duplicate(random: Random, { node }: Place): void {
  const at = random.below(size(node));
  if (node.kind === "list") {
    const copy = copyTree(node.items[at]);
    if (copy.kind === "mapping" && copy.entries.length > 1 && random.chance(0.6)) drop(random, copy);
    node.items.splice(random.below(node.items.length + 1), 0, copy);
  } else if (random.chance(0.4)) {
    const [key, value] = node.entries[at];
    node.entries.splice(random.below(node.entries.length + 1), 0, [copyTree(key), copyTree(value)]);
  } else {
    const lists = node.entries.map(([, value]) => value).filter((value): value is List => value.kind === "list" && value.items.length > 0);
    if (lists.length > 0) duplicate(random, { node: random.pick(lists) });
  }
}

function rename(random: Random, { node, schema }: Place): void {
  if (node.kind === "list") return;
  const entry = random.pick(node.entries);
  const [key] = entry;
  const name = key.kind === "scalar" ? key.text : "key";
  const keys = schema !== undefined && typeof schema === "object" && !isListSchema(schema) ? Object.keys(schema) : ["name"];
  const at = random.below(name.length + 1);
  entry[0] = random.weighted<() => Tree>([
    [3, () => raw(random.pick(keys))],
    [2, () => text(name.slice(0, at) + name.slice(at + 1))],
    [2, () => text(name.slice(0, at) + name.slice(at).toUpperCase())],
    [1, () => text(name.toUpperCase())],
    [1, () => text(`${name} `)],
    [1, () => text(name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()))],
    [1, () => text(anyText(random))],
    [1, () => raw(random.pick(["<<", "~", "1", "true", "!!str x", "0x1", "''", '"ſize"', "\u212aey"]))],
    [1, () => mapping([[raw("a"), raw("b")]])],
    [1, () => list([raw("a")])],
  ])();
}

function retype(random: Random, { node }: Place): void {
  const at = random.below(size(node));
  const value = node.kind === "mapping" ? node.entries[at][1] : node.items[at];
  const made = random.weighted<() => Tree>([
    [3, () => list([value])],
    [2, () => mapping([[raw(random.pick(["name", "path", "inline", "a"])), value]])],
    [3, () => raw(random.pick(["~", "''", "x", "1", "true", "{}", "[]"]))],
    [2, () => (value.kind === "list" && value.items.length > 0 ? value.items[0] : list())],
    [1, () => (value.kind === "mapping" && value.entries.length > 0 ? value.entries[0][1] : mapping())],
  ])();
  if (node.kind === "mapping") node.entries[at][1] = made;
  else node.items[at] = made;
}

function swap(random: Random, node: Mapping | List): void {
  const all = parts(node);
  const [a, b] = [random.below(all.length), random.below(all.length)];
  [all[a], all[b]] = [all[b], all[a]];
}

/** A value of one node in the place of another node's. */
function move(random: Random, from: Mapping | List, to: Mapping | List): void {
  const part = from.kind === "mapping" ? random.pick(from.entries)[1] : random.pick(from.items);
  const copy = copyTree(part);
  if (to.kind === "list") to.items.push(copy);
  else if (to.entries.length > 0) random.pick(to.entries)[1] = copy;
}

function odd(random: Random, node: Mapping | List): void {
  const at = random.below(size(node));
  if (node.kind === "mapping") node.entries[at][1] = anyWord(random);
  else node.items[at] = anyWord(random);
}

function setVersion(random: Random, root: Mapping, kind: "butane" | "ignition"): void {
  if (kind === "ignition") return setValue(root, ["ignition", "version"], word(random, "ignitionVersion", 0.2));
  setValue(root, random.chance(0.9) ? ["version"] : ["variant"], random.chance(0.9) ? word(random, "version", 0.2) : anyWord(random));
}

/** A whole section more. */
function addPart(random: Random, root: Mapping, kind: "butane" | "ignition"): void {
  const schema = (kind === "butane" ? BUTANE : IGNITION) as { readonly [key: string]: Schema };
  const part = random.pick(Object.keys(schema).filter((key) => key !== "variant" && key !== "version"));
  const grown = grow(random, schema[part], { density: 0.25, nastiness: 0.05 }) as Mapping;
  const pair = random.pick(grown.kind === "mapping" && grown.entries.length > 0 ? grown.entries : [[raw("x"), raw("y")] as [Tree, Tree]]);
  if (pair[0].kind === "scalar") setValue(root, [part, pair[0].text], pair[1]);
}

/** A mapping's entries, or the mapping, by anchor and alias, merge key or both. */
function share(random: Random, root: Mapping, node: Mapping | List): void {
  if (node === root) return;
  const name = random.pick(["a", "b", "x-1", "ä"]);
  const copy = copyTree(node) as Mapping | List;
  copy.anchor = name;
  root.entries.splice(random.below(root.entries.length + 1), 0, [text(random.pick(["x-shared", "shared"])), copy]);
  const alias: Tree = { kind: "alias", to: name };
  if (node.kind === "list") {
    node.items.splice(0, node.items.length, alias);
    return;
  }
  const kept = node.entries.filter(() => random.chance(0.3));
  const value = random.weighted<Tree>([
    [4, alias],
    [1, list([alias, mapping([[raw("name"), raw("m")]])])],
    [1, list([alias])],
    [1, mapping([[raw("path"), raw("/m")]])],
    [1, raw("x")],
  ]);
  const all: [Tree, Tree][] = [...kept, [raw("<<"), value]];
  node.entries.splice(0, node.entries.length, ...(random.chance(0.5) ? all : all.reverse()));
}

/** A config that is pointed to as data. */
function nest(random: Random, root: Mapping): void {
  const inner = word(random, "config", 0.5);
  const source = inner.kind === "scalar" ? `data:,${encodeURIComponent(inner.text)}` : "data:,";
  setValue(root, ["ignition", "config"], mapping([[raw("merge"), list([mapping([[raw("source"), text(source)]])])]]));
}
