import { expect, test } from "vitest";
import { LockDocument, sameRelease } from "../../../lib/release/lockfile/document";
import { completed, knownLtsMajors, refuseDowngrade, refuseLtsSkip, refuseReplays, releaseText } from "../../../lib/release/lockfile/rules";
import { LockedRelease } from "../../../lib/release/release";
import { thrown } from "../thrown";
import { LockedProps, locked } from "./locks";

const A = "a".repeat(128);
const B = "b".repeat(128);
const AMI = "ami-018d9b9d7151ab6c8";
const OTHER_AMI = "ami-0a20232670e0772af";
const IMAGE = "flatcar_production_image.bin.bz2";
const VARS = "flatcar_production_qemu_uefi_efi_vars.qcow2";
const stable = (version: string): LockedRelease => locked({ version });
const lts = (version: string): LockedRelease => locked({ channel: "lts", version });
const document = (entries: Record<string, LockedRelease>): LockDocument => LockDocument.empty().with(new Map(Object.entries(entries)));

test("a newer or the same release may take a place, and an older one may not", () => {
  refuseDowngrade("prod", stable("4593.2.4"), stable("4593.2.5"));
  refuseDowngrade("prod", stable("4593.2.5"), stable("4593.2.5"));
  expect(thrown(() => refuseDowngrade("prod", stable("4593.2.10"), stable("4593.2.9")))).toMatchObject({
    code: "lock-downgrade",
    received: "stable 4593.2.9",
    allowed: expect.stringContaining("4593.2.10") as string,
  });
});

test("the next stream of LTS may follow, and no other", () => {
  const majors = [4081, 3033, 3510];
  for (const [from, to] of [
    ["3033.3.18", "3510.3.8"],
    ["3510.3.8", "4081.3.10"],
    ["4081.3.9", "4081.3.10"],
    ["4081.3.10", "3033.3.18"],
  ])
    refuseLtsSkip("old", lts(from), lts(to), majors);
  expect(thrown(() => refuseLtsSkip("old", lts("3033.3.18"), lts("4081.3.10"), majors))).toMatchObject({
    code: "lock-lts-skip",
    received: "lts 4081.3.10",
    allowed: "a release of the stream 3033, or of 3510, which follows it",
  });
});

test("streams are nothing to other channels", () => {
  refuseLtsSkip("old", lts("3033.3.18"), stable("4593.2.5"), [3033, 3510, 4081]);
  refuseLtsSkip("old", stable("3033.2.4"), lts("4081.3.10"), [3033, 3510, 4081]);
});

test("streams are known by the catalogue and by the lock itself", () => {
  expect(knownLtsMajors(document({ new: lts("4593.3.0"), prod: stable("4593.2.5") }))).toEqual([4081, 3510, 3033, 2605, 4593]);
});

const of = (amd64: NonNullable<LockedProps["architectures"]>[string]): LockedRelease => locked({ architectures: { amd64 } });

test("what a lock lacks of a release is added, and what it has stays", () => {
  const before = locked({
    releaseDate: undefined,
    architectures: { amd64: { artifacts: { a: { sha512: A, size: 1 } }, amis: { "eu-west-1": AMI } }, arm64: {} },
  });
  const fresh = locked({
    architectures: {
      amd64: { artifacts: { a: { sha512: A, size: 1 }, b: { sha512: B, size: 2 } }, amis: { "us-east-1": OTHER_AMI } },
      arm64: { artifacts: { a: { sha512: B, size: 3 } } },
    },
  });
  const both = locked({
    architectures: {
      amd64: {
        artifacts: { a: { sha512: A, size: 1 }, b: { sha512: B, size: 2 } },
        amis: { "eu-west-1": AMI, "us-east-1": OTHER_AMI },
      },
      arm64: { artifacts: { a: { sha512: B, size: 3 } } },
    },
  });
  expect(sameRelease(completed("prod", before, fresh), both)).toBe(true);
  expect(sameRelease(completed("prod", both, both), both)).toBe(true);
});

test("an architecture that only one of both has is kept", () => {
  const amd64 = locked({ architectures: { amd64: {} } });
  const arm64 = locked({ architectures: { arm64: {} } });
  expect([...completed("prod", amd64, arm64).architectures.keys()]).toEqual(["amd64", "arm64"]);
});

