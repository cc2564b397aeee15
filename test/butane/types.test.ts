import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import type { ButaneStruct } from "../../lib/butane/struct";
import { CONFIG } from "../../lib/butane/v1_1/schema";

const TYPES = path.join(__dirname, "../../lib/butane/types");
const source = fs
  .readdirSync(TYPES)
  .map((file) => fs.readFileSync(path.join(TYPES, file), "utf8"))
  .join("\n");

// What a type is called in TypeScript where that is not its name in Go.
const NAMES: Readonly<Record<string, string>> = {
  Config: "FlatcarButane",
  HTTPHeader: "FlatcarButaneHttpHeader",
  IgnitionConfig: "FlatcarButaneReferences",
  NodeGroup: "FlatcarButaneOwner",
  NodeUser: "FlatcarButaneOwner",
  PasswdGroup: "FlatcarButaneGroup",
  PasswdUser: "FlatcarButaneUser",
  TLS: "FlatcarButaneTls",
};
// 1.1.0 refuses them, whatever they hold.
const REFUSED = ["Clevis"];

const properties = (name: string): string[] => {
  const body = new RegExp(`export interface ${name} \\{\n([^]*?)\n\\}`).exec(source)?.[1] ?? "";
  return [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, property]) => property).sort();
};
const local = ({ type }: ButaneStruct): string => type.slice(type.indexOf(".") + 1);

function* structs(struct: ButaneStruct): Generator<ButaneStruct> {
  yield struct;
  for (const field of struct.fields) if ("struct" in field && !REFUSED.includes(local(field.struct))) yield* structs(field.struct);
}

test.each([...new Set(structs(CONFIG))].map((struct) => [local(struct), struct] as const))(
  "the type of %s has the keys of 1.1.0",
  (name, struct) => {
    const keys = struct.fields.filter((field) => !("struct" in field && REFUSED.includes(local(field.struct)))).map(({ key }) => key);
    expect(properties(NAMES[name] ?? `FlatcarButane${name}`)).toEqual(keys.sort());
  },
);

test("every property says what it means", () => {
  const undocumented = [...source.matchAll(/(\*\/\n|[^\n]*\n) {2}readonly (\w+)/g)].filter(
    ([, before]) => !before.trimEnd().endsWith("*/"),
  );
  expect(undocumented.map(([, , property]) => property)).toEqual([]);
});
