import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { IgnitionSpecVersion, ReportSeverity, checkIgnition, encodeIgnition, validateIgnition } from "../../lib/ignition";
import { config } from "./arbitrary";

const reports = (text: string | Uint8Array): unknown[] =>
  validateIgnition(text).reports.map(({ severity, path, line, column, message }) => [severity, path, line, column, message]);

test("rules come first, then duplicates, then unused keys, each with its line and column in bytes", () => {
  const text =
    '{"ignition": {"version": "3.4.0"},\n "ünused": 1, "storage": {"files": [\n  {"path": "/a"}, {"path": "/a"}, {"path": "ü"}]}}';
  expect(reports(text)).toEqual([
    ["error", "storage.files.2.path", 3, 44, "path not absolute"],
    ["error", "storage.files.1", 3, 20, "duplicate entry defined"],
    ["warning", "ünused", 2, 2, "unused key ünused"],
  ]);
});

test("what is absent is reported where it should be", () => {
  expect(reports('{"ignition":{"version":"3.4.0"},"storage":{"files":[{"mode":0}]}}')).toEqual([
    ["error", "storage.files.0.path", 1, 54, "path not specified"],
  ]);
});

test("a number beyond all numbers hides places and unused keys", () => {
  expect(reports('{"ignition":{"version":"3.4.0"},"storage":{"files":[{"path":"a"}]},"x":1e400}')).toEqual([
    ["error", "storage.files.0.path", undefined, undefined, "path not absolute"],
  ]);
});

test.each([
  ["", "not a config (empty)"],
  ["{}", "invalid config version (couldn't parse)"],
  ["null", "invalid config version (couldn't parse)"],
  ['{"ignition":{"version":"3.4"}}', "invalid config version (couldn't parse)"],
  ['{"ignition":{"version":"2.3.0"}}', "unsupported config version"],
  ['{"ignition":{"version":"3.4.0+x"}}', "unsupported config version"],
  ['{"ignition":{"version":"3.6.0-experimental"}}', "unsupported config version"],
])("%j is an error of its own", (text, error) => {
  expect(validateIgnition(text)).toEqual({ reports: [], error });
});

test("a version is taken as the number it is", () => {
  expect(validateIgnition('{"ignition":{"version":"03.04.00"}}')).toEqual({ reports: [] });
});

test("every version there is can be named", () => {
  for (const version of [...IgnitionSpecVersion.ALL, IgnitionSpecVersion.V3_7_0_EXPERIMENTAL]) {
    expect(validateIgnition(JSON.stringify({ ignition: { version: version.toString() } }))).toEqual({ reports: [] });
  }
});

test("what is no JSON, and what is of a wrong type, is one report", () => {
  expect(validateIgnition('{"ignition":{"version":"3.4.0"},\n}')).toEqual({
    reports: [
      {
        severity: ReportSeverity.ERROR,
        path: "",
        code: "ignition-not-json",
        message: "invalid character '}' looking for beginning of object key string",
        line: 0,
        column: 0,
      },
    ],
    error: "config is not valid",
  });
  expect(reports('{"ignition":{"version":"3.4.0"},"storage":1,"systemd":2}')).toEqual([
    ["error", "", 1, 44, "json: cannot unmarshal number into Go struct field Config.storage of type types.Storage"],
  ]);
});

test("warnings alone leave a config", () => {
  expect(validateIgnition('{"ignition":{"version":"3.4.0"},"x":1}').error).toBeUndefined();
});

test("texts and bytes are the same", () => {
  const text = '{"ignition":{"version":"3.4.0"},"ü":1}';
  expect(validateIgnition(new TextEncoder().encode(text))).toEqual(validateIgnition(text));
  const within = new TextEncoder().encode(`xx${text}yy`).subarray(2, -2);
  expect(validateIgnition(within)).toEqual(validateIgnition(text));
});

test("a config written by Ignition's rules says the same as a text and as an object", () => {
  fc.assert(
    fc.property(config, (value) => {
      const text = encodeIgnition(value);
      const said = (list: readonly { path: string; message: string }[]): string[] => list.map(({ path, message }) => `${path}: ${message}`);
      expect(said(validateIgnition(text).reports)).toEqual(said(checkIgnition(JSON.parse(text))));
    }),
  );
});

describe("no text makes it fail:", () => {
  test("random bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void validateIgnition(bytes)));
  });

  test("random JSON under the keys of a config", () => {
    const key = fc.constantFrom("ignition", "storage", "files", "units", "systemd", "path", "version", "merge", "config", "luks", "users");
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom(null, 1, "3.4.0", true, "/a"),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(key, tie("tree"), { maxKeys: 4 }),
      ),
    }));
    fc.assert(fc.property(tree, (value) => void validateIgnition(JSON.stringify(value))));
  });

  test("numbers of millions of digits", () => {
    const digits = "1".repeat(5_000_000);
    expect(validateIgnition(`{"ignition":{"version":"${digits}.4.0"}}`).error).toBe("invalid config version (couldn't parse)");
    const [{ message }] = validateIgnition(`{"ignition":{"version":"3.4.0","timeouts":{"httpTotal":${digits}}}}`).reports;
    expect(message).toMatch(/^json: cannot unmarshal number 1+ into Go struct field Timeouts\.ignition\.timeouts\.httpTotal of type int$/);
  });

  test("keys of a million characters", () => {
    expect(validateIgnition(`{"ignition":{"version":"3.4.0"},"${"x".repeat(1_000_000)}":1}`).reports).toHaveLength(1);
  });

  test("ten thousand levels", () => {
    const deep = `{"ignition":{"version":"3.4.0"},"x":${"[".repeat(9_999)}${"]".repeat(9_999)}}`;
    expect(reports(deep)).toEqual([["warning", "x", 1, 33, "unused key x"]]);
  });
});
