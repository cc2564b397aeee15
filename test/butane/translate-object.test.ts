import fc from "fast-check";
import { expect, test } from "vitest";
import { FlatcarButane, MemoryFilesDirectory, translateButane, translateButaneObject } from "../../lib/butane";
import { said } from "./translated";

const NODE: FlatcarButane = {
  passwd: { users: [{ name: "core", ssh_authorized_keys: ["ssh-ed25519 A a"], ssh_authorized_keys_local: ["b.pub"] }] },
  storage: {
    files: [{ path: "/etc/motd", mode: 0o644, contents: { inline: "hello" } }],
    filesystems: [{ device: "/dev/vdb", path: "/data", format: "ext4", with_mount_unit: true }],
    trees: [{ local: "tree" }],
  },
  systemd: { units: [{ name: "a.service", enabled: true, contents: "[Install]\nWantedBy=multi-user.target\n" }] },
};
const filesDir = new MemoryFilesDirectory({ "b.pub": "ssh-ed25519 B b\n", "tree/opt/x": "x" });

test("an object is translated as the same text is", () => {
  const text = JSON.stringify({ variant: "flatcar", version: "1.1.0", ...NODE });
  const result = translateButaneObject(NODE, { filesDir, pretty: true });
  expect(result.json).toBe(translateButane(text, { filesDir, pretty: true }).json);
  expect(result.config).toEqual(JSON.parse(result.json ?? ""));
  expect(result.reports).toEqual([]);
});

test("without a version it is 1.1.0, and others can be named", () => {
  expect(translateButaneObject({}).json).toBe('{"ignition":{"version":"3.4.0"}}');
  expect(translateButaneObject({ version: "1.0.0" }).json).toBe('{"ignition":{"version":"3.3.0"}}');
  expect(said(translateButaneObject({ version: "2.0.0" }))).toEqual(["No translator exists for variant flatcar with version 2.0.0"]);
  expect(said(translateButaneObject({ variant: "fcos" }))).toEqual(["No translator exists for variant fcos with version 1.1.0"]);
});

test.each([
  [undefined, "", "must be an object, not undefined"],
  [null, "", "must be an object, not null"],
  [42, "", "must be an object, not the number 42"],
  [[], "", "must be an object, not a list"],
  [{ version: 1.1 }, "version", "must be a string, not the number 1.1"],
  [{ variant: ["flatcar"] }, "variant", "must be a string, not a list"],
])("what is no config of the type is an error and no empty config: %j", (config, path, message) => {
  const { reports, error, json } = translateButaneObject(config as unknown as FlatcarButane);
  expect([error, json]).toEqual(["source config is invalid", undefined]);
  expect(reports).toMatchObject([{ path, message }]);
});

test("reports have paths and no lines", () => {
  const { reports, error } = translateButaneObject({ storage: { files: [{ path: "a", mode: 644 }] } });
  expect(error).toBe("config generated was invalid");
  expect(reports.map(({ path, line, column }) => [path, line, column])).toEqual([
    ["storage.files.0.mode", undefined, undefined],
    ["storage.files.0.path", undefined, undefined],
    ["storage.files.0.mode", undefined, undefined],
  ]);
});

test("a value of a wrong type is an error, an unknown key a warning", () => {
  expect(said(translateButaneObject({ storage: { files: [{ path: 1 }] } } as unknown as FlatcarButane))).toEqual([
    "error at storage.files.0.path: must be a string, not the number 1",
    "source config is invalid",
  ]);
  const { json, reports } = translateButaneObject({ storge: {} } as FlatcarButane);
  expect(json).toBe('{"ignition":{"version":"3.4.0"}}');
  expect(reports).toMatchObject([{ severity: "warning", path: "storge", code: "unused-key", hint: 'did you mean "storage"?' }]);
});

test("whatever is in an object, it is translated or reported as its JSON is as text", () => {
  const contents = fc.record({ inline: fc.string(), source: fc.constantFrom("https://a", "x") }, { requiredKeys: [] });
  const file = fc.record(
    { path: fc.constantFrom("/a", "/b", "c", ""), mode: fc.nat(0o10000), contents, append: fc.array(contents, { maxLength: 2 }) },
    { requiredKeys: ["path"] },
  );
  const unit = fc.record(
    { name: fc.constantFrom("a.service", "b"), contents: fc.string(), enabled: fc.boolean() },
    { requiredKeys: ["name"] },
  );
  const config = fc.record(
    { storage: fc.record({ files: fc.array(file) }), systemd: fc.record({ units: fc.array(unit) }) },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(config, (object) => {
      const ofObject = translateButaneObject(object);
      const ofText = translateButane(JSON.stringify({ variant: "flatcar", version: "1.1.0", ...object }));
      expect(said(ofObject)).toEqual(said(ofText));
      expect(ofObject.json).toBe(ofText.json);
    }),
  );
});
