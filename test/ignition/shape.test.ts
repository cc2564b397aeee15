import { expect, test } from "vitest";
import { ReportSeverity, checkIgnition } from "../../lib/ignition";
import { JsonNumber } from "../../lib/json";
import { Findings } from "../../lib/ignition/problems";
import { shapeConfig } from "../../lib/ignition/shape";
import { IgnitionSpecVersion } from "../../lib/ignition/spec-version";
import { findings } from "./findings";

const { V3_3_0, V3_4_0 } = IgnitionSpecVersion;

function shaped(value: Record<string, unknown>): unknown {
  const problems = new Findings();
  const result = shapeConfig(value, V3_4_0, problems);
  expect(problems.reports).toEqual([]);
  return result;
}

test("keys come in the order of the spec", () => {
  const result = shaped({ systemd: {}, storage: { files: [{ mode: 1, path: "/a" }] }, ignition: { version: "3.4.0" } });
  expect(JSON.stringify(result)).toBe('{"ignition":{"version":"3.4.0"},"storage":{"files":[{"path":"/a","mode":1}]},"systemd":{}}');
});

test("null is absent, and an empty entry in a list", () => {
  expect(
    shaped({ passwd: null, storage: { files: null }, systemd: { units: [null] }, kernelArguments: { shouldExist: [null, "a"] } }),
  ).toEqual({
    storage: {},
    systemd: { units: [{ name: "" }] },
    kernelArguments: { shouldExist: ["", "a"] },
  });
});

test("undefined is absent, also under a key that no version has", () => {
  expect(
    shaped({ storage: undefined, networkd: undefined, systemd: { units: [{ name: "a.service", mask: undefined }, undefined] } }),
  ).toEqual({
    systemd: { units: [{ name: "a.service" }, { name: "" }] },
  });
});

test("what names an entry is never absent", () => {
  expect(shaped({ storage: { files: [{}], disks: [{}], luks: [{}] } })).toEqual({
    storage: { files: [{ path: "" }], disks: [{ device: "" }], luks: [{ name: "" }] },
  });
});

test("negative zero is zero", () => {
  expect(shaped({ storage: { files: [{ path: "/a", mode: -0 }] } })).toEqual({ storage: { files: [{ path: "/a", mode: 0 }] } });
});

test("every wrong type is found, with its path and what came", () => {
  expect(
    findings({
      passwd: [],
      storage: { files: [{ path: 1, mode: "0644", contents: "x", overwrite: 0 }, "y", { path: "/b", mode: 1.5 }], links: {} },
      systemd: { units: [{ name: true, dropins: [[]] }] },
      kernelArguments: { shouldExist: [1, {}], shouldNotExist: "a" },
    }),
  ).toEqual([
    "error kernelArguments.shouldExist.0: must be a string, not the number 1",
    "error kernelArguments.shouldExist.1: must be a string, not an object",
    "error kernelArguments.shouldNotExist: must be a list, not a string",
    "error passwd: must be an object, not a list",
    "error storage.files.0.overwrite: must be true or false, not the number 0",
    "error storage.files.0.path: must be a string, not the number 1",
    "error storage.files.0.contents: must be an object, not a string",
    "error storage.files.0.mode: must be an integer, not a string",
    "error storage.files.1: must be an object, not a string",
    "error storage.files.2.mode: must be an integer, not the number 1.5",
    "error storage.links: must be a list, not an object",
    "error systemd.units.0.dropins.0: must be an object, not a list",
    "error systemd.units.0.name: must be a string, not a boolean",
  ]);
});

test("a number written otherwise than as an integer, or too large for one, is none", () => {
  const file = (mode: unknown): unknown => ({ storage: { files: [{ path: "/a", mode }] } });
  for (const mode of [new JsonNumber("1e2"), NaN, Infinity, 2 ** 53])
    expect(findings(file(mode))[0]).toContain("must be an integer, not the number");
  expect(findings({ storage: new JsonNumber("1e2") })).toEqual(["error storage: must be an object, not the number 1e2"]);
  expect(findings({ storage: () => 1 })).toEqual(["error storage: must be an object, not a function"]);
});

test("unknown keys are warnings that name what was probably meant", () => {
  const reports = checkIgnition({
    ignition: { version: "3.4.0" },
    storag: {},
    systemd: { units: [{ name: "a.service", enable: true, zzzzzzz: 1 }] },
  });
  expect(reports).toEqual([
    {
      severity: ReportSeverity.WARNING,
      path: "systemd.units.0.enable",
      code: "unused-key",
      message: "unused key enable",
      hint: 'did you mean "enabled"?',
    },
    { severity: ReportSeverity.WARNING, path: "systemd.units.0.zzzzzzz", code: "unused-key", message: "unused key zzzzzzz" },
    {
      severity: ReportSeverity.WARNING,
      path: "storag",
      code: "unused-key",
      message: "unused key storag",
      hint: 'did you mean "storage"?',
    },
  ]);
});

test("keys are case-sensitive", () => {
  expect(findings({ Storage: {} })).toEqual(["warning Storage: unused key Storage"]);
});

test("a key of a later version is unknown, and the hint tells which has it", () => {
  const problems = new Findings();
  const result = shapeConfig({ storage: { luks: [{ name: "a", discard: true }] } }, V3_3_0, problems);
  expect(result).toEqual({ storage: { luks: [{ name: "a" }] } });
  expect(problems.reports).toMatchObject([{ path: "storage.luks.0.discard", hint: "spec 3.4.0 has it, 3.3.0 not" }]);
});

test("what an object inherits is not its own", () => {
  expect(shaped(Object.create({ storage: { files: 1 } }))).toEqual({});
});
