import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { EntryFolder } from "../../../lib/release/cache/entry-folder";
import { EntryRecord, recordName } from "../../../lib/release/cache/entry-record";
import { bytesDigest } from "../../../lib/release/cache/file-hash";
import { temporary } from "./testing";

const RECORD: EntryRecord = {
  channel: "stable",
  version: "4593.2.5",
  architecture: "amd64",
  fileName: "one.bin",
  size: 4,
  signature: bytesDigest(Buffer.from("signed")),
};

/** A folder with a file, its signature and its record. */
function folder(): EntryFolder {
  const made = new EntryFolder(path.join(temporary(), "folder"));
  fs.mkdirSync(made.folder);
  fs.writeFileSync(made.file("one.bin"), "data");
  fs.writeFileSync(made.signature("one.bin"), "signed");
  made.write(RECORD);
  return made;
}

test("records are read as they were written, in the order of their names, and what is none is left out", async () => {
  const made = folder();
  made.write({ ...RECORD, channel: "beta" });
  fs.writeFileSync(made.file("broken.json"), "{");
  expect(await made.records()).toEqual([{ ...RECORD, channel: "beta" }, RECORD]);
  expect(await new EntryFolder(made.file("missing")).records()).toBeUndefined();
});

test("a record replaces the one before, and what a killed process left of it is gone", () => {
  const made = folder();
  fs.writeFileSync(made.file(`.${recordName(RECORD)}.1-1.tmp`), "{");
  made.write({ ...RECORD, size: 5 });
  expect(fs.readdirSync(made.folder).sort()).toEqual(["one.bin", "one.bin.sig", recordName(RECORD)]);
  expect(fs.readFileSync(made.file(recordName(RECORD)), "utf8")).toContain('"size": 5');
});

test("another name of a file has the same bytes and signature, once and again", async () => {
  const made = folder();
  const added = { ...RECORD, fileName: "two.bin" };
  for (let i = 0; i < 2; i++) await made.addName(RECORD, added);
  expect(fs.readFileSync(made.file("two.bin"), "utf8")).toBe("data");
  expect(fs.readFileSync(made.signature("two.bin"), "utf8")).toBe("signed");
  expect(await made.records()).toEqual([RECORD, added]);
});

test("published it is elsewhere, with all that was in it, and read-only", async () => {
  const made = folder();
  const entry = path.join(path.dirname(made.folder), "sha512", "ab", "entry");
  await made.publish(RECORD, entry);
  expect(fs.existsSync(made.folder)).toBe(false);
  expect(fs.readdirSync(entry).sort()).toEqual(["one.bin", "one.bin.sig", recordName(RECORD)]);
  for (const name of ["one.bin", "one.bin.sig"]) expect(fs.statSync(path.join(entry, name)).mode & 0o777).toBe(0o444);
});

test("removed it is gone, and removing what is not there is nothing", async () => {
  const made = folder();
  await made.remove();
  await made.remove();
  expect(fs.existsSync(made.folder)).toBe(false);
});
