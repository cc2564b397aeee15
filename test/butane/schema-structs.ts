import * as fs from "node:fs";
import * as path from "node:path";
import type { ButaneField, ButaneStruct } from "../../lib/butane/struct";
import { VECTORS } from "./vector-files";

type Structs = Record<string, string[]>;

/** The same as butane has them, by version. */
export const recorded = JSON.parse(fs.readFileSync(path.join(VECTORS, "schema.json"), "utf8")) as Readonly<Record<string, Structs>>;

/** The types of a version, with the keys of each and their Go types, in order. */
export function structsOf(struct: ButaneStruct, found: Structs = {}): Structs {
  found[struct.type] = struct.fields.map((field) => `${field.key} ${goType(field)}`);
  for (const field of struct.fields) if ("struct" in field) structsOf(field.struct, found);
  return found;
}

function goType(field: ButaneField): string {
  if (field.kind === "struct") return field.struct.type;
  if ("type" in field) return field.type;
  return `${field.plain ? "" : "*"}${field.kind}`;
}
