import { spawn } from "child_process";
import * as fs from "fs";
import * as path from "path";
import { afterAll, describe, expect, test } from "vitest";
import { PROJECT } from "../../support/project";
import { until } from "./exec";
import { Workspace } from "./workspace";

const VITEST = path.join(PROJECT, "node_modules", "vitest", "vitest.mjs");
const made: string[] = [];

describe("the directories of tests", () => {
  const suite = Workspace.forSuite();

  test("are there during a test", () => {
    const workspace = Workspace.forTest();
    made.push(workspace.directory);
    expect(fs.readFileSync(workspace.write("a/b.json", { c: 1 }), "utf8")).toBe('{\n  "c": 1\n}\n');
    expect(fs.readFileSync(workspace.write("text", "x"), "utf8")).toBe("x");
    expect(fs.readFileSync(workspace.write("bytes", new Uint8Array([0, 255])))).toEqual(Buffer.from([0, 255]));
    expect(fs.statSync(workspace.mkdir("d", "e")).isDirectory()).toBe(true);
    expect(fs.statSync(workspace.directory).mode & 0o777).toBe(0o755);
  });

  test("are gone after it, but for that of the suite", () => {
    made.push(suite.directory);
    expect(made).toHaveLength(2);
    expect(fs.existsSync(made[0])).toBe(false);
    expect(fs.existsSync(made[1])).toBe(true);
  });

  test.fails("go after a failed test too", () => {
    made.push(Workspace.forTest().directory);
    expect(fs.existsSync(made[2])).toBe(false);
  });

  test("so that nothing is left of the failed one", () => {
    expect(fs.existsSync(made[2])).toBe(false);
  });
});

test("the suite's directory is gone after the suite", () => {
  expect(made).toHaveLength(3);
  expect(fs.existsSync(made[1])).toBe(false);
});

test("removing twice is fine, and so is removing what was never made", () => {
  const workspace = new Workspace();
  workspace.remove();
  const directory = workspace.directory;
  expect(fs.existsSync(directory)).toBe(true);
  workspace.remove();
  workspace.remove();
  expect(fs.existsSync(directory)).toBe(false);
});

test("a run of tests that SIGTERM ends leaves nothing", async () => {
  const workspace = Workspace.forTest();
  const scratch = workspace.mkdir("tmp");
  const begun = workspace.path("begun");
  workspace.write(
    "project/hanging.test.ts",
    `import { writeFileSync } from "fs";
import { test } from "vitest";
import { Workspace } from ${JSON.stringify(path.join(__dirname, "workspace"))};

test("hangs", { timeout: 600_000 }, async () => {
  writeFileSync(${JSON.stringify(begun)}, Workspace.forTest().write("volume", "x"));
  await new Promise((resolve) => setTimeout(resolve, 600_000));
});
`,
  );
  fs.symlinkSync(path.join(PROJECT, "node_modules"), workspace.path("project/node_modules"));
  const run = spawn(process.execPath, [VITEST, "run", "--root", workspace.path("project")], {
    env: { ...process.env, TMPDIR: scratch },
    stdio: "ignore",
    detached: true,
  });
  const ended = new Promise((resolve) => run.once("close", resolve));
  try {
    await until("the test has begun", 60, () => (fs.existsSync(begun) ? true : undefined));
    expect(fs.readFileSync(begun, "utf8").startsWith(`${scratch}/`)).toBe(true);
    // As a terminal or a CI does: to all processes of the run.
    process.kill(-run.pid!, "SIGTERM");
    await ended;
    // vitest has others there.
    const left = (): string[] => fs.readdirSync(scratch).filter((name) => name.startsWith("flatcar-"));
    await until("the folder is gone", 30, () => (left().length === 0 ? true : undefined));
  } finally {
    if (run.exitCode === null && run.signalCode === null) process.kill(-run.pid!, "SIGKILL");
  }
});

afterAll(() => expect(made.filter((directory) => fs.existsSync(directory))).toEqual([]));
