import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { CONFIG, ListField, StructSpec, keyOf } from "../../lib/ignition/schema";

const storage = structOf(CONFIG, "storage");

function structOf(spec: StructSpec, name: string): StructSpec {
  const field = spec.byName.get(name);
  if (field?.kind !== "struct" && field?.kind !== "structs") throw new Error(`${name} is no object`);
  return field.struct;
}

function listOf(spec: StructSpec, name: string): ListField {
  const field = spec.byName.get(name);
  if (field?.kind !== "strings" && field?.kind !== "structs") throw new Error(`${name} is no list`);
  return field;
}

function everyList(spec: StructSpec, at: string, found: Map<string, ListField> = new Map()): Map<string, ListField> {
  for (const field of spec.fields) {
    const name = at === "" ? field.name : `${at}.${field.name}`;
    if (field.kind === "strings" || field.kind === "structs") found.set(name, field);
    if (field.kind === "struct" || field.kind === "structs") everyList(field.struct, name, found);
  }
  return found;
}

test("exactly the lists that Ignition does not match by key are exempt", () => {
  const exempt = [...everyList(CONFIG, "")].filter(([, field]) => field.exempt).map(([name]) => name);
  expect(exempt).toEqual([
    "storage.files.append",
    "storage.filesystems.mountOptions",
    "storage.filesystems.options",
    "storage.luks.options",
    "storage.raid.options",
  ]);
});

test("nodes share one key space, as do kernel arguments, and nothing else does", () => {
  const shared = [...everyList(CONFIG, "")]
    .filter(([, field]) => field.keySpace !== field.name)
    .map(([name, field]) => [name, field.keySpace]);
  expect(shared).toEqual([
    ["kernelArguments.shouldExist", "argument"],
    ["kernelArguments.shouldNotExist", "argument"],
    ["storage.directories", "node"],
    ["storage.files", "node"],
    ["storage.links", "node"],
  ]);
});

test("partitions are keyed by number, then by label", () => {
  const partitions = listOf(structOf(storage, "disks"), "partitions");
  expect(keyOf(partitions, { number: 2, label: "x" })).toBe("number:2");
  expect(keyOf(partitions, { number: 0, label: "x" })).toBe("label:x");
  expect(keyOf(partitions, { label: "" })).toBe("label:");
  expect(keyOf(partitions, {})).toBe("");
});

test("other entries are keyed by what names them", () => {
  expect(keyOf(listOf(storage, "files"), { path: "/a" })).toBe("/a");
  expect(keyOf(listOf(storage, "filesystems"), { device: "/dev/a" })).toBe("/dev/a");
  expect(keyOf(listOf(structOf(structOf(CONFIG, "ignition"), "config"), "merge"), { source: "http://x" })).toBe("http://x");
  expect(keyOf(listOf(structOf(structOf(storage, "luks"), "clevis"), "tang"), { url: "http://t" })).toBe("http://t");
  expect(keyOf(listOf(structOf(CONFIG, "passwd"), "users"), {})).toBe("");
});

test("every key that Ignition printed in the recorded merges is known, in the order it printed them", () => {
  const file = path.join(__dirname, "../vectors/ignition/merge.json");
  for (const { result } of JSON.parse(fs.readFileSync(file, "utf8"))) expectOrder(CONFIG, result);
});

function expectOrder(spec: StructSpec, value: Record<string, unknown>): void {
  const order = spec.fields.map((field) => field.name);
  const places = Object.keys(value).map((key) => order.indexOf(key));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  for (const [key, child] of Object.entries(value)) {
    const field = spec.byName.get(key);
    if (field?.kind !== "struct" && field?.kind !== "structs") continue;
    for (const entry of [child].flat()) expectOrder(field.struct, entry as Record<string, unknown>);
  }
}
