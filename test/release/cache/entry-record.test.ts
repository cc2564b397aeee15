import { expect, test } from "vitest";
import { Architecture } from "../../../lib/release";
import {
  EntryRecord,
  isRecordName,
  isRecordOf,
  parseRecord,
  recordName,
  recordText,
  releaseWords,
} from "../../../lib/release/cache/entry-record";
import { KERNEL, releaseDirectory } from "./testing";

const RECORD: EntryRecord = { ...releaseWords(releaseDirectory()), fileName: KERNEL, size: 5 };
const HASH = "0f".repeat(64);

test("a record names the release in words, and is found by them", () => {
  expect(RECORD).toEqual({ channel: "stable", version: "4593.2.5", architecture: "amd64", fileName: KERNEL, size: 5 });
  expect(isRecordOf(RECORD, releaseDirectory(), KERNEL)).toBe(true);
  expect(isRecordOf(RECORD, releaseDirectory(), `${KERNEL}.sig`)).toBe(false);
  expect(isRecordOf(RECORD, releaseDirectory("4593.2.4"), KERNEL)).toBe(false);
  expect(isRecordOf(RECORD, releaseDirectory("4593.2.5", Architecture.ARM64), KERNEL)).toBe(false);
});

test("records of two files have two names, and neither is that of an image", () => {
  expect(recordName(RECORD)).toBe(`stable_4593.2.5_amd64_${KERNEL}.json`);
  expect(recordName({ ...RECORD, version: "4593.2.6" })).not.toBe(recordName(RECORD));
  expect(isRecordName(recordName(RECORD))).toBe(true);
  expect(isRecordName(KERNEL)).toBe(false);
});

test.each<Partial<EntryRecord>>([
  {},
  { signature: { sha512: HASH, size: 310 } },
  { unpackedFrom: HASH },
  { source: { url: "https://mirror.example.com/x" } },
  { source: { url: "https://mirror.example.com/x", validator: '"tag"' } },
  { version: "4799.0.0+nightly-20260821-2100" },
])("what is written of %j is read again", (more) => {
  expect(parseRecord(recordText({ ...RECORD, ...more }))).toEqual({ ...RECORD, ...more });
});

test.each(
  [
    ["", "{", "[]", "null", "1", '{"size":1}'],
    [{ channel: 1 }, { fileName: "../x" }, { fileName: "a/b" }, { fileName: ".hidden" }, { fileName: undefined }].map((more) =>
      JSON.stringify({ ...RECORD, ...more }),
    ),
    [{ version: "current" }, { size: -1 }, { size: 1.5 }, { size: "5" }, { signature: {} }].map((more) =>
      JSON.stringify({ ...RECORD, ...more }),
    ),
    [{ signature: { sha512: "ab", size: 1 } }, { unpackedFrom: "ab" }, { source: "x" }, { source: { url: "x", validator: 1 } }].map(
      (more) => JSON.stringify({ ...RECORD, ...more }),
    ),
  ].flat(),
)("%s is no record", (text) => {
  expect(parseRecord(text)).toBeUndefined();
});
