import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { applyChanges, withChanges } from "../../../lib/release/lockfile/apply";
import { LockDocument } from "../../../lib/release/lockfile/document";
import { createLockFile, readLockFile } from "../../../lib/release/lockfile/store";
import { PlannedChange } from "../../../lib/release/lockfile/update";
import { LockedRelease } from "../../../lib/release/release";
import { scratch } from "../../support/project";
import { thrown } from "../thrown";
import { locked } from "./locks";

const [FOUR, FIVE, SIX] = ["4593.2.4", "4593.2.5", "4593.2.6"].map((version) => locked({ version }));
const document = (entries: Record<string, LockedRelease>): LockDocument => LockDocument.empty().with(new Map(Object.entries(entries)));
const plan = (name: string, before: LockedRelease | undefined, after: LockedRelease): PlannedChange => ({
  name,
  before,
  after,
  softwareBefore: {},
  softwareAfter: {},
  passed: [],
  notes: [],
});
const versions = ({ releases }: LockDocument): string[] => [...releases].map(([name, { version }]) => `${name} ${version}`);

test("what was planned is put into what the file says now, and other entries stay as they are by then", () => {
  const now = document({ staging: FOUR, other: SIX });
  expect(versions(withChanges(now, [plan("staging", FOUR, FIVE), plan("new", undefined, FIVE)], "lock"))).toEqual([
    "staging 4593.2.5",
    "other 4593.2.6",
    "new 4593.2.5",
  ]);
});

test("an entry that another run changed is not overwritten, and the error has both values", () => {
  const error = thrown(() => withChanges(document({ prod: SIX }), [plan("prod", FOUR, FIVE)], "flatcar.lock.json"));
  expect(error).toMatchObject({
    code: "lock-changed-meanwhile",
    path: "flatcar.lock.json",
    received: "stable 4593.2.6 for amd64 with 0 hashes and 0 AMIs and arm64 with 0 hashes and 0 AMIs",
    allowed: expect.stringMatching(/^stable 4593\.2\.4 for .*, as it was when this run began$/) as string,
  });
});

test("an entry that was taken away, or made, by another run is not overwritten either", () => {
  expect(thrown(() => withChanges(document({}), [plan("prod", FOUR, FIVE)], "lock"))).toMatchObject({
    code: "lock-changed-meanwhile",
    received: "no entry",
  });
  expect(thrown(() => withChanges(document({ prod: FOUR }), [plan("prod", undefined, FIVE)], "lock")).code).toBe("lock-changed-meanwhile");
});

test("two runs that want the same agree", () => {
  expect(versions(withChanges(document({ prod: FIVE }), [plan("prod", FOUR, FIVE)], "lock"))).toEqual(["prod 4593.2.5"]);
});

test("where nothing was to change, what another run did is nothing to complain of, and the document stays the very same", () => {
  const now = document({ prod: SIX });
  expect(withChanges(now, [plan("prod", FOUR, FOUR)], "lock")).toBe(now);
});

test("a hash of another release that another run has locked meanwhile is refused", () => {
  const image = { "flatcar_production_image.bin.bz2": { sha512: "a".repeat(128), size: 1 } };
  const of = (version: string): LockedRelease => locked({ version, architectures: { amd64: { artifacts: image } } });
  const now = document({ staging: of("4593.2.4"), prod: FOUR });
  expect(thrown(() => withChanges(now, [plan("prod", FOUR, of("4593.2.5"))], "lock")).code).toBe("lock-hash-replayed");
});

test("the file is written once for all, or not at all", async () => {
  const folder = scratch();
  try {
    const file = path.join(folder, "flatcar.lock.json");
    await createLockFile(file, document({ a: FOUR, b: SIX }), false);
    const before = fs.readFileSync(file, "utf8");
    await expect(applyChanges(file, [plan("a", FOUR, FIVE), plan("b", FOUR, FIVE)])).rejects.toMatchObject({
      code: "lock-changed-meanwhile",
      path: file,
    });
    expect(fs.readFileSync(file, "utf8")).toBe(before);
    await applyChanges(file, [plan("a", FOUR, FIVE), plan("b", FIVE, FIVE)]);
    expect(versions(readLockFile(file))).toEqual(["a 4593.2.5", "b 4593.2.6"]);
    fs.rmSync(file);
    // Nothing to write is no reason to look for the file, but one to tidy up beside it.
    fs.writeFileSync(path.join(folder, ".flatcar.lock.json.99-1.tmp"), "");
    await applyChanges(file, [plan("a", FIVE, FIVE)]);
    expect(fs.readdirSync(folder)).toEqual([]);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
