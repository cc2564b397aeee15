import * as path from "path";
import { beforeAll, expect, test, vi } from "vitest";
import { PROJECT, synthesiseProject, withScratch } from "../support/project";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const TURKISH = { TZ: "Asia/Kathmandu", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" };
let files: { [file: string]: string };
let stacks: [string, string][];

beforeAll(() => {
  files = synthesiseProject({ env: { TZ: "UTC", LANG: "C", LC_ALL: "C" } });
  stacks = Object.entries(files).filter(([file]) => file.endsWith("/cdk.tf.json"));
});

test("another working directory, time zone and locale give the same bytes", () => {
  withScratch((folder) => {
    const elsewhere = synthesiseProject({ cwd: folder, env: TURKISH });
    expect(Object.keys(elsewhere)).toEqual(Object.keys(files));
    for (const [file, text] of Object.entries(elsewhere)) expect(text === files[file], file).toBe(true);
  });
  expect(stacks.length).toBe(12);
});

test("the order in which pools and nodes are written down decides nothing", () => {
  const script = path.join(PROJECT, "test", "repository", "fixtures", "reordered-app.mjs");
  const reordered = synthesiseProject({ script, args: [path.join(PROJECT, "dist")] });
  for (const [file, text] of stacks) expect(reordered[file] === text, file).toBe(true);
});

test("no stack names a folder of the project, a date, or a user", () => {
  for (const [file, text] of stacks) {
    expect(text.includes(PROJECT), file).toBe(false);
    expect(text.includes(process.cwd()), file).toBe(false);
    expect(text, file).not.toMatch(/\b20\d\d-\d\d-\d\d/);
    expect(text, file).not.toMatch(/\/(home|root|Users|tmp)\//);
  }
});
