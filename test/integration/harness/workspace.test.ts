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

/** How a run of tests is ended: as a terminal or a CI does, by a signal to all its processes, or by one that only the first one gets, and cannot do anything about. */
const ENDS: readonly (readonly [NodeJS.Signals, "all" | "first"])[] = [
  ["SIGTERM", "all"],
  ["SIGKILL", "first"],
];

test.each(ENDS)("a run of tests that %s ends (%s of its processes) leaves nothing", async (signal, whom) => {
  const workspace = Workspace.forTest();
  const scratch = workspace.mkdir("tmp");
  const begun = workspace.path("begun");
  workspace.write(
    "project/hanging.test.ts",
    `import { writeFileSync } from "fs";
import { test } from "vitest";
import { Workspace } from ${JSON.stringify(path.join(__dirname, "workspace"))};

test("hangs", { timeout: 600_000 }, async () => {
  Workspace.forTest().write("volume", "x");
  writeFileSync(${JSON.stringify(begun)}, String(process.pid));
  await new Promise((resolve) => setTimeout(resolve, 600_000));
});
`,
  );
  const setupFiles = [path.join(PROJECT, "test/support/end-with-run.ts")];
  workspace.write("project/vitest.config.mjs", `export default ${JSON.stringify({ test: { setupFiles } })};\n`);
  fs.symlinkSync(path.join(PROJECT, "node_modules"), workspace.path("project/node_modules"));
  const run = spawn(process.execPath, [VITEST, "run", "--root", workspace.path("project")], {
    env: { ...process.env, TMPDIR: scratch },
    stdio: "ignore",
    detached: true,
  });
  const ended = new Promise((resolve) => run.once("close", resolve));
  // vitest has others there.
  const left = (): string[] => fs.readdirSync(scratch).filter((name) => name.startsWith("flatcar-"));
  try {
    const worker = await until("the test has begun", 60, () => (fs.existsSync(begun) && fs.readFileSync(begun, "utf8")) || undefined);
    expect(left()).toHaveLength(1);
    process.kill(whom === "all" ? -run.pid! : run.pid!, signal);
    await ended;
    await until("the folder is gone", 30, () => (left().length === 0 ? true : undefined));
    await until("the worker has ended", 30, () => (fs.existsSync(`/proc/${worker}`) ? undefined : true));
  } finally {
    // Whatever is left of its group.
    try {
      process.kill(-run.pid!, "SIGKILL");
    } catch {
      // Nothing is.
    }
  }
});

afterAll(() => expect(made.filter((directory) => fs.existsSync(directory))).toEqual([]));
