import { type Random } from "./random";
import { word } from "./dictionary";
import { type Schema, isListSchema } from "./schema";
import { type Mapping, type Tree, list, mapping, raw } from "./tree";

/** How a document is made up. */
export interface Growth {
  /** The share of the keys of a mapping that it gets. */
  readonly density: number;
  /** The share of values at or beyond the edge of a rule. */
  readonly nastiness: number;
}

/** A document, or a part of one, made up after the schema. */
export function grow(random: Random, schema: Schema, growth: Growth): Tree {
  if (typeof schema === "string") return word(random, schema, growth.nastiness);
  if (isListSchema(schema)) {
    const length = random.weighted([
      [1, 0],
      [5, 1],
      [4, 2],
      [2, 3],
    ]);
    return list(Array.from({ length }, () => grow(random, schema[0], growth)));
  }
  const grown: Mapping = mapping();
  for (const [key, inner] of Object.entries(schema)) {
    if (random.chance(keep(key, growth))) grown.entries.push([raw(key), grow(random, inner, growth)]);
  }
  return grown;
}

// Without what it is called, nothing of a node is looked at.
function keep(key: string, { density, nastiness }: Growth): number {
  return /^(variant|version|ignition|name|path|device|format|target|level|devices)$/.test(key) ? 1 - nastiness * 0.2 : density;
}
