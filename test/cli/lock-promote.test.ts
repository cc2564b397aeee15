import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import * as fs from "fs";
import { LockProject } from "./lock-project";

let project: LockProject;
let made: string;
beforeAll(async () => {
  project = await LockProject.start();
  expect((await project.lock(["init", "staging=stable", "prod=4593.2.3", "dev=beta"])).code).toBe(0);
  made = project.text;
});
beforeEach(() => fs.writeFileSync(project.file, made));
afterAll(async () => project.close());

test("a name gets the very entry of another, and nobody is asked", async () => {
  const { length } = project.server.requests;
  const { code, stdout, stderr } = await project.offline("promote", "staging", "prod");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^prod: stable 4593\.2\.3 → 4593\.2\.4\n/);
  const { releases } = JSON.parse(project.text);
  expect(releases.prod).toEqual(releases.staging);
  expect(Object.keys(releases)).toEqual(["staging", "prod", "dev"]);
  expect(project.server.requests.length).toBe(length);
  expect(project.others).toEqual([]);
});

test("a new name is made", async () => {
  const { code, stdout } = await project.offline("promote", "prod", "before", "--format", "json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ file: project.file, notes: [], changes: [{ name: "before", kind: "new" }] });
  expect(project.releases.before).toBe("stable 4593.2.3");
});

test("what is the same already is not written", async () => {
  expect(await project.offline("promote", "prod", "prod")).toEqual({ code: 0, stdout: "up to date: prod (4593.2.3)\n", stderr: "" });
  expect(project.text).toBe(made);
});

test("another channel is told of", async () => {
  const { stderr } = await project.offline("promote", "dev", "prod");
  expect(stderr).toBe('note: "prod" changes its channel from stable to beta, which updates follow from now on\n');
});

test("an older release is promoted only where that is meant", async () => {
  const { code, stderr } = await project.offline("promote", "prod", "staging");
  expect([code, stderr.split("\n").length]).toEqual([1, 2]);
  expect(stderr).toMatch(/lock-downgrade/);
  expect(project.text).toBe(made);
  expect((await project.offline("promote", "prod", "staging", "--allow-downgrade")).code).toBe(0);
  expect(project.releases.staging).toBe("stable 4593.2.3");
});

test.each([
  [[], 2, /FROM TO/],
  [["staging"], 2, /FROM TO/],
  [["staging", "prod", "more"], 2, /one promotion at a time: what is "more"\?/],
  [["staging", "my prod"], 2, /"my prod" is no name/],
  [["stagin", "prod"], 1, /did you mean "staging"\?.*lock-release-missing/],
  [["staging", "prod", "--file", "missing.json"], 1, /missing\.json: .*lock-missing/],
])("what cannot be is refused in words: %j", async (args, code, words) => {
  const ran = await project.offline("promote", ...args);
  expect(ran.code).toBe(code);
  expect(ran.stderr).toMatch(words);
  expect(project.text).toBe(made);
});