test.each([
  ["a hash", of({ artifacts: { [IMAGE]: { sha512: B, size: 1 } } }), new RegExp(`${IMAGE} for amd64.*${B.slice(0, 40)}`)],
  ["a size", of({ artifacts: { [IMAGE]: { sha512: A, size: 2 } } }), new RegExp(`${IMAGE} for amd64.*2 bytes.*1 bytes`)],
  ["an AMI", of({ amis: { "eu-west-1": OTHER_AMI } }), new RegExp(`AMI of eu-west-1 for amd64.*${OTHER_AMI}.*${AMI}`)],
])("%s of a published release that is not the locked one is never taken", (_, fresh, words) => {
  const before = of({ artifacts: { [IMAGE]: { sha512: A, size: 1 } }, amis: { "eu-west-1": AMI } });
  const error = thrown(() => completed("prod", before, fresh));
  expect(error.code).toBe("lock-hash-changed");
  expect(error.message).toMatch(words);
});

const image = (version: string, props: NonNullable<LockedProps["architectures"]>[string]): LockedRelease =>
  locked({ version, architectures: { amd64: props } });

test.each([
  ["hash", { artifacts: { [IMAGE]: { sha512: A, size: 1 } } }],
  ["AMI", { amis: { "eu-west-1": AMI } }],
])("the %s of one release is not taken for that of another", (_, props) => {
  const lock = document({ prod: image("4593.2.5", props), staging: image("4593.2.4", props) });
  const error = thrown(() => refuseReplays(lock, new Set(["prod"])));
  expect(error).toMatchObject({
    code: "lock-hash-replayed",
    allowed: expect.stringContaining('for amd64 of stable 4593.2.4, in "staging"') as string,
  });
  expect(error.subject).toContain('for amd64 of stable 4593.2.5, in "prod"');
  // Somebody else's entries are not this run's to judge.
  refuseReplays(lock, new Set(["dev"]));
});

test.each([
  ["hash", { artifacts: { [IMAGE]: { sha512: A, size: 1 } } }],
  ["AMI", { amis: { "eu-west-1": AMI } }],
])("the %s of one architecture is not taken for that of the other", (_, props) => {
  const error = thrown(() =>
    refuseReplays(document({ prod: locked({ architectures: { amd64: props, arm64: props } }) }), new Set(["prod"])),
  );
  expect(error).toMatchObject({ code: "lock-hash-replayed", allowed: expect.stringContaining("for amd64 of stable 4593.2.5") as string });
  expect(error.subject).toContain('for arm64 of stable 4593.2.5, in "prod"');
});

test("what the lock had under the name that is changed is not taken for another release either", () => {
  const props = { artifacts: { [IMAGE]: { sha512: A, size: 1 } } };
  const [before, after] = ["4593.2.4", "4593.2.5"].map((version) => document({ prod: image(version, props) }));
  const error = thrown(() => refuseReplays(after, new Set(["prod"]), before));
  expect(error).toMatchObject({
    code: "lock-hash-replayed",
    allowed: expect.stringContaining('for amd64 of stable 4593.2.4, in "prod"') as string,
  });
  refuseReplays(after, new Set(["prod"]), after);
});

test("two new entries are held against each other as well", () => {
  const props = { artifacts: { [IMAGE]: { sha512: A, size: 1 } } };
  const lock = document({ a: image("4593.2.5", props), b: image("4593.2.4", props) });
  expect(thrown(() => refuseReplays(lock, new Set(["a", "b"]))).code).toBe("lock-hash-replayed");
});

test("two names of one release have the same hashes, and two releases have the same firmware", () => {
  const props = { artifacts: { [IMAGE]: { sha512: A, size: 1 } } };
  refuseReplays(document({ a: image("4593.2.5", props), b: image("4593.2.5", props) }), new Set(["a", "b"]));
  const firmware = { artifacts: { [VARS]: { sha512: A, size: 1 } } };
  refuseReplays(document({ a: image("4593.2.5", firmware), b: image("4593.2.4", firmware) }), new Set(["a", "b"]));
});

test("a release is named by channel and version", () => {
  expect(releaseText(lts("4081.3.10"))).toBe("lts 4081.3.10");
});
