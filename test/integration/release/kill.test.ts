import * as fs from "node:fs";
import * as path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { run } from "../../cli/run";
import { ReleaseServer } from "../../emulators/release";
import { build } from "../../support/project";
import { Workspace } from "../harness";
import { NEW, OLD, ReleaseLab } from "./lab";
import { atOnce, moments, seeded } from "./moments";
import { Runner } from "./runner";
import { filesOf, sha512Of, treeOf } from "./tree";

const KILLS = 200;
/** Kills besides, when the writing begins: few random ones meet what lasts a millisecond. */
const AIMED = 30;
/** As many runs at once as keep two cores busy. */
const AT_ONCE = 4;
const SEED = 6;
const IMAGE = "flatcar_production_qemu_image.img";
const FETCH = ["image", "fetch", "prod", "--platform", "libvirt", "--arch", "amd64", "--to", "images"];

const workspace = Workspace.forSuite();
let server: ReleaseServer;

beforeAll(async () => {
  build();
  server = await ReleaseServer.start();
  return () => server.close();
});

/** A project and a cache of its own. */
const labOf = (name: string): ReleaseLab => new ReleaseLab(server, workspace.mkdir(name));

/** How long runs last that nobody kills, as many at once as there are killed ones: half of them are longer, in milliseconds. */
async function lengthOf(args: readonly string[], prepare: (lab: ReleaseLab) => void): Promise<number> {
  const lengths: number[] = [];
  await atOnce(AT_ONCE, [...Array(2 * AT_ONCE).keys()], async (i) => {
    const lab = labOf(`measured-${args[0]}-${i}`);
    prepare(lab);
    const runner = await Runner.start({ cwd: lab.project, env: lab.env });
    const { code, stderr, length } = await runner.run([...args, ...lab.feed]);
    expect(code, stderr).toBe(0);
    lengths.push(length);
  });
  return lengths.sort((a, b) => a - b)[lengths.length / 2];
}

/** Random moments of a run, and `AIMED` without a moment, for kills when the writing begins. */
function killsOf(length: number, random: () => number): (number | undefined)[] {
  return [...moments(KILLS, length * 1.2, random), ...Array.from({ length: AIMED }, () => undefined)];
}

/** Kills a run: at its moment, or up to some milliseconds after a file appears. */
function killer(moment: number | undefined, folder: string, pattern: RegExp, within: number): (kill: () => void) => void {
  return (kill) => {
    if (moment !== undefined) setTimeout(kill, moment);
    // A timer is late by a millisecond, in which all may be over.
    else onceThereIs(folder, pattern, () => (within < 0.5 ? kill() : void setTimeout(kill, within)));
  };
}

/** Calls back once, when a file appears in a folder whose name a pattern has. */
function onceThereIs(folder: string, pattern: RegExp, callback: () => void): void {
  const watcher = fs.watch(folder, (_, name) => {
    if (name === null || !pattern.test(name)) return;
    watcher.close();
    callback();
  });
  // It must not outlive the run, which may have been over before it could appear.
  watcher.unref();
}

test("lock update, killed at any moment, leaves the old lock or the new one, and the next run finishes its work and tidies up", async () => {
  const template = labOf("update");
  // Few documents: what is killed is to be the writing, not the reading.
  const small = { architectures: ["amd64"] } as const;
  server.publish({ ...OLD, ...small });
  await template.lock("prod=stable", "--platforms", "hetzner");
  server.publish({ ...NEW, ...small });
  const old = template.lockText;
  await template.fine(["lock", "update"]);
  const updated = template.lockText;
  expect(updated).not.toBe(old);
  const prepare = (lab: ReleaseLab): void => fs.writeFileSync(lab.lockFile, old);

  const length = await lengthOf(["lock", "update"], prepare);
  const random = seeded(SEED);
  const seen = { "before the write": 0, "during the write": 0, "after the write": 0 };
  await atOnce(AT_ONCE, killsOf(length, random), async (moment, i) => {
    const lab = labOf(`update-${i}`);
    prepare(lab);
    const runner = await Runner.start({ cwd: lab.project, env: lab.env });
    await runner.run(["lock", "update", ...lab.feed], killer(moment, lab.project, /\.tmp$|\.hold$/, random() * 2));
    const text = lab.lockText;
    expect([old, updated]).toContain(text);
    const left = filesOf(treeOf(lab.project)).filter((name) => name !== "flatcar.lock.json");
    seen[text === updated ? "after the write" : left.length > 0 ? "during the write" : "before the write"]++;
    await lab.fine(["lock", "update"]);
    expect(lab.lockText).toBe(updated);
    expect(filesOf(treeOf(lab.project))).toEqual(["flatcar.lock.json"]);
    fs.rmSync(lab.folder, { recursive: true });
  });
  expect(
    Object.values(seen).every((count) => count > 0),
    JSON.stringify(seen),
  ).toBe(true);
}, 600_000);

