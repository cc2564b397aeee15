import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { Outside, run as runWith } from "./run";

const VECTORS = path.join(__dirname, "../vectors/ignition/validate");

interface Vector {
  readonly name: string;
  readonly input: string;
  readonly exit: number;
  readonly stdout: string | null;
  readonly stderr: string | null;
}

const read = (name: string | null): string => (name === null ? "" : fs.readFileSync(path.join(VECTORS, name), "utf8"));
const vectors: readonly Vector[] = JSON.parse(read("manifest.json"));
const run = (args: readonly string[], outside: Outside = {}) => runWith(["ignition", "validate", ...args], { cwd: VECTORS, ...outside });

test.each(vectors)("$name: exit code, standard output and standard error of ignition-validate", async ({ input, exit, stdout, stderr }) => {
  const expected = { code: exit, stdout: read(stdout), stderr: read(stderr) };
  expect(await run([input])).toEqual(expected);
  expect(await run(["-"], { stdin: fs.readFileSync(path.join(VECTORS, input)) })).toEqual(expected);
});

test("of several files each line names its own, and one that fails makes all fail", async () => {
  expect(await run(["001-version-3_4_0.ign", "021-unused-key-top.ign"])).toEqual({
    code: 0,
    stdout: "021-unused-key-top.ign: warning at $.networkd, line 3 col 3: unused key networkd\n",
    stderr: "",
  });
  expect(await run(["006-empty-file.ign", "missing.ign", "001-version-3_4_0.ign"])).toEqual({
    code: 1,
    stdout: "",
    stderr:
      "006-empty-file.ign: couldn't parse config: not a config (empty)\nmissing.ign: couldn't read config: open missing.ign: no such file or directory\n",
  });
});

test("machines get a list of files with what was found", async () => {
  const { code, stdout, stderr } = await run(["--format", "json", "001-version-3_4_0.ign", "006-empty-file.ign", "021-unused-key-top.ign"]);
  expect([code, stderr]).toEqual([1, ""]);
  expect(JSON.parse(stdout)).toEqual([
    { file: "001-version-3_4_0.ign", reports: [] },
    { file: "006-empty-file.ign", reports: [], error: "not a config (empty)" },
    {
      file: "021-unused-key-top.ign",
      reports: [{ severity: "warning", path: "networkd", code: "unused-key", message: "unused key networkd", line: 3, column: 3 }],
    },
  ]);
});

test("no file, and standard input twice, is wrong usage", async () => {
  expect((await run([])).code).toBe(2);
  expect((await run(["-", "-"])).code).toBe(2);
  expect((await run(["--format", "xml", "a"])).code).toBe(2);
});
