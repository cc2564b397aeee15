import { expect, test } from "vitest";
import { meaningOf, ownerMeaning } from "../../../lib/ignition/diff/meaning";
import { CONFIG, ScalarField, StructSpec } from "../../../lib/ignition/schema";

function find(path: string): [StructSpec, ScalarField] {
  let spec = CONFIG;
  for (const name of path.split(".")) {
    const field = spec.byName.get(name);
    if (field?.kind === "struct" || field?.kind === "structs") spec = field.struct;
    else if (field !== undefined && field.kind !== "strings") return [spec, field];
  }
  throw new Error(`${path} is no scalar`);
}

test.each([
  ["storage.files.mode", 0o644],
  ["storage.directories.mode", 0o755],
  ["storage.files.overwrite", false],
  ["systemd.units.enabled", undefined],
  ["systemd.units.mask", false],
  ["passwd.users.shouldExist", true],
  ["passwd.users.uid", undefined],
  ["ignition.timeouts.httpResponseHeaders", 10],
])("%s is %j where it is absent", (path, value) => {
  const [spec, field] = find(path);
  expect(meaningOf(spec, field, {})).toBe(value);
  expect(meaningOf(spec, field, undefined)).toBe(value);
});

test("an empty string is absent, but for a password", () => {
  expect(meaningOf(...find("storage.links.target"), { target: "" })).toBeUndefined();
  expect(meaningOf(...find("passwd.users.passwordHash"), { passwordHash: "" })).toBe("");
});

test.each([
  [undefined, 0],
  [{}, 0],
  [{ name: "" }, 0],
  [{ name: "root" }, 0],
  [{ id: 500 }, 500],
  [{ name: "core" }, "core"],
])("the owner %j is %j", (owner, meaning) => {
  expect(ownerMeaning(owner)).toBe(meaning);
});
