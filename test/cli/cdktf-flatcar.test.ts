import * as fs from "fs";
import * as path from "path";
import { beforeAll, expect, test } from "vitest";
import { bin, version } from "../../package.json";
import { PROJECT, build, run as runProgram } from "../support/project";

const program = path.join(PROJECT, bin["cdktf-flatcar"]);
beforeAll(build, 120_000);

test("the program of the package is a script of Node.js", () => {
  expect(fs.readFileSync(program, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
});

test("the shell gets the code of the command, and the right stream its words", () => {
  const run = (...args: string[]) => runProgram(process.execPath, [program, ...args]);
  expect(run("--version")).toEqual({ status: 0, stdout: `cdktf-flatcar ${version}\n`, stderr: "" });
  expect(run("config", "show", "x", "y", "--synth", "no/such/folder")).toMatchObject({ status: 1, stdout: "" });
  expect(run("butan")).toMatchObject({ status: 2, stdout: "" });
});
