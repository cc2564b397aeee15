import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { Architecture } from "../../../lib/release";
import { ImageCache } from "../../../lib/release/cache";
import { cacheContents } from "../../../lib/release/cache/contents";
import { EntryStore } from "../../../lib/release/cache/entry-store";
import { IMAGE, KERNEL, lab, releaseDirectory, temporary } from "./testing";

test("a cache that is not there holds nothing", async () => {
  expect(await cacheContents(new EntryStore(path.join(temporary(), "missing")))).toEqual({ entries: [], unfinished: [] });
});

test("entries come from new to old, by architecture and file name", async () => {
  const { server, feed, cache, root } = await lab();
  server.publish({ channel: "stable", version: "4593.2.10", date: "2026-08-18" });
  const files = [
    ["4593.2.5", Architecture.AMD64, KERNEL],
    ["4593.2.10", Architecture.ARM64, KERNEL],
    ["4593.2.10", Architecture.AMD64, KERNEL],
    ["4593.2.10", Architecture.AMD64, IMAGE],
  ] as const;
  for (const [version, architecture, fileName] of files)
    await cache.file({ directory: releaseDirectory(version, architecture), fileName }, feed);
  const { entries } = await cacheContents(new EntryStore(root));
  expect(entries.map(({ version, architecture, fileName }) => [version, architecture, fileName])).toEqual([
    ["4593.2.10", "amd64", IMAGE],
    ["4593.2.10", "amd64", KERNEL],
    ["4593.2.10", "arm64", KERNEL],
    ["4593.2.5", "amd64", KERNEL],
  ]);
  for (const { path: file, size } of entries) expect(fs.statSync(file).size).toBe(size);
});

test("what a killed process was unpacking is told with what is there of it; what nobody can tell of is left out", async () => {
  const { feed, cache, root } = await lab();
  const { sha512 } = await cache.file({ directory: releaseDirectory(), fileName: IMAGE }, feed);
  const folder = path.join(root, "unfinished", `${sha512}.unpacked`);
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, "flatcar_production_image.bin"), "half");
  fs.mkdirSync(path.join(root, "unfinished", "a".repeat(128)));
  fs.mkdirSync(path.join(root, "unfinished", `${"b".repeat(128)}.unpacked`));
  fs.writeFileSync(path.join(root, "unfinished", "something"), "");
  expect((await new ImageCache(root).contents()).unfinished).toEqual([
    {
      channel: "stable",
      version: "4593.2.5",
      architecture: "amd64",
      fileName: "flatcar_production_image.bin",
      size: undefined,
      done: 4,
      path: path.join(folder, "flatcar_production_image.bin"),
    },
  ]);
});
