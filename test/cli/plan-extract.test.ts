import * as fs from "fs";
import * as os from "os";
import * as path from "path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PROJECT } from "../support/project";
import { run } from "./run";

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "plan-extract-"));
  const recording = JSON.parse(fs.readFileSync(path.join(PROJECT, "test/vectors/plans/hetzner/config-replace.json"), "utf8"));
  for (const [name, stack] of Object.entries({ t: recording.stack, other: recording.base })) {
    fs.mkdirSync(path.join(folder, "cdktf.out/stacks", name), { recursive: true });
    fs.writeFileSync(path.join(folder, "cdktf.out/stacks", name, "cdk.tf.json"), JSON.stringify(stack));
  }
  fs.writeFileSync(path.join(folder, "plan.json"), JSON.stringify(recording.plan));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const extract = (...args: string[]) => run(["plan", "extract", ...args], { cwd: folder });

test("the extract stands on standard output, and is taken for the plan it is of", async () => {
  const { code, stdout, stderr } = await extract("t=plan.json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(JSON.parse(stdout)).toMatchObject({ flatcar_plan: 1, stack: "t" });
  fs.writeFileSync(path.join(folder, "extract.json"), stdout);
  expect((await extract("t=extract.json")).stdout).toBe(stdout);
});

test("which stack a plan is of has to be said where there are several", async () => {
  for (const args of [["plan.json"], ["none=plan.json"], [], ["t=plan.json", "t=plan.json"]]) {
    const { code, stdout, stderr } = await extract(...args);
    expect({ code, stdout, hint: stderr.includes("--help") }).toEqual({ code: 2, stdout: "", hint: true });
  }
});

test("a plan of something else is refused in one line", async () => {
  const { code, stdout, stderr } = await extract("other=plan.json");
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^the plan of other: [^\n]*\[plan-outdated[^\n]*\n$/);
});
