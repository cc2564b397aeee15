import * as fs from "fs";
import * as path from "path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { VECTORS, copyVectorFiles } from "../butane/vector-files";
import { scratch } from "../support/project";
import { Outside, run as runWith } from "./run";

interface Vector {
  readonly name: string;
  readonly args: readonly string[];
  readonly exit: number;
  readonly stdout: string | null;
  readonly stderr_raw: string | null;
  readonly stderr_pretty: string | null;
  readonly stderr_unordered?: boolean;
}

const read = (name: string | null): string => (name === null ? "" : fs.readFileSync(path.join(VECTORS, name), "utf8"));
const vectors = (JSON.parse(read("manifest.json")) as readonly Vector[]).map((vector) => [vector.name, vector] as const);
const lines = (text: string, unordered = false): string[] => (unordered ? text.split("\n").sort() : text.split("\n"));
// Nobody promises the words of yaml.v3's scanner.
const SCANNER_ERROR = /^Error translating config: Error unmarshaling yaml: yaml: (?!unmarshal errors).*\n$/;

const GOOD = "variant: flatcar\nversion: 1.1.0\nsystemd:\n  units:\n    - name: docker.service\n      enabled: true\n";
const JSON_OF_GOOD = '{"ignition":{"version":"3.4.0"},"systemd":{"units":[{"enabled":true,"name":"docker.service"}]}}\n';
const WARNING = `${GOOD}extra: 1\n`;

let folder: string;
beforeAll(() => {
  folder = scratch();
  const files = copyVectorFiles();
  fs.cpSync(files, path.join(folder, "files"), { recursive: true, verbatimSymlinks: true });
  fs.rmSync(files, { recursive: true });
  for (const [name] of vectors) fs.copyFileSync(path.join(VECTORS, `${name}.yaml`), path.join(folder, `${name}.yaml`));
  fs.writeFileSync(path.join(folder, "good.bu"), GOOD);
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const run = (args: readonly string[], outside: Outside = {}) => runWith(["butane", ...args], { cwd: folder, ...outside });

test.each(vectors)("%s: exit code, standard output and standard error of butane, raw and with excerpts", async (name, vector) => {
  for (const [flags, stderr] of [
    [["--raw-errors"], read(vector.stderr_raw)],
    [[], read(vector.stderr_pretty ?? vector.stderr_raw)],
  ] as const) {
    const result = await run([...vector.args, ...flags, `${name}.yaml`]);
    expect([result.code, result.stdout]).toEqual([vector.exit, read(vector.stdout)]);
    if (SCANNER_ERROR.test(stderr)) expect(result.stderr).toMatch(SCANNER_ERROR);
    else expect(lines(result.stderr, vector.stderr_unordered)).toEqual(lines(stderr, vector.stderr_unordered));
  }
});

test.each([[[]], [["-"]], [[""]]])("without a file the config is read from standard input: %j", async (args) => {
  expect(await run(args, { stdin: GOOD })).toEqual({ code: 0, stdout: JSON_OF_GOOD, stderr: "" });
  expect((await run(args, { stdin: WARNING })).stderr).toContain("--> <stdin>:7:1");
});

test("--output writes the same to a file, over what is there, and nothing after an error", async () => {
  const file = path.join(folder, "out.ign");
  fs.writeFileSync(file, "x".repeat(1000));
  expect(await run(["-o", "out.ign", "good.bu"])).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(fs.readFileSync(file, "utf8")).toBe(JSON_OF_GOOD);
  expect((await run(["-o", "out.ign"], { stdin: "variant: flatcar\n" })).code).toBe(1);
  expect(fs.readFileSync(file, "utf8")).toBe(JSON_OF_GOOD);
});

test("--check prints no config, and --strict none after a warning", async () => {
  expect(await run(["-c", "-o", "never.ign", "good.bu"])).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(fs.existsSync(path.join(folder, "never.ign"))).toBe(false);
  expect(await run(["-s", "good.bu"])).toMatchObject({ code: 0, stdout: JSON_OF_GOOD });
  const { code, stdout, stderr } = await run(["-s", "--raw-errors"], { stdin: WARNING });
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toBe("warning at $.extra, line 7 col 1: unused key extra\nConfig produced warnings and --strict was specified\n");
  expect((await run([], { stdin: WARNING })).stdout).toBe(JSON_OF_GOOD);
});

test("errors are coloured on a terminal, where asked for, and not otherwise", async () => {
  const colours = async (args: string[], outside: Outside = {}) =>
    (await run(args, { stdin: WARNING, ...outside })).stderr.includes("\x1b[1;33mwarning");
  expect(await colours([], { isTTY: true })).toBe(true);
  expect(await colours([], { isTTY: true, env: { NO_COLOR: "" } })).toBe(false);
  expect(await colours([])).toBe(false);
  for (const flag of ["--color", "--colour", "--color=always", "--color=yes"]) expect(await colours([flag])).toBe(true);
  for (const flag of ["--color=never", "--colour=no"]) expect(await colours([flag], { isTTY: true })).toBe(false);
  expect(await colours(["--color", "--raw-errors"])).toBe(false);
});

test.each([
  [["none.bu"], "failed to open none.bu: open none.bu: no such file or directory\n"],
  [["files"], "failed to read files: read files: is a directory\n"],
  [["good.bu/x"], "failed to open good.bu/x: open good.bu/x: not a directory\n"],
  [["-o", "no/out.ign", "good.bu"], "failed to open no/out.ign: open no/out.ign: no such file or directory\n"],
  [["-o", "files", "good.bu"], "failed to open files: open files: is a directory\n"],
])("%j cannot be had, in the words of butane", async (args, stderr) => {
  expect(await run(args)).toEqual({ code: 1, stdout: "", stderr });
});

test("an empty name of the files directory is none, and --raw changes nothing", async () => {
  const local = "variant: flatcar\nversion: 1.1.0\nstorage: {files: [{path: /a, contents: {local: a}}]}\n";
  expect((await run(["-d", ""], { stdin: local })).stderr).toContain("must be specified with -d/--files-dir");
  expect((await run(["-r", "good.bu"])).stdout).toBe(JSON_OF_GOOD);
});

test.each([
  [["good.bu", "good.bu"], "one config at a time"],
  [["--input", "good.bu", "good.bu"], "one config at a time"],
  [["--color=sometimes"], "--color is one of"],
  [["-x"], "there is no option -x"],
])("%j is wrong usage", async (args, message) => {
  const { code, stdout, stderr } = await run(args);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(message);
});

test("--version says whose answers these are", async () => {
  expect((await run(["-V"])).stdout).toMatch(/^cdktf-flatcar \d+\.\d+\.\d+.*, with the answers of butane 0\.29\.0\n$/);
});
