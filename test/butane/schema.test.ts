import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import type { ButaneField, ButaneStruct } from "../../lib/butane/struct";
import { CONFIG as V1_0 } from "../../lib/butane/v1_0/schema";
import { CONFIG as V1_1 } from "../../lib/butane/v1_1/schema";
import { CONFIG as V1_2_EXPERIMENTAL } from "../../lib/butane/v1_2_exp/schema";
import { VECTORS } from "./vector-files";

type Structs = Record<string, string[]>;

const recorded = JSON.parse(fs.readFileSync(path.join(VECTORS, "schema.json"), "utf8")) as Readonly<Record<string, Structs>>;

function structsOf(struct: ButaneStruct, found: Structs = {}): Structs {
  found[struct.type] = struct.fields.map((field) => `${field.key} ${goType(field)}`);
  for (const field of struct.fields) if ("struct" in field) structsOf(field.struct, found);
  return found;
}

function goType(field: ButaneField): string {
  if (field.kind === "struct") return field.struct.type;
  if ("type" in field) return field.type;
  return `${field.plain ? "" : "*"}${field.kind}`;
}

test.each([
  ["1.0.0", V1_0],
  ["1.1.0", V1_1],
  ["1.2.0-experimental", V1_2_EXPERIMENTAL],
])("the keys of %s, their order and their Go types are those of butane", (version, config) => {
  expect(structsOf(config)).toEqual(recorded[version]);
});