/** Fails where an entry of a cache is not what its name says, or something else stands among the entries. */
function expectValid(cache: string): void {
  const entries = filesOf(treeOf(path.join(cache, "sha512")));
  for (const entry of entries) {
    const [prefix, sha512, name] = entry.split(path.sep);
    expect(sha512.slice(0, 2)).toBe(prefix);
    if (name === IMAGE) expect(sha512Of(path.join(cache, "sha512", entry)), entry).toBe(sha512);
    else expect(name).toMatch(/\.sig$|\.json$/);
  }
  const folders = new Set(entries.map((entry) => path.dirname(entry)));
  for (const folder of folders) expect(entries, `${folder} is whole`).toContain(path.join(folder, IMAGE));
}

test("image fetch, killed at any moment, leaves a valid cache and no half a file, and the next run finishes its work and tidies up", async () => {
  server.publish({ ...NEW, architectures: ["amd64"], files: { [IMAGE]: { seed: "image", size: 6_000_000 } } });
  const template = labOf("fetch");
  await template.lock("prod=stable", "--platforms", "libvirt");
  const { lockText } = template;
  const placed = path.join("images", "amd64-usr", "4593.2.5", IMAGE);
  const image = await server.bytes(server.feed.path("stable", "4593.2.5", IMAGE));
  const prepare = (lab: ReleaseLab): void => fs.writeFileSync(lab.lockFile, lockText);

  const length = await lengthOf(FETCH, prepare);
  const seen = { "before the download": 0, "during the download": 0, "before it is placed": 0, "after all": 0 };
  const random = seeded(SEED);
  await atOnce(AT_ONCE, killsOf(length, random), async (moment, i) => {
    const lab = labOf(`fetch-${i}`);
    prepare(lab);
    const entries = workspace.mkdir(`fetch-${i}`, "cache", "cdktf-flatcar", "sha512");
    const runner = await Runner.start({ cwd: lab.project, env: lab.env });
    await runner.run([...FETCH, ...lab.feed], killer(moment, entries, /^[0-9a-f]{2}$/, random() * 20));
    expectValid(lab.cache);
    const isPlaced = fs.existsSync(path.join(lab.project, placed));
    if (isPlaced) expect(fs.readFileSync(path.join(lab.project, placed)).equals(image)).toBe(true);
    const tree = filesOf(treeOf(lab.cache));
    const begun = tree.some((name) => name.startsWith("unfinished") && path.basename(name) === IMAGE);
    const done = tree.some((name) => name.startsWith("sha512"));
    seen[isPlaced ? "after all" : done ? "before it is placed" : begun ? "during the download" : "before the download"]++;
    expect((await run(["image", "list"], { cwd: lab.project, env: lab.env })).code).toBe(0);
    await lab.fine(FETCH);
    expectValid(lab.cache);
    expect(filesOf(treeOf(path.join(lab.cache, "unfinished")))).toEqual([]);
    expect(filesOf(treeOf(lab.project))).toEqual(["flatcar.lock.json", placed]);
    expect(fs.readFileSync(path.join(lab.project, placed)).equals(image)).toBe(true);
    fs.rmSync(lab.folder, { recursive: true });
  });
  expect(
    Object.values(seen).every((count) => count > 0),
    JSON.stringify(seen),
  ).toBe(true);
}, 600_000);
