import { expect, test } from "vitest";
import { IgnitionSpecVersion } from "../../lib/ignition";
import { goEntry, goList, goStruct, isGoPointer } from "../../lib/ignition/go-types";
import { CONFIG, FieldSpec, StructSpec } from "../../lib/ignition/schema";

const { V3_0_0, V3_1_0, V3_2_0, V3_3_0, V3_6_0 } = IgnitionSpecVersion;

function find(path: string): { spec: StructSpec; field: FieldSpec } {
  let spec = CONFIG;
  const parts = path.split(".");
  for (const part of parts.slice(0, -1)) {
    const field = spec.byName.get(part);
    if (field?.kind !== "struct" && field?.kind !== "structs") throw new Error(`${path} does not lead on at ${part}`);
    spec = field.struct;
  }
  const field = spec.byName.get(parts[parts.length - 1]);
  if (field === undefined) throw new Error(`there is no ${path}`);
  return { spec, field };
}

test("every object and every list of every version has a name", () => {
  const walk = (spec: StructSpec): void => {
    for (const field of spec.fields) {
      for (const version of [...IgnitionSpecVersion.ALL, IgnitionSpecVersion.V3_7_0_EXPERIMENTAL]) {
        if (!version.isAtLeast(field.since)) continue;
        if (field.kind === "struct" || field.kind === "structs") expect(goStruct(field, version)).toMatch(/^[A-Z]\w+$/);
        if (field.kind === "strings") expect(goEntry(spec, field, version)).toMatch(/^[A-Z]\w+$/);
      }
      if (field.kind === "struct" || field.kind === "structs") walk(field.struct);
    }
  };
  walk(CONFIG);
});

test.each([
  ["storage.files", V3_6_0, "[]types.File"],
  ["storage.files.append", V3_0_0, "[]types.FileContents"],
  ["storage.files.append", V3_1_0, "[]types.Resource"],
  ["ignition.config.merge", V3_0_0, "[]types.ConfigReference"],
  ["ignition.security.tls.certificateAuthorities", V3_0_0, "[]types.CaReference"],
  ["ignition.security.tls.certificateAuthorities", V3_1_0, "[]types.Resource"],
  ["storage.files.contents.httpHeaders", V3_6_0, "types.HTTPHeaders"],
  ["storage.raid.devices", V3_6_0, "[]types.Device"],
  ["storage.luks.options", V3_6_0, "[]types.LuksOption"],
  ["storage.filesystems.options", V3_6_0, "[]types.FilesystemOption"],
])("%s is a list of its version's type", (path, version, type) => {
  const { spec, field } = find(path);
  if (field.kind !== "strings" && field.kind !== "structs") throw new Error(`${path} is no list`);
  expect(goList(spec, field, version)).toBe(type);
});

test.each([
  ["storage.files.user", V3_6_0, "NodeUser"],
  ["storage.files.group", V3_6_0, "NodeGroup"],
  ["storage.luks.clevis.custom", V3_2_0, "Custom"],
  ["storage.luks.clevis.custom", V3_3_0, "ClevisCustom"],
  ["ignition.config", V3_6_0, "IgnitionConfig"],
])("%s is an object of its version's type", (path, version, type) => {
  const { field } = find(path);
  if (field.kind !== "struct") throw new Error(`${path} is no object`);
  expect(goStruct(field, version)).toBe(type);
});

test("clevis could be absent in 3.2.0 alone", () => {
  const { field } = find("storage.luks.clevis");
  if (field.kind !== "struct") throw new Error("clevis is no object");
  expect([V3_2_0, V3_3_0].map((version) => isGoPointer(field, version))).toEqual([true, false]);
});
