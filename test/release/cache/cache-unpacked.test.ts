import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { ImageCache } from "../../../lib/release/cache";
import { bzip2, bzip2Bomb } from "../../emulators/release";
import { rejected } from "../rejected";
import { IMAGE, lab, releaseDirectory } from "./testing";

const DIRECTORY = releaseDirectory();
const REQUEST = { directory: DIRECTORY, fileName: IMAGE };
const OPTIONS = { maxBytes: 64 * 1024 * 1024, searchPath: process.env.PATH };
const DISK = Buffer.from("a disk");

test("what a file holds is unpacked once, verified whenever it is used, and known by what it was packed in", async () => {
  const { feed, cache, root } = await lab({ [IMAGE]: bzip2(DISK) });
  const packed = await cache.file(REQUEST, feed);
  const unpacked = await cache.unpacked(DIRECTORY, packed, OPTIONS);
  expect(path.basename(unpacked.path)).toBe("flatcar_production_image.bin");
  expect(fs.readFileSync(unpacked.path).equals(DISK)).toBe(true);
  expect(unpacked).toMatchObject({ size: DISK.length, cached: false });
  expect(unpacked.signature).toBeUndefined();
  expect(unpacked.path).toContain(unpacked.sha512);
  expect(await new ImageCache(root).unpacked(DIRECTORY, packed, { ...OPTIONS, searchPath: "" })).toEqual({ ...unpacked, cached: true });
  fs.chmodSync(unpacked.path, 0o644);
  fs.writeFileSync(unpacked.path, "b disk");
  expect(await rejected(cache.unpacked(DIRECTORY, packed, OPTIONS))).toMatchObject({ code: "cache-entry-altered", path: unpacked.path });
});

test.each([
  ["packed wrongly", () => bzip2(DISK).subarray(0, 20), "unpack-failed"],
  ["a bomb", () => bzip2Bomb(128), "unpack-too-large"],
])("a file that was published %s leaves nothing but itself", async (_, packed, code) => {
  const { feed, cache, state } = await lab({ [IMAGE]: packed() });
  const found = await cache.file(REQUEST, feed);
  const before = state();
  expect(await rejected(cache.unpacked(DIRECTORY, found, OPTIONS))).toMatchObject({ code, path: found.path });
  expect(state()).toEqual(before);
});

test("what a killed process left half unpacked is unpacked anew", async () => {
  const { feed, cache, root } = await lab({ [IMAGE]: bzip2(DISK) });
  const packed = await cache.file(REQUEST, feed);
  const left = path.join(root, "unfinished", `${packed.sha512}.unpacked`);
  fs.mkdirSync(left);
  fs.writeFileSync(path.join(left, "flatcar_production_image.bin"), "half of something else");
  const unpacked = await cache.unpacked(DIRECTORY, packed, OPTIONS);
  expect(fs.readFileSync(unpacked.path).equals(DISK)).toBe(true);
  expect(fs.readdirSync(path.join(root, "unfinished"))).toEqual([]);
});

test("those who want it at once unpack it once", async () => {
  const { feed, root, cache } = await lab({ [IMAGE]: bzip2(DISK) });
  const packed = await cache.file(REQUEST, feed);
  const found = await Promise.all([1, 2, 3].map(() => new ImageCache(root).unpacked(DIRECTORY, packed, OPTIONS)));
  expect(found.map(({ cached }) => cached).sort()).toEqual([false, true, true]);
});

test("the same disk in another package is the same entry", async () => {
  const { feed, cache } = await lab({
    [IMAGE]: bzip2(DISK),
    "other.bin.bz2": Buffer.concat([bzip2(DISK.subarray(0, 3)), bzip2(DISK.subarray(3))]),
  });
  const first = await cache.unpacked(DIRECTORY, await cache.file(REQUEST, feed), OPTIONS);
  const other = await cache.file({ directory: DIRECTORY, fileName: "other.bin.bz2" }, feed);
  const second = await cache.unpacked(DIRECTORY, other, OPTIONS);
  expect(second.sha512).toBe(first.sha512);
  expect(await cache.unpacked(DIRECTORY, other, OPTIONS)).toMatchObject({ path: second.path, cached: true });
});
