import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { EntryStore } from "../../../lib/release/cache/entry-store";
import { releaseWords } from "../../../lib/release/cache/entry-record";
import { bytesDigest } from "../../../lib/release/cache/file-hash";
import { rejected } from "../rejected";
import { releaseDirectory, temporary } from "./testing";

const BYTES = Buffer.from("an image");
const { sha512, size } = bytesDigest(BYTES);
const DIRECTORY = releaseDirectory();
const RECORD = { ...releaseWords(DIRECTORY), fileName: "disk.img", size };

/** Publishes the file as what is in a folder of the unfinished. */
async function publish(store: EntryStore, record = RECORD, name = store.downloadFolder(sha512)) {
  return store.held(name, {}, async (folder) => {
    fs.mkdirSync(folder.folder);
    fs.writeFileSync(folder.file(record.fileName), BYTES);
    folder.write(record);
    return store.publish(folder, record, sha512);
  });
}

test("what was published is found by its hash and by what it is, and nothing else is", async () => {
  const store = new EntryStore(path.join(temporary(), "cache"));
  expect(await store.file(sha512, DIRECTORY, "disk.img", {})).toBeUndefined();
  expect(await publish(store)).toEqual({ path: expect.stringMatching(/disk\.img$/), sha512, size, cached: false });
  expect(await store.file(sha512, DIRECTORY, "disk.img", {})).toMatchObject({ sha512, cached: true });
  expect(await store.file("a".repeat(128), DIRECTORY, "disk.img", {})).toBeUndefined();
  expect(await store.find(({ fileName }) => fileName === "disk.img")).toEqual({ sha512, record: RECORD });
  expect(await store.find(({ fileName }) => fileName === "other.img")).toBeUndefined();
  expect(await store.unfinished()).toEqual([]);
});

test("content that is there already is not published a second time, but known as the other file too", async () => {
  const store = new EntryStore(path.join(temporary(), "cache"));
  const first = await publish(store);
  const second = await publish(store, { ...RECORD, fileName: "copy.img" }, store.unpackFolder("a".repeat(128)));
  expect(path.dirname(second.path)).toBe(path.dirname(first.path));
  expect((await store.records()).map(({ record }) => record.fileName)).toEqual(["copy.img", "disk.img"]);
  expect(await store.unfinished()).toEqual([]);
});

test("whoever holds a file already adds a name to it without waiting for himself", async () => {
  const store = new EntryStore(path.join(temporary(), "cache"));
  await publish(store);
  const found = await store.held(store.downloadFolder(sha512), {}, () => store.file(sha512, DIRECTORY, "copy.img", {}, true));
  expect(path.basename(found?.path ?? "")).toBe("copy.img");
});

test("work on one file waits for other work on it, and says for whom", async () => {
  const store = new EntryStore(path.join(temporary(), "cache"));
  const order: string[] = [];
  const folder = store.downloadFolder(sha512);
  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));
  const first = store.held(folder, {}, async () => {
    order.push("first");
    await pause();
    order.push("first ended");
  });
  await store.held(folder, { onWait: () => order.push("wait") }, async () => void order.push("second"));
  await first;
  expect(order).toEqual(["first", "wait", "first ended", "second"]);
});

test("files and folders that are no entries are no matter; a folder that cannot be read is an error", async () => {
  const root = path.join(temporary(), "cache");
  const store = new EntryStore(root);
  await publish(store);
  fs.mkdirSync(path.join(root, "sha512", "zz", "no hash"), { recursive: true });
  fs.writeFileSync(path.join(root, "sha512", "README"), "");
  expect(await store.records()).toHaveLength(1);
  fs.rmSync(path.join(root, "sha512"), { recursive: true });
  fs.symlinkSync("sha512", path.join(root, "sha512"));
  expect(await rejected(store.records())).toMatchObject({ code: "file-not-readable", received: "ELOOP", path: path.join(root, "sha512") });
});
