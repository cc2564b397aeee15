import * as fs from "node:fs";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ButaneResult, DiskFilesDirectory, formatReports, translateButane } from "../../lib/butane";
import { VECTORS, copyVectorFiles } from "./vector-files";

interface Vector {
  readonly name: string;
  readonly args: readonly string[];
  readonly exit: number;
  readonly stdout: string | null;
  readonly stderr_raw: string | null;
  readonly stderr_pretty: string | null;
  readonly stderr_unordered?: boolean;
}

const manifest = JSON.parse(read("manifest.json")) as readonly Vector[];
const exceptions = JSON.parse(read("exceptions.json")) as Readonly<Record<string, string>>;
const vectors = manifest.filter(({ name }) => !(name in exceptions));
// The messages of yaml.v3's scanner are not promised by anyone.
const SCANNER_ERROR = /^Error translating config: Error unmarshaling yaml: yaml: (?!unmarshal errors)/;

let files: string;
beforeAll(() => {
  files = copyVectorFiles();
});
afterAll(() => fs.rmSync(files, { recursive: true }));

function read(name: string | null): string {
  return name === null ? "" : fs.readFileSync(path.join(VECTORS, name), "utf8");
}

function has(args: readonly string[], ...options: readonly string[]): boolean {
  return options.some((option) => args.includes(option));
}

function translate({ name, args }: Vector): ButaneResult {
  const filesDir = has(args, "-d") ? new DiskFilesDirectory(files, "files") : undefined;
  return translateButane(fs.readFileSync(path.join(VECTORS, `${name}.yaml`)), { filesDir, pretty: has(args, "-p", "--pretty") });
}

function verdict({ error, reports }: ButaneResult, args: readonly string[]): string {
  if (error !== undefined) return `Error translating config: ${error}\n`;
  return has(args, "-s", "--strict") && reports.length > 0 ? "Config produced warnings and --strict was specified\n" : "";
}

/** Entries in an order of their own where Go's is random. */
function comparable(text: string, unordered = false): string {
  return unordered ? text.split("\n").sort().join("\n") : text;
}

test("the list of exceptions is short and names vectors only", () => {
  const names = manifest.map(({ name }) => name);
  expect(Object.keys(exceptions).filter((name) => !names.includes(name))).toEqual([]);
  expect(Object.keys(exceptions).length).toBeLessThan(5);
  expect(manifest.length).toBeGreaterThan(90);
});

test.each(vectors)("$name: taken or refused as by butane", (vector) => {
  expect(verdict(translate(vector), vector.args) === "" ? 0 : 1).toBe(vector.exit);
});

test.each(vectors.filter(({ stdout }) => stdout !== null))("$name: the same config, to the byte", (vector) => {
  expect(`${translate(vector).json}\n`).toBe(read(vector.stdout));
});

test.each(vectors)("$name: the same report in raw form", (vector) => {
  const expected = read(vector.stderr_raw);
  const result = translate(vector);
  if (SCANNER_ERROR.test(expected)) return expect(verdict(result, vector.args)).toMatch(SCANNER_ERROR);
  const report = formatReports(result.reports, "", { raw: true }) + verdict(result, vector.args);
  expect(comparable(report, vector.stderr_unordered)).toBe(comparable(expected, vector.stderr_unordered));
});

test.each(vectors)("$name: the same report with excerpts", (vector) => {
  const expected = read(vector.stderr_pretty ?? vector.stderr_raw);
  const result = translate(vector);
  if (SCANNER_ERROR.test(expected)) return expect(verdict(result, vector.args)).toMatch(SCANNER_ERROR);
  const report = formatReports(result.reports, read(`${vector.name}.yaml`), { file: `${vector.name}.yaml` }) + verdict(result, vector.args);
  expect(comparable(report, vector.stderr_unordered)).toBe(comparable(expected, vector.stderr_unordered));
});

test("what a translation gives as an object is what its JSON says", () => {
  for (const vector of vectors) {
    const { config, json } = translate(vector);
    // Bytes that are no UTF-8 are lone surrogates in the object.
    if (json !== undefined) expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(config).replace(/\\udc[89a-f]./g, "\\ufffd")));
  }
});
