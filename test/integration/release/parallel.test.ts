import * as fs from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { build } from "../../support/project";
import { NEW, OLD, ReleaseLab } from "./lab";
import { type RunEnd, Runner } from "./runner";
import { filesOf, treeOf } from "./tree";

const RUNS = 10;

beforeAll(build, 120_000);

/** Runs commands in processes of their own that begin at once. */
async function atOnce(lab: ReleaseLab, commands: readonly (readonly string[])[]): Promise<RunEnd[]> {
  const runners = await Promise.all(commands.map(async () => Runner.start({ cwd: lab.project, env: lab.env })));
  return Promise.all(runners.map(async (runner, i) => runner.run(commands[i])));
}

/** What is beside the lock when all have ended. */
const leftovers = (lab: ReleaseLab): string[] => filesOf(treeOf(lab.project)).filter((name) => name !== "flatcar.lock.json");

test("ten updates of different names at once all succeed, and the lock has the work of each", async () => {
  const lab = await ReleaseLab.forTest();
  const names = Array.from({ length: RUNS }, (_, i) => `name-${i}`);
  await lab.lock("--platforms", "hetzner", ...names.map((name) => `${name}=stable`));
  lab.server.publish(NEW);
  const ends = await atOnce(
    lab,
    names.map((name) => ["lock", "update", name, ...lab.feed]),
  );
  for (const { code, stderr } of ends) expect(code, stderr).toBe(0);
  expect(names.map((name) => lab.locked(name))).toEqual(names.map(() => NEW.version));
  expect(leftovers(lab)).toEqual([]);
});

test("ten updates of one name at once leave one valid lock, and each that did not succeed says why", async () => {
  const lab = await ReleaseLab.forTest();
  await lab.lock("prod=stable", "dev=stable");
  lab.server.publish(NEW);
  const ends = await atOnce(
    lab,
    Array.from({ length: RUNS }, () => ["lock", "update", "prod", ...lab.feed]),
  );
  expect(ends.filter(({ code }) => code === 0).length).toBeGreaterThan(0);
  for (const { code, stderr } of ends)
    if (code !== 0) expect([code, stderr]).toEqual([1, expect.stringContaining("[lock-changed-meanwhile:")]);
  expect([lab.locked("prod"), lab.locked("dev")]).toEqual([NEW.version, OLD.version]);
  expect(leftovers(lab)).toEqual([]);
});

test("updates, promotions and new names at once lose nobody's work", async () => {
  const lab = await ReleaseLab.forTest();
  await lab.lock("a=stable", "b=stable", "c=stable");
  lab.server.publish(NEW);
  const before = fs.statSync(lab.lockFile).mode;
  const ends = await atOnce(lab, [
    ["lock", "update", "a", ...lab.feed],
    ["lock", "update", "b", ...lab.feed],
    ["lock", "promote", "c", "d"],
    ["lock", "promote", "c", "e"],
    ["lock", "verify", "c", ...lab.feed],
  ]);
  for (const { code, stderr } of ends) expect(code, stderr).toBe(0);
  expect(["a", "b", "c", "d", "e"].map((name) => lab.locked(name))).toEqual([
    NEW.version,
    NEW.version,
    OLD.version,
    OLD.version,
    OLD.version,
  ]);
  expect(fs.statSync(lab.lockFile).mode).toBe(before);
  expect(leftovers(lab)).toEqual([]);
});
