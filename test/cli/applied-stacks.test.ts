import * as fs from "fs";
import * as path from "path";
import { afterAll, expect, test } from "vitest";
import { APPLIED_OPTIONS, readApplied } from "../../lib/cli/applied-stacks";
import { Command } from "../../lib/cli/command";
import { scratch } from "../support/project";
import { run } from "./run";

const folder = scratch();
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
fs.writeFileSync(path.join(folder, "outputs.json"), '{"o":{"value":"1"}}');
fs.writeFileSync(path.join(folder, "state.json"), '{"version":4,"serial":1,"lineage":"l","resources":[]}');

/** The files given to a command about the stacks `stacks`. */
async function read(stacks: readonly string[], args: readonly string[], stdin = "") {
  let found: Awaited<ReturnType<typeof readApplied>> = new Map();
  const command: Command = {
    ...{ name: "read", summary: "read", usage: "", options: APPLIED_OPTIONS, examples: [] },
    run: async (given, io) => {
      found = await readApplied(given, io, stacks);
      return 0;
    },
  };
  const { code, stderr } = await run(["read", ...args], { cwd: folder, commands: [command], stdin });
  const applied = Object.fromEntries([...found].map(([stack, { outputs, state }]) => [stack, { outputs, state: state?.size }]));
  return { code, stderr, applied };
}

test("a file is of the one stack there is, or of the one it names", async () => {
  expect(await read(["x"], ["--outputs", "outputs.json"])).toMatchObject({ code: 0, applied: { x: { outputs: { o: "1" } } } });
  expect((await read(["x"], ["--outputs", "x=outputs.json", "--state", "state.json"])).applied).toEqual({
    x: { outputs: { o: "1" }, state: 0 },
  });
  const both = await read(["x", "y"], ["--state", "y=state.json", "--state=x=state.json"]);
  expect(both.applied).toEqual({ x: { outputs: undefined, state: 0 }, y: { outputs: undefined, state: 0 } });
});

test("- is standard input, and a file may have = in its name", async () => {
  expect((await read(["x"], ["--outputs", "-"], '{"o":{"value":"2"}}')).applied).toMatchObject({ x: { outputs: { o: "2" } } });
  fs.writeFileSync(path.join(folder, "a=b.json"), '{"o":{"value":"3"}}');
  expect((await read(["x"], ["--outputs", "a=b.json"])).applied).toMatchObject({ x: { outputs: { o: "3" } } });
  expect((await read(["x", "y"], ["--outputs", "y=a=b.json"])).applied).toMatchObject({ y: { outputs: { o: "3" } } });
});

test("a file that may be of more than one stack, or of none, is wrong usage", async () => {
  const { code, stderr } = await read(["x", "y"], ["--state", "state.json"]);
  expect(code).toBe(2);
  expect(stderr).toContain("--state state.json is of one stack, and there are 2: write --state STACK=FILE, or name the stack");
  expect((await read(["x", "y"], ["--state", "z=state.json"])).code).toBe(2);
});

test.each([
  ["--outputs", "none.json", "outputs-unreadable", "ENOENT"],
  ["--state", "none.json", "state-unreadable", "ENOENT"],
  ["--outputs", "state.json", "outputs-unreadable", "--state"],
  ["--state", "outputs.json", "state-unreadable", "it is no state"],
])("%s %s is an error of one line", async (option, file, code, why) => {
  const result = await read(["x"], [option, file]);
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(/^[^\n]+\n$/);
  expect(result.stderr).toContain(code);
  expect(result.stderr).toContain(why);
});
