import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { Architecture } from "../../../lib/release";
import { ImageCache } from "../../../lib/release/cache";
import { ownHolder } from "../../../lib/release/lockfile/holder";
import { Fault } from "../../emulators/release";
import { rejected } from "../rejected";
import { KERNEL, lab, releaseDirectory, served } from "./testing";

const REQUEST = { directory: releaseDirectory(), fileName: KERNEL };
const SIZE = 3_000_000;
const CONTENT = { [KERNEL]: { seed: "kernel", size: SIZE } };

test("a file is fetched once, by its signed documents first, and then is in the cache: read-only, with its signature and what it is", async () => {
  const { server, feed, cache, root } = await lab(CONTENT);
  const fetched = await cache.file(REQUEST, feed);
  const folder = path.join(root, "sha512", fetched.sha512.slice(0, 2), fetched.sha512);
  expect(fetched).toMatchObject({ path: path.join(folder, KERNEL), size: SIZE, cached: false });
  expect(fs.readFileSync(fetched.path).equals(await server.bytes(served(KERNEL)))).toBe(true);
  expect(fetched.signature).toMatchObject({ path: `${fetched.path}.sig`, cached: false });
  expect(fs.readFileSync(`${fetched.path}.sig`).equals(await server.bytes(served(`${KERNEL}.sig`)))).toBe(true);
  expect(fs.readdirSync(folder).sort()).toEqual([KERNEL, `${KERNEL}.sig`, `stable_4593.2.5_amd64_${KERNEL}.json`]);
  expect(fs.readdirSync(path.join(root, "unfinished"))).toEqual([]);
  for (const file of [fetched.path, `${fetched.path}.sig`]) expect(fs.statSync(file).mode & 0o777, file).toBe(0o444);
  const asked = server.requests.filter(({ method }) => method === "GET").map((request) => path.basename(request.path));
  expect(asked).toEqual(["version.txt", "version.txt.sig", `${KERNEL}.DIGESTS.asc`, `${KERNEL}.sig`, KERNEL]);

  const again = await new ImageCache(root).file(REQUEST, feed);
  expect(again).toEqual({ ...fetched, cached: true, signature: { ...fetched.signature, cached: true } });
  expect(server.requests.filter(({ method, path: asked }) => method === "GET" && asked === served(KERNEL))).toHaveLength(1);
});

test("what a process has left that was killed when its file was in the cache is gone after the next use of that file", async () => {
  const { feed, cache, root, state } = await lab();
  const { sha512 } = await cache.file(REQUEST, feed);
  const before = state();
  const dead = { pid: spawnSync(process.execPath, ["--version"]).pid, start: "0", place: ownHolder().place, host: "", hold: 1 };
  fs.writeFileSync(path.join(root, "unfinished", `.${sha512}.hold`), JSON.stringify(dead));
  fs.mkdirSync(path.join(root, "unfinished", sha512));
  fs.writeFileSync(path.join(root, "unfinished", sha512, KERNEL), "half");
  await cache.file(REQUEST, feed);
  expect(state()).toEqual(before);
  expect(fs.readdirSync(path.join(root, "unfinished"))).toEqual([]);
});

test("what cannot be looked at is not tidied up, and keeps nobody from what is in the cache", async () => {
  const { feed, cache, root } = await lab();
  await cache.file(REQUEST, feed);
  fs.rmSync(path.join(root, "unfinished"), { recursive: true });
  fs.symlinkSync("unfinished", path.join(root, "unfinished"));
  expect(await cache.file(REQUEST, feed)).toMatchObject({ cached: true });
});

test("what the lock has a hash of is taken from the cache without asking anybody", async () => {
  const { server, feed, cache } = await lab();
  const { sha512, size } = await cache.file(REQUEST, feed);
  const count = server.requests.length;
  expect(await cache.file({ ...REQUEST, expected: { sha512, size } }, feed)).toMatchObject({ sha512, size, cached: true });
  expect(server.requests).toHaveLength(count);
});

test("a lock and signed DIGESTS that say different things are an error before anything is fetched", async () => {
  const { server, feed, cache, state } = await lab();
  const right = await feed.artifact(REQUEST.directory, KERNEL);
  const hash = await rejected(cache.file({ ...REQUEST, expected: { ...right, sha512: "a".repeat(128) } }, feed));
  expect(hash).toMatchObject({ code: "download-not-as-locked", received: right.sha512, allowed: `${"a".repeat(128)}, as locked` });
  expect(hash.path).toBe(`${server.url}${served(KERNEL)}`);
  const size = await rejected(cache.file({ ...REQUEST, expected: { ...right, size: right.size + 1 } }, feed));
  expect(size).toMatchObject({
    code: "download-not-as-locked",
    received: `${right.size} bytes`,
    allowed: `${right.size + 1} bytes, as locked`,
  });
  expect(state()).toEqual({});
});

test("a hash that the lock has for another release is refused, however well it is signed", async () => {
  const { feed, cache, state } = await lab();
  const { sha512 } = await feed.artifact(REQUEST.directory, KERNEL);
  const error = await rejected(cache.file({ ...REQUEST, otherReleases: new Map([[sha512, "stable 4593.2.4"]]) }, feed));
  expect(error).toMatchObject({ code: "download-of-other-release", received: sha512 });
  expect(error.allowed).toContain("stable 4593.2.4");
  expect(state()).toEqual({});
});

