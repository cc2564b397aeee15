import { expect, test } from "vitest";
import { CONFIG } from "../../../lib/butane/v1_1/schema";
import { decodeYaml, readYaml, unusedKeys } from "../../../lib/butane/yaml";

function reports(text: string): string[] {
  const document = readYaml(text);
  return unusedKeys(document, CONFIG, decodeYaml(document, CONFIG)).map(
    ({ severity, path, code, message, line, column }) => `${severity} ${path} ${line}:${column} ${code}: ${message}`,
  );
}

const MISMATCH = (path: string): string =>
  `context tree does not match content tree at $.${path}. Line and column reporting may be inconsistent. Unused keys may not be reported`;

test("a key that the type does not know is reported at the key", () => {
  expect(reports("variant: flatcar\nfoo: 1\nsystemd:\n  units:\n    - name: a.service\n      enable: true\n")).toEqual([
    "warning foo 2:1 unused-key: unused key foo",
    "warning systemd.units.0.enable 6:7 unused-key: unused key enable",
  ]);
});

test("objects are gone through in the order of the type, not of the document", () => {
  expect(
    reports("systemd: {a: 1}\nstorage: {files: [{b: 1}], disks: [{c: 1}]}\npasswd: {d: 1}\n").map((line) => line.split(" ")[1]),
  ).toEqual(["passwd.d", "storage.disks.0.c", "storage.files.0.b", "systemd.a"]);
});

test("an object that is null, empty or an alias is not what the type says", () => {
  expect(reports("storage:\npasswd: ~\nx: &x {}\nsystemd: *x\n")).toEqual([
    "warning x 3:1 unused-key: unused key x",
    `warning passwd 2:9 context-mismatch: ${MISMATCH("passwd")}`,
    `warning storage 1:9 context-mismatch: ${MISMATCH("storage")}`,
    `warning systemd 4:10 context-mismatch: ${MISMATCH("systemd")}`,
  ]);
});

test("a list that is null or an alias is passed over", () => {
  expect(reports("storage: {files: , disks: ~}\n")).toEqual([]);
  expect(reports("x-l: &l [{path: /a, z: 1}]\nstorage: {files: *l}\n")).toEqual(["warning x-l 1:1 unused-key: unused key x-l"]);
});

test("a list that lost its nulls is looked up too early", () => {
  expect(reports("storage: {files: [~, {path: /a, foo: 1}]}\n")).toEqual([
    `warning storage.files.0 1:19 context-mismatch: ${MISMATCH("storage.files.0")}`,
  ]);
});

test("a merge key is reported, and what is merged is not looked into", () => {
  expect(reports("storage: {<<: {files: [{path: /a, z: 1}]}}\n")).toEqual(["warning storage.<< 1:11 unused-key: unused key <<"]);
});

test("a document without content has no keys", () => {
  expect(reports("# nothing\n")).toEqual([]);
});
