import * as fs from "fs";
import * as path from "path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MachineConfig } from "../../lib/pool";
import { Architecture, FlatcarRelease } from "../../lib/release";
import { butaneExamples, writeExampleFiles } from "../support/butane-page";
import { run } from "../cli/run";
import { scratch } from "../support/project";

const examples = butaneExamples();
let folder: string;
beforeAll(() => writeExampleFiles((folder = scratch())));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const NODE = {
  name: "a",
  pool: "db",
  stack: "stack",
  platform: "test",
  release: FlatcarRelease.version("4593.2.5"),
  architecture: Architecture.AMD64,
};

test("the page has examples, some with their config and some with their reports", () => {
  expect(examples.length).toBeGreaterThan(5);
  expect(examples.filter(({ config }) => config !== undefined).length).toBeGreaterThan(1);
  expect(examples.filter(({ reports }) => reports !== "").length).toBeGreaterThan(1);
});

test.each(examples)("line $line of docs/butane.md: what comes of it is what the page says", async ({ text, config, reports }) => {
  const { code, stdout, stderr } = await run(["butane", "--raw-errors", "-d", "."], { stdin: text, cwd: folder });
  expect(stderr.replace(/^Error translating config: .*\n/m, "")).toBe(reports);
  expect(code).toBe(/^error /m.test(reports) ? 1 : 0);
  if (config !== undefined) expect(JSON.parse(stdout)).toEqual(JSON.parse(config));
});

test.each(examples.filter(({ reports }) => !/^error /m.test(reports)))("line $line of docs/butane.md: a pool takes it", ({ text }) => {
  const file = path.join(folder, "example.bu");
  fs.writeFileSync(file, text);
  expect(MachineConfig.butaneFile(file).render(NODE).ignition?.version).toBe("3.4.0");
});
