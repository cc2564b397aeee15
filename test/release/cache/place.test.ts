import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { bytesDigest } from "../../../lib/release/cache/file-hash";
import { placeFile } from "../../../lib/release/cache/place";
import { ownHolder } from "../../../lib/release/lockfile/holder";
import { rejected } from "../rejected";
import { temporary } from "./testing";

/** A read-only file as it is in a cache, and where it is wanted. */
function files(bytes: Uint8Array = Buffer.from("an image")) {
  const folder = temporary();
  const from = path.join(folder, "cached.img");
  fs.writeFileSync(from, bytes, { mode: 0o444 });
  return { from: { path: from, ...bytesDigest(bytes) }, target: path.join(folder, "images", "amd64-usr", "disk.img") };
}

test("a file is put where it is wanted, writable, and whoever changes it changes nothing of the cache", async () => {
  const { from, target } = files();
  await placeFile(from, target);
  expect(fs.readFileSync(target, "utf8")).toBe("an image");
  expect(fs.readdirSync(path.dirname(target))).toEqual(["disk.img"]);
  fs.writeFileSync(target, "changed");
  expect(fs.readFileSync(from.path, "utf8")).toBe("an image");
});

test("zeros of a large file take no space where it is put either", async () => {
  const bytes = Buffer.alloc(24 * 1024 * 1024);
  bytes.write("end", bytes.length - 3);
  const { from, target } = files(bytes);
  await placeFile(from, target);
  expect(fs.readFileSync(target).equals(bytes)).toBe(true);
  expect(fs.statSync(target).blocks * 512).toBeLessThan(1024 * 1024);
});

test("a file that is there already is verified and left as it is", async () => {
  const { from, target } = files();
  await placeFile(from, target);
  const { mtimeMs, ino } = fs.statSync(target);
  const steps: string[] = [];
  await placeFile(from, target, { progress: ({ step, fileName }) => steps.push(`${step} ${fileName}`) });
  expect(fs.statSync(target)).toMatchObject({ mtimeMs, ino });
  expect(steps).toEqual(["verify disk.img"]);
});

test("what a process has left that was killed when its file was in its place is gone after the next run", async () => {
  const { from, target } = files();
  await placeFile(from, target);
  const folder = path.dirname(target);
  const dead = { pid: spawnSync(process.execPath, ["--version"]).pid, start: "0", place: ownHolder().place, host: "", hold: 1 };
  fs.writeFileSync(path.join(folder, ".disk.img.hold"), JSON.stringify(dead));
  fs.writeFileSync(path.join(folder, ".disk.img.unfinished"), "an im");
  await placeFile(from, target);
  expect(fs.readdirSync(folder)).toEqual(["disk.img"]);
});

test("another file of the same name is an error, and is not overwritten", async () => {
  const { from, target } = files();
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, "somebody's");
  const error = await rejected(placeFile(from, target));
  expect(error).toMatchObject({
    code: "file-differs",
    path: target,
    received: bytesDigest(Buffer.from("somebody's")).sha512,
    allowed: from.sha512,
  });
  expect(fs.readFileSync(target, "utf8")).toBe("somebody's");
});

test("a link to a file that is not there is somebody's, and stays; one to the very file is as good as it", async () => {
  const { from, target } = files();
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.symlinkSync("elsewhere", target);
  const error = await rejected(placeFile(from, target));
  expect(error).toMatchObject({ code: "file-differs", path: target, received: "a link to a file that is not there" });
  expect(fs.readlinkSync(target)).toBe("elsewhere");
  fs.copyFileSync(from.path, path.join(path.dirname(target), "elsewhere"));
  await placeFile(from, target);
  expect(fs.readlinkSync(target)).toBe("elsewhere");
});

test("what is no file is not waited for", async () => {
  const { from, target } = files();
  fs.mkdirSync(path.dirname(target), { recursive: true });
  execFileSync("mkfifo", [target]);
  expect(await rejected(placeFile(from, target))).toMatchObject({ code: "file-not-readable", path: target });
});

test("a file that was altered in the cache a moment ago is not put anywhere", async () => {
  const { from, target } = files();
  const error = await rejected(placeFile({ ...from, sha512: "a".repeat(128) }, target));
  expect(error).toMatchObject({ code: "cache-entry-altered", path: from.path });
  expect(fs.readdirSync(path.dirname(target))).toEqual([]);
});

test("what a killed process left half copied is replaced", async () => {
  const { from, target } = files();
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(path.join(path.dirname(target), ".disk.img.unfinished"), "an im");
  await placeFile(from, target);
  expect(fs.readdirSync(path.dirname(target))).toEqual(["disk.img"]);
});

test("many who put the same file at once put one", async () => {
  const { from, target } = files(Buffer.alloc(2_000_000, 7));
  await Promise.all([1, 2, 3, 4].map(() => placeFile(from, target)));
  expect(fs.readdirSync(path.dirname(target))).toEqual(["disk.img"]);
  expect(fs.statSync(target).size).toBe(2_000_000);
});

test("a folder that cannot be made, and a folder in the place of the file, are errors of one line", async () => {
  const { from, target } = files();
  fs.writeFileSync(path.dirname(path.dirname(target)), "a file");
  expect(await rejected(placeFile(from, target))).toMatchObject({ code: "file-not-writable", path: path.dirname(target) });
  const other = files();
  fs.mkdirSync(other.target, { recursive: true });
  expect(await rejected(placeFile(other.from, other.target))).toMatchObject({
    code: "file-not-readable",
    received: "EISDIR",
    path: other.target,
  });
});

test("whoever ends it leaves nothing half copied", async () => {
  const { from, target } = files(Buffer.alloc(8_000_000, 7));
  const reason = new Error("enough");
  const controller = new AbortController();
  const progress = (): void => controller.abort(reason);
  await expect(placeFile(from, target, { signal: controller.signal, progress })).rejects.toBe(reason);
  expect(fs.readdirSync(path.dirname(target))).toEqual([]);
});
