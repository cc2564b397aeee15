import * as fs from "fs";
import { afterAll, describe, expect, test } from "vitest";
import { Workspace } from "./workspace";

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

afterAll(() => expect(made.filter((directory) => fs.existsSync(directory))).toEqual([]));
