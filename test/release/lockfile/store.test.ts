import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LockDocument } from "../../../lib/release/lockfile/document";
import { holdFile } from "../../../lib/release/lockfile/hold";
import { ownHolder } from "../../../lib/release/lockfile/holder";
import { changeLockFile, cleanUpBeside, createLockFile, readLockFile, refuseExisting } from "../../../lib/release/lockfile/store";
import { scratch } from "../../support/project";
import { locked } from "./locks";

let folder: string;
let file: string;
beforeEach(() => {
  folder = scratch();
  file = path.join(folder, "flatcar.lock.json");
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const add =
  (name: string) =>
  (document: LockDocument): LockDocument =>
    document.with(new Map([[name, locked()]]));
const names = (): string[] => [...readLockFile(file).releases.keys()];
const EMPTY = { missing: LockDocument.empty() };

test("a change is made of what the file says at that moment", async () => {
  await changeLockFile(file, add("a"), EMPTY);
  const seen: string[][] = [];
  await changeLockFile(file, (document) => {
    seen.push([...document.releases.keys()]);
    return add("b")(document);
  });
  expect(seen).toEqual([["a"]]);
  expect(names()).toEqual(["a", "b"]);
  expect(fs.readdirSync(folder)).toEqual(["flatcar.lock.json"]);
});

test("of many changes at once none is lost", async () => {
  await changeLockFile(file, (document) => document, EMPTY);
  const all = Array.from({ length: 25 }, (_, i) => `name-${i}`);
  await Promise.all(all.map((name) => changeLockFile(file, add(name))));
  expect(names().sort()).toEqual([...all].sort());
});

test("a file that is not there is an error, unless something counts in its place", async () => {
  await expect(changeLockFile(file, add("a"))).rejects.toMatchObject({ code: "lock-missing", path: file });
  expect(fs.readdirSync(folder)).toEqual([]);
  await changeLockFile(file, (document) => document, EMPTY);
  expect(fs.readFileSync(file, "utf8")).toBe(LockDocument.empty().toText());
});

test("a file that is no lock is an error, changes nothing, and is not made good by what counts in the place of a missing one", async () => {
  fs.writeFileSync(file, "{");
  for (const options of [{}, EMPTY])
    await expect(changeLockFile(file, add("a"), options)).rejects.toMatchObject({ code: "lock-not-json", path: file });
  expect(fs.readFileSync(file, "utf8")).toBe("{");
  expect(fs.readdirSync(folder)).toEqual(["flatcar.lock.json"]);
});

test("what the change throws leaves the file as it is", async () => {
  await changeLockFile(file, add("a"), EMPTY);
  const before = fs.readFileSync(file, "utf8");
  const refuse = (): LockDocument => {
    throw new Error("no");
  };
  await expect(changeLockFile(file, refuse)).rejects.toThrow("no");
  expect(fs.readFileSync(file, "utf8")).toBe(before);
  expect(fs.readdirSync(folder)).toEqual(["flatcar.lock.json"]);
});

test("where nothing changes the file is not written, in whatever form it is", async () => {
  fs.writeFileSync(file, '{"lockVersion":1,"releases":{}}');
  const before = fs.statSync(file, { bigint: true });
  await changeLockFile(file, (document) => document);
  const after = fs.statSync(file, { bigint: true });
  expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
});

test("a lock that is a link stays one, and its target is changed, with the hold beside the target", async () => {
  const target = path.join(folder, "real", "lock.json");
  fs.mkdirSync(path.dirname(target));
  fs.symlinkSync("real/lock.json", file);
  let during: string[] = [];
  await changeLockFile(
    file,
    (document) => {
      during = fs.readdirSync(path.dirname(target));
      return add("a")(document);
    },
    EMPTY,
  );
  expect(during).toEqual([".lock.json.hold"]);
  expect(fs.readlinkSync(file)).toBe("real/lock.json");
  expect([...readLockFile(target).releases.keys()]).toEqual(["a"]);
});

test("what a killed run left is cleaned up by the next one", async () => {
  await changeLockFile(file, add("a"), EMPTY);
  fs.writeFileSync(path.join(folder, ".flatcar.lock.json.99-1.tmp"), '{ "lockVersion": 1, "rele');
  await changeLockFile(file, (document) => document);
  expect(fs.readdirSync(folder)).toEqual(["flatcar.lock.json"]);
});

test("where nothing is changed, what a killed run left is removed all the same, and what a run at work has stays", async () => {
  await changeLockFile(file, add("a"), EMPTY);
  const left = path.join(folder, ".flatcar.lock.json.99-1.tmp");
  const hold = path.join(folder, ".flatcar.lock.json.hold");
  const { pid } = spawnSync(process.execPath, ["--version"]);
  fs.writeFileSync(left, "");
  fs.writeFileSync(hold, JSON.stringify({ ...ownHolder(), pid }));
  await cleanUpBeside(file);
  expect(fs.readdirSync(folder)).toEqual(["flatcar.lock.json"]);
  fs.writeFileSync(hold, JSON.stringify({ ...ownHolder(), pid }));
  await cleanUpBeside(file);
  expect(fs.readdirSync(folder)).toEqual(["flatcar.lock.json"]);
  await holdFile(file, async () => {
    fs.writeFileSync(left, "");
    await cleanUpBeside(file);
    expect(fs.existsSync(left)).toBe(true);
  });
  await cleanUpBeside(path.join(folder, "missing", "flatcar.lock.json"));
});

test("while another process holds the file nothing is changed", async () => {
  await changeLockFile(file, add("a"), EMPTY);
  await holdFile(file, async () => {
    await expect(changeLockFile(file, add("b"), { waitMs: 50 })).rejects.toMatchObject({ code: "file-held", path: file });
  });
  expect(names()).toEqual(["a"]);
});

test("a new file is made where nothing is, and what is there is left alone unless it is to be replaced", async () => {
  const first = LockDocument.empty().with(new Map([["a", locked()]]));
  await createLockFile(file, first, false);
  expect(fs.readFileSync(file, "utf8")).toBe(first.toText());
  await expect(createLockFile(file, LockDocument.empty(), false)).rejects.toMatchObject({ code: "lock-exists", path: file });
  expect(() => refuseExisting(file)).toThrow(/lock-exists/);
  expect(names()).toEqual(["a"]);
  fs.writeFileSync(file, "{");
  await createLockFile(file, LockDocument.empty(), true);
  expect(names()).toEqual([]);
  expect(fs.readdirSync(folder)).toEqual(["flatcar.lock.json"]);
});

test("of two that make a file at once, one is told that it is there", async () => {
  const made = await Promise.allSettled([1, 2, 3].map(() => createLockFile(file, LockDocument.empty(), false)));
  expect(made.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
});

test("what could not be read again is not written", async () => {
  await changeLockFile(file, add("a"), EMPTY);
  const broken = (document: LockDocument): LockDocument => document.with(new Map([["a", locked({ ignition: "2.24" })]]));
  await expect(changeLockFile(file, broken)).rejects.toMatchObject({ code: "lock-invalid" });
  expect(names()).toEqual(["a"]);
  expect(fs.readdirSync(folder)).toEqual(["flatcar.lock.json"]);
});
