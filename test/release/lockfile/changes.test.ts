import { expect, test } from "vitest";
import { Channel, FlatcarVersion, Architecture } from "../../../lib/release";
import type { FeedRelease } from "../../../lib/release/feed/feed-release";
import { ChangeKind, alike, lockChange } from "../../../lib/release/lockfile/changes";
import { PlannedChange } from "../../../lib/release/lockfile/update";
import { LockedRelease } from "../../../lib/release/release";
import { locked } from "./locks";

const A = { sha512: "a".repeat(128), size: 1 };
const B = { sha512: "b".repeat(128), size: 1 };
const of = (version: string, artifacts: Record<string, typeof A> = {}, amis: Record<string, string> = {}): LockedRelease =>
  locked({ version, architectures: { amd64: { artifacts, amis } } });
const planned = (before: LockedRelease | undefined, after: LockedRelease, passed: readonly FeedRelease[] = []): PlannedChange => ({
  name: "prod",
  before,
  after,
  softwareBefore: { kernel: "6.12.97", docker: "28.0.4" },
  softwareAfter: { kernel: "6.12.102", docker: "28.0.4", containerd: "2.1.5", systemd: "257" },
  passed,
  notes: [],
});

test("a change has what both releases are made of, and what was mended in between", () => {
  const passed: FeedRelease = {
    channel: Channel.STABLE,
    version: FlatcarVersion.parse("4593.2.5"),
    architectures: Architecture.all(),
    releaseDate: "2026-08-13",
    software: {},
    notes: "#### Security fixes:\n- Linux ([CVE-2026-1111](x))\n",
  };
  expect(lockChange(planned(locked({ version: "4593.2.4", releaseDate: undefined }), locked(), [passed]))).toEqual({
    name: "prod",
    kind: ChangeKind.UPGRADE,
    before: { channel: "stable", version: "4593.2.4", kernel: "6.12.97", docker: "28.0.4", ignition: "2.24.0", ignitionSpec: "3.5.0" },
    after: {
      channel: "stable",
      version: "4593.2.5",
      releaseDate: "2026-08-13",
      kernel: "6.12.102",
      docker: "28.0.4",
      containerd: "2.1.5",
      systemd: "257",
      ignition: "2.24.0",
      ignitionSpec: "3.5.0",
    },
    newHashes: 0,
    newAmis: 0,
    security: [{ version: "4593.2.5", releaseDate: "2026-08-13", fixes: [{ component: "Linux", cves: ["CVE-2026-1111"], others: [] }] }],
  });
});

test("a change is new, up, down, more of the same, or none", () => {
  const kind = (before: LockedRelease | undefined, after: LockedRelease): ChangeKind => lockChange(planned(before, after)).kind;
  expect(kind(undefined, of("4593.2.5"))).toBe(ChangeKind.NEW);
  expect(kind(of("4593.2.4"), of("4593.2.5"))).toBe(ChangeKind.UPGRADE);
  expect(kind(of("4593.2.5"), of("4593.2.4"))).toBe(ChangeKind.DOWNGRADE);
  expect(kind(of("4593.2.5"), of("4593.2.5", { a: A }))).toBe(ChangeKind.COMPLETED);
  expect(kind(of("4593.2.5", { a: A }), of("4593.2.5", { a: A }))).toBe(ChangeKind.NONE);
});

test("hashes and AMIs that were not locked are counted, those that another release had too", () => {
  const change = lockChange(
    planned(
      of("4593.2.4", { a: A, b: A }, { "eu-west-1": "ami-0a202326" }),
      of("4593.2.5", { a: A, b: B, c: B }, { "eu-west-1": "ami-0a202327", "us-east-1": "ami-0a202328" }),
    ),
  );
  expect([change.newHashes, change.newAmis]).toEqual([2, 2]);
});

test("changes that differ in their names alone go together, in the order of the first of each", () => {
  const to = (name: string, version: string): ReturnType<typeof lockChange> => ({ ...lockChange(planned(undefined, of(version))), name });
  const groups = alike([to("a", "4593.2.5"), to("b", "4593.2.4"), to("c", "4593.2.5")]);
  expect(groups.map((group) => group.map(({ name }) => name))).toEqual([["a", "c"], ["b"]]);
});
