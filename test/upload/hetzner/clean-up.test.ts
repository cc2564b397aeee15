import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { removeLeftovers, removeMade, removeOldKeys } from "../../../lib/upload/hetzner/clean-up";
import { Fault, type HetznerEmulator } from "../../emulators/hetzner";
import { apiOf, failure, folder, startEmulator, uploadOptions } from "./rig";

const TEMPORARY = { "flatcar-temporary": "a" };
const snapshots = (emulator: HetznerEmulator): number[] => emulator.images.filter(({ type }) => type === "snapshot").map(({ id }) => id);

test("what an upload made is deleted, known or found, but for what has become something", async () => {
  const emulator = await startEmulator();
  const known = emulator.addImage();
  emulator.addImage({ labels: TEMPORARY });
  const kept = emulator.addImage({ labels: TEMPORARY });
  const other = emulator.addImage({ labels: { "flatcar-temporary": "b" } });
  const made = [known, kept].map(({ id }) => ({ kind: "images", id }) as const);
  expect(await removeMade(apiOf(emulator), "a", made, made[1], uploadOptions(folder()).report)).toBe(true);
  expect(snapshots(emulator)).toEqual([kept.id, other.id]);
});

test("what is known is deleted also where nothing can be listed, and that is told", async () => {
  const emulator = await startEmulator();
  const { id } = emulator.addImage();
  emulator.inject(Fault.error(400, "oops", "no lists today", { method: "GET", times: Infinity }));
  const { report, told } = uploadOptions(folder());
  expect(await removeMade(apiOf(emulator), "a", [{ kind: "images", id }], undefined, report)).toBe(true);
  expect(snapshots(emulator)).toEqual([]);
  expect(told.lines).toEqual(["whether more was made than is known of could not be seen: status 400, oops: no lists today"]);
});

test("what is left is told with how to delete it", async () => {
  const emulator = await startEmulator();
  const { id } = emulator.addImage({ labels: TEMPORARY });
  emulator.inject(Fault.error(403, "forbidden", "no", { method: "DELETE", times: Infinity }));
  const { report, told } = uploadOptions(folder());
  expect(await removeMade(apiOf(emulator), "a", [], undefined, report)).toBe(false);
  expect(told.lines).toEqual([`snapshot ${id} is left: hcloud image delete ${id} deletes it (status 403, forbidden: no)`]);
});

test("leftovers are deleted once they are more than an hour old; younger ones are left alone, and both told", async () => {
  const emulator = await startEmulator();
  const { id, created } = emulator.addImage({ labels: TEMPORARY });
  emulator.addImage({ labels: { os: "flatcar" } });
  const later = (minutes: number): Date => new Date(Date.parse(created) + minutes * 60_000);
  const { report, told } = uploadOptions(folder());
  expect(await removeLeftovers(apiOf(emulator), later(60), report)).toBe(true);
  expect(snapshots(emulator)).toHaveLength(2);
  expect(await removeLeftovers(apiOf(emulator), later(61), report)).toBe(true);
  expect(snapshots(emulator)).toHaveLength(1);
  expect(told.lines).toEqual([
    `left alone, as another upload may be using it: snapshot ${id}, made ${created}`,
    `deleting what an earlier upload has left: snapshot ${id}, made ${created}`,
  ]);
});

test("a clock that is ahead makes nothing older than it is by the API's, and one that is behind neither", async () => {
  const emulator = await startEmulator();
  const { created } = emulator.addImage({ labels: TEMPORARY });
  const later = (minutes: number): Date => new Date(Date.parse(created) + minutes * 60_000);
  const { report } = uploadOptions(folder());
  for (const [ours, theirs] of [
    [6_000, 30],
    [30, 6_000],
  ]) {
    emulator.sentAt = later(theirs).toISOString();
    expect(await removeLeftovers(apiOf(emulator), later(ours), report)).toBe(true);
    expect(snapshots(emulator)).toHaveLength(1);
  }
  emulator.sentAt = later(62).toISOString();
  await removeLeftovers(apiOf(emulator), later(62), report);
  expect(snapshots(emulator)).toEqual([]);
});

test("keys of uploads that were killed go after an hour too", async () => {
  const directory = path.join(folder(), "keys");
  await removeOldKeys(directory, new Date(0));
  for (const name of ["old", "new"]) fs.mkdirSync(path.join(directory, name), { recursive: true });
  fs.writeFileSync(path.join(directory, "old", "id"), "x");
  const at = new Date(Date.UTC(2026, 0, 1, 12));
  fs.utimesSync(path.join(directory, "old"), at, new Date(at.getTime() - 3_600_001));
  fs.utimesSync(path.join(directory, "new"), at, new Date(at.getTime() - 3_600_000));
  await removeOldKeys(directory, at);
  expect(fs.readdirSync(directory)).toEqual(["new"]);
});

test("a folder of keys that cannot be read is an error of one line", async () => {
  const directory = path.join(folder(), "keys");
  fs.symlinkSync("keys", directory);
  expect(await failure(removeOldKeys(directory, new Date(0)))).toMatchObject({
    code: "file-not-readable",
    received: "ELOOP",
    path: directory,
  });
});
