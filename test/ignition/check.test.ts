import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { FlatcarError } from "../../lib/errors";
import { IgnitionSpecVersion, ReportSeverity, checkIgnition, parseIgnition } from "../../lib/ignition";
import { parseJson } from "../../lib/json";

const VECTORS = path.join(__dirname, "../vectors/ignition");
const read = (file: string): string => fs.readFileSync(path.join(VECTORS, file), "utf8");

interface Vector {
  readonly name: string;
  readonly input: string;
  readonly exit: number;
  readonly stdout: string | null;
}

interface Recorded {
  readonly text: string;
  readonly accepted: boolean;
  readonly reports: readonly string[];
}

const vectors: readonly Vector[] = JSON.parse(read("validate/manifest.json"));
const exceptions: { acceptedByIgnition: Record<string, string>; refusedByIgnition: Record<string, string> } = JSON.parse(
  read("exceptions.json"),
);
const recorded: readonly Recorded[] = read("recorded.ndjson")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

/** The report of ignition-validate without its positions: `severity path: message`. */
function withoutPositions(report: string): string[] {
  return report
    .trim()
    .split("\n")
    .map((line) => line.replace(/ at \$\.?([^,:]*)(, line \d+ col \d+)?: /, " $1: "))
    .filter((line) => !line.includes("context tree does not match"));
}

function ours(text: string): string[] {
  return checkIgnition(parseJson(text)).map(({ severity, path: at, message }) => `${severity} ${at}: ${message}`);
}

/** Unused keys of one object come in random order from Go. */
function settled(lines: readonly string[]): string[] {
  const isUnused = (line: string): boolean => line.includes("unused key");
  return [...lines.filter((line) => !isUnused(line)), ...lines.filter(isUnused).sort()];
}

function verdict(text: string): "accepted" | "refused" {
  try {
    parseIgnition(text);
    return "accepted";
  } catch (e) {
    if (FlatcarError.isFlatcarError(e)) return "refused";
    throw e;
  }
}

describe("ignition-validate's verdict", () => {
  test.each(vectors)("$name", ({ name, input, exit }) => {
    const text = read(`validate/${input}`);
    const theirs = exit === 0 ? "accepted" : "refused";
    const other = exit === 0 ? "refused" : "accepted";
    const isException = name in (exit === 0 ? exceptions.acceptedByIgnition : exceptions.refusedByIgnition);
    expect(verdict(text)).toBe(isException ? other : theirs);
  });

  test("each exception is a vector", () => {
    const names = vectors.map(({ name }) => name);
    for (const name of Object.keys({ ...exceptions.acceptedByIgnition, ...exceptions.refusedByIgnition })) expect(names).toContain(name);
  });
});

describe("ignition-validate's report", () => {
  const withReport = vectors.filter(({ stdout }) => stdout !== null && / at \$/.test(read(`validate/${stdout}`)));

  test("there are reports to compare", () => {
    expect(withReport.length).toBeGreaterThan(20);
  });

  test.each(withReport)("$name", ({ input, stdout }) => {
    expect(settled(ours(read(`validate/${input}`)))).toEqual(settled(withoutPositions(read(`validate/${stdout}`))));
  });

  test("of every recorded config", () => {
    expect(recorded.length).toBeGreaterThan(200);
    for (const { text, accepted, reports } of recorded) {
      const found = ours(text);
      expect(settled(found), text).toEqual(settled(reports.flatMap(withoutPositions)));
      expect(!found.some((line) => line.startsWith("error")), text).toBe(accepted);
    }
  });
});

test("a config that names no version is checked by the default, or reported", () => {
  const config = { storage: { luks: [{ name: "l", device: "/dev/a", discard: true }] } };
  expect(checkIgnition(config, IgnitionSpecVersion.V3_4_0)).toEqual([]);
  expect(checkIgnition(config, IgnitionSpecVersion.V3_3_0)).toMatchObject([{ path: "storage.luks.0.discard", code: "unused-key" }]);
  expect(checkIgnition(config)).toEqual([
    {
      severity: ReportSeverity.ERROR,
      path: "ignition.version",
      code: "ignition-version-unsupported",
      message: "invalid config version (couldn't parse)",
    },
  ]);
});

test.each([
  ["2.3.0", "ignition-version-legacy", "unsupported config version"],
  ["3.6.0-experimental", "ignition-version-experimental", "unsupported config version"],
  ["4.0.0", "ignition-version-unsupported", "unsupported config version"],
  ["three", "ignition-version-unsupported", "invalid config version (couldn't parse)"],
  [3, "ignition-version-unsupported", "invalid config version (couldn't parse)"],
])("the version %j is reported", (version, code, message) => {
  expect(checkIgnition({ ignition: { version } })).toMatchObject([{ path: "ignition.version", code, message }]);
});

test.each([null, undefined, 1, "text", [], [{}]])("%j is no config", (value) => {
  expect(checkIgnition(value)).toMatchObject([{ severity: "error", path: "", code: "ignition-not-an-object" }]);
});

test("configs in data URLs of references are not looked into, as in Ignition", () => {
  expect(checkIgnition({ ignition: { version: "3.4.0", config: { merge: [{ source: "data:,garbage" }] } } })).toEqual([]);
});

test("the experimental version is checked by the rules of 3.6.0", () => {
  const of = (version: string) => ({ ignition: { version }, storage: { files: [{ path: "/a", mode: 0o4755 }, { path: "b" }] } });
  expect(checkIgnition(of("3.7.0-experimental"))).toEqual(checkIgnition(of("3.6.0")));
  expect(checkIgnition(of("3.7.0-experimental"))).toMatchObject([{ path: "storage.files.1.path" }]);
});