test("an entry that was altered is an error that names it, and is neither used nor changed; once it is deleted the file is fetched again", async () => {
  const { feed, cache, state } = await lab();
  const { path: file, sha512 } = await cache.file(REQUEST, feed);
  fs.chmodSync(file, 0o644);
  fs.writeFileSync(file, "something else");
  const before = state();
  const error = await rejected(cache.file(REQUEST, feed));
  expect(error).toMatchObject({ code: "cache-entry-altered", path: file, allowed: sha512 });
  expect(error.received).toMatch(/^[0-9a-f]{128}$/);
  expect(error.mend).toContain(path.dirname(file));
  expect(state()).toEqual(before);
  fs.rmSync(path.dirname(file), { recursive: true });
  expect(await cache.file(REQUEST, feed)).toMatchObject({ sha512, cached: false });
});

test.each([
  ["a signature that was altered", (file: string) => fs.writeFileSync(`${file}.sig`, "x"), ".sig"],
  ["a file that is gone", (file: string) => fs.rmSync(file), ""],
  ["records that are gone", (file: string) => fs.rmSync(path.join(path.dirname(file), `stable_4593.2.5_amd64_${KERNEL}.json`)), ""],
])("%s makes an entry an altered one", async (_, alter, suffix) => {
  const { feed, cache } = await lab();
  const { path: file } = await cache.file(REQUEST, feed);
  fs.chmodSync(`${file}.sig`, 0o644);
  alter(file);
  expect(await rejected(cache.file(REQUEST, feed))).toMatchObject({ code: "cache-entry-altered", path: `${file}${suffix}` });
});

test("those who want the same file at once fetch it once", async () => {
  const { server, feed, root } = await lab(CONTENT);
  server.fault(served(KERNEL), Fault.drip(SIZE / 10, 20), { method: "GET" });
  const waited: string[] = [];
  const fetching = [1, 2, 3].map(() => new ImageCache(root).file(REQUEST, feed, { onWait: (holder) => waited.push(holder) }));
  const found = await Promise.all(fetching);
  expect(found.map(({ cached }) => cached).sort()).toEqual([false, true, true]);
  expect(waited).toHaveLength(2);
  expect(waited[0]).toContain(`process ${process.pid}`);
  expect(server.requests.filter(({ method, path: asked }) => method === "GET" && asked === served(KERNEL))).toHaveLength(1);
});

test("the same bytes under another name or of another release are fetched once, and known as both", async () => {
  const same = { seed: "firmware", size: 5_000 };
  const { server, feed, cache, root } = await lab({ "first.bin": same, "second.bin": same });
  server.publish({ channel: "stable", version: "4593.2.6", date: "2026-08-14", files: { "first.bin": same } });
  const first = await cache.file({ directory: releaseDirectory(), fileName: "first.bin" }, feed);
  const second = await cache.file({ directory: releaseDirectory(), fileName: "second.bin" }, feed);
  const third = await cache.file({ directory: releaseDirectory("4593.2.6"), fileName: "first.bin" }, feed);
  expect([first, second, third].map(({ path: file }) => path.basename(file))).toEqual(["first.bin", "second.bin", "first.bin"]);
  expect([second.sha512, third.sha512, second.cached, third.cached]).toEqual([first.sha512, first.sha512, true, true]);
  expect(fs.readFileSync(second.path).equals(fs.readFileSync(first.path))).toBe(true);
  expect(fs.readFileSync(`${second.path}.sig`).equals(fs.readFileSync(`${first.path}.sig`))).toBe(true);
  const { entries } = await cache.contents();
  expect(entries.map(({ version, fileName }) => `${version} ${fileName}`)).toEqual([
    "4593.2.6 first.bin",
    "4593.2.5 first.bin",
    "4593.2.5 second.bin",
  ]);
  expect(fs.readdirSync(path.join(root, "unfinished"))).toEqual([]);
});

test("offline a file is found by its hash, or by what it is called, and what is not there is an error", async () => {
  const { server, feed, cache, root } = await lab();
  const { sha512, size, path: file } = await cache.file(REQUEST, feed);
  const count = server.requests.length;
  expect(await cache.cachedFile(REQUEST)).toMatchObject({ path: file, cached: true });
  expect(await cache.cachedFile({ ...REQUEST, expected: { sha512, size } })).toMatchObject({ path: file });
  expect(server.requests).toHaveLength(count);
  const other = { ...REQUEST, directory: releaseDirectory("4593.2.5", Architecture.ARM64) };
  const error = await rejected(cache.cachedFile(other));
  expect(error).toMatchObject({ code: "file-not-cached", subject: `${KERNEL} of stable 4593.2.5 for arm64`, path: root });
  expect(await rejected(cache.cachedFile({ ...REQUEST, expected: { sha512: "b".repeat(128), size } }))).toMatchObject({
    code: "file-not-cached",
  });
});

test("a folder that cannot be written is an error of one line, and nothing is fetched", async () => {
  const { server, feed, cache, root } = await lab();
  fs.writeFileSync(root, "a file where the cache should be");
  const error = await rejected(cache.file(REQUEST, feed));
  expect(error).toMatchObject({ code: "file-not-writable", path: path.join(root, "unfinished") });
  expect(server.requests.filter(({ method, path: asked }) => method === "GET" && asked === served(KERNEL))).toEqual([]);
});
