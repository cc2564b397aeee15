import fc from "fast-check";
import { expect, test } from "vitest";
import { translateButane } from "../../lib/butane";
import { said, translated } from "./translated";

test("a config comes as object and as JSON", () => {
  const { config, json, error, reports } = translated("systemd: {units: [{name: a.service, mask: true}]}");
  expect(config).toEqual({ ignition: { version: "3.4.0" }, systemd: { units: [{ mask: true, name: "a.service" }] } });
  expect(json).toBe('{"ignition":{"version":"3.4.0"},"systemd":{"units":[{"mask":true,"name":"a.service"}]}}');
  expect([error, reports]).toEqual([undefined, []]);
});

test("after an error there is neither", () => {
  const { config, json, error } = translated("storage: {files: [{path: a}]}");
  expect([config, json, error]).toEqual([undefined, undefined, "config generated was invalid"]);
});

test("bytes are read as text is", () => {
  expect(translateButane(Buffer.from("variant: flatcar\nversion: 1.1.0\n")).json).toBe('{"ignition":{"version":"3.4.0"}}');
  expect(translateButane(Uint8Array.of(0x61, 0xff)).error).toBe("Error unmarshaling yaml: yaml: invalid leading UTF-8 octet");
});

test("a report has the line and column of the deepest value that is there", () => {
  const { reports } = translateButane(
    "variant: flatcar\nversion: 1.1.0\nstorage:\n  files:\n    - path: é\n      mode: 644\n    - mode: 1\n",
  );
  expect(reports.map(({ path, line, column }) => [path, line, column])).toEqual([
    ["storage.files.0.mode", 6, 13],
    ["storage.files.0.path", 5, 13],
    ["storage.files.0.mode", 6, 13],
    ["storage.files.1.path", 7, 7],
  ]);
});

test.each([
  ["", "error parsing variant; must be specified"],
  ["a: [", /^Error unmarshaling yaml: yaml: /],
  ["variant: [flatcar]", "Error unmarshaling yaml: yaml: unmarshal errors:\n  line 1: cannot unmarshal !!seq into string"],
  ["{variant: flatcar, version: 1.1.0, storage: 1}", "yaml: unmarshal errors:\n  line 1: cannot unmarshal !!int `1` into v0_5.Storage"],
])("%j is no config, and no report says so", (text, message) => {
  const { error, reports } = translateButane(text);
  expect(error).toEqual(typeof message === "string" ? message : expect.stringMatching(message));
  expect(reports).toEqual([]);
});

test("unused keys come first, whatever else is wrong", () => {
  expect(said(translated("x: 1\nstorage: {trees: [{}]}"))).toEqual([
    "warning at x: unused key x",
    "error at storage.trees.0: local is required",
    "source config is invalid",
  ]);
});

test("an error before the translation hides what would come after it, not warnings before it", () => {
  expect(said(translated("storage: {files: [{path: a, mode: 644}], trees: [{local: x}, {}]}"))).toEqual([
    expect.stringMatching(/^warning at storage\.files\.0\.mode: unreasonable mode/),
    "error at storage.trees.1: local is required",
    "source config is invalid",
  ]);
});

test("what Flatcar has no use for hides duplicates and rules, which do not hide each other", () => {
  const luks = "luks: [{name: a, device: /dev/a, clevis: {tpm2: true}}]";
  expect(said(translated(`storage: {files: [{path: a}, {path: a}], ${luks}}`))).toEqual([
    "error at storage.luks.0.clevis: clevis is not supported in this spec version",
    "source config is invalid",
  ]);
  expect(said(translated("storage: {files: [{path: a}, {path: a}]}"))).toEqual([
    "error at storage.files.1: duplicate entry defined",
    "error at storage.files.0.path: path not absolute",
    "error at storage.files.1.path: path not absolute",
    "config generated was invalid",
  ]);
});

test("whatever the text is, it is translated or refused, and twice the same", () => {
  const lines = [
    "variant: flatcar",
    "version: 1.1.0",
    "storage:",
    "  files:",
    "    - path: /a",
    "      mode: 0644",
    "  trees: []",
    "systemd:",
    "  units: [{}]",
  ];
  const text = fc.array(fc.oneof(fc.constantFrom(...lines), fc.string(), fc.constantFrom("&a", "*a", "- ", "!!binary x", "<<: *a", "? ")), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(text, (parts) => {
      const document = parts.join("\n");
      const result = translateButane(document);
      expect((result.json === undefined) === (result.error !== undefined)).toBe(true);
      expect(said(translateButane(Buffer.from(document)))).toEqual(said(result));
    }),
  );
});
