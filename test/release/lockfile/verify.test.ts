import { expect, test } from "vitest";
import { Architecture } from "../../../lib/release";
import { LOCK_PLATFORMS, LockPlatform } from "../../../lib/release/lockfile/files";
import { parseRequest } from "../../../lib/release/lockfile/request";
import { ReleaseResolver } from "../../../lib/release/lockfile/resolve";
import { VerifiedEntry, verifyEntry } from "../../../lib/release/lockfile/verify";
import { LockedArchitecture, LockedRelease, ReleaseArtifact } from "../../../lib/release/release";
import { locked } from "./locks";
import { MemoryFeed, feedError } from "./memory-feed";

const NOBODY = { begin: (): void => undefined, step: (): void => undefined };
const IMAGE = "flatcar_production_image.bin.bz2";

async function lockedFrom(feed: MemoryFeed, platforms: readonly LockPlatform[] = LOCK_PLATFORMS): Promise<LockedRelease> {
  const { channel, version } = parseRequest("4593.2.5");
  const resolver = new ReleaseResolver(feed, NOBODY);
  return (await resolver.resolve(channel, version ?? (await resolver.versionOf({ channel })), { platforms })).release;
}

const verify = async (release: LockedRelease, feed: MemoryFeed, signal?: AbortSignal): Promise<VerifiedEntry> =>
  verifyEntry("prod", release, feed, NOBODY, signal);
const lines = ({ findings }: VerifiedEntry): string[] =>
  findings.map(({ architecture = "both", subject, message }) => `${architecture}: ${subject}: ${message}`);

function altered(release: LockedRelease, change: (amd64: LockedArchitecture) => Partial<LockedArchitecture>): LockedRelease {
  const amd64 = release.architectures.get("amd64");
  if (amd64 === undefined) throw new Error("no amd64");
  return { ...release, architectures: new Map([...release.architectures, ["amd64", { ...amd64, ...change(amd64) }]]) };
}

test("a lock that says what is signed has no findings", async () => {
  const feed = new MemoryFeed({ version: "4593.2.5" });
  expect(await verify(await lockedFrom(feed), feed)).toEqual({
    name: "prod",
    channel: "stable",
    version: "4593.2.5",
    good: 8 + 7 + 2 + 2,
    findings: [],
  });
});

test("every difference is a finding, and what is good is counted all the same", async () => {
  const feed = new MemoryFeed({ version: "4593.2.5" });
  const file = (change: Partial<ReleaseArtifact>) => (artifacts: ReadonlyMap<string, ReleaseArtifact>) =>
    new Map([...artifacts].map(([name, artifact]) => [name, name === IMAGE ? { ...artifact, ...change } : artifact]));
  const good = await lockedFrom(feed);
  const sha512 = "f".repeat(128);
  const hash = await verify(
    altered(good, ({ artifacts }) => ({ artifacts: file({ sha512 })(artifacts) })),
    feed,
  );
  expect(lines(hash)).toEqual([
    expect.stringMatching(new RegExp(`^amd64: ${IMAGE}: SHA-512 f{128} is locked, and the feed has [0-9a-f]{128}$`)),
  ]);
  expect(hash.good).toBe(18);
  const size = await verify(
    altered(good, ({ artifacts }) => ({ artifacts: file({ size: 7 })(artifacts) })),
    feed,
  );
  expect(lines(size)).toEqual([`amd64: ${IMAGE}: size 7 bytes is locked, and the feed has 1032 bytes`]);
  const amis = await verify(
    altered(good, ({ amis: [...ids] }) => ({
      amis: new Map([["eu-central-1", "ami-00000000"], ["eu-west-9", "ami-11111111"], ...ids.slice(2)]),
    })),
    feed,
  );
  expect(lines(amis)).toEqual([
    expect.stringMatching(/^amd64: AMI of eu-central-1: ami-00000000 is locked, and the feed has ami-[0-9a-f]{17}$/),
    "amd64: AMI of eu-west-9: ami-11111111 is locked, and the feed lists none there",
    "amd64: AMIs: none is locked of us-east-1; lock update prod adds them",
  ]);
});

test("what is not locked is a finding, of an entry without hashes one for each architecture", async () => {
  const feed = new MemoryFeed({ version: "4593.2.5" });
  expect(lines(await verify(locked({ architectures: { amd64: {} } }), feed))).toEqual([
    "amd64: AMIs: none is locked of eu-central-1, us-east-1; lock update prod adds them",
    "amd64: hashes: no hash of a file is locked; lock update prod adds what is missing",
  ]);
  const without = altered(await lockedFrom(feed), ({ artifacts }) => ({
    artifacts: new Map([...artifacts].filter(([name]) => name !== IMAGE)),
  }));
  expect(lines(await verify(without, feed))).toEqual([
    `amd64: hashes: no hash is locked of ${IMAGE}; lock update prod adds what is missing`,
  ]);
});

test("an entry that is kept for some platforms lacks nothing of the others", async () => {
  const feed = new MemoryFeed({ version: "4593.2.5" });
  const release = await lockedFrom(feed, [LockPlatform.HETZNER]);
  expect(await verify(release, feed)).toMatchObject({ good: 2, findings: [] });
});

test("a file that the feed lacks or refuses is a finding with the feed's own words", async () => {
  const feed = new MemoryFeed({ version: "4593.2.5" });
  const release = await lockedFrom(feed);
  feed.answers.set(`${IMAGE} stable 4593.2.5 arm64`, feedError("feed-missing"));
  feed.answers.set("amis stable 4593.2.5 amd64", feedError("signature-wrong"));
  const entry = await verify(release, feed);
  expect(lines(entry)).toEqual([
    expect.stringMatching(/^amd64: list of AMIs: memory:file: .*signature-wrong/),
    expect.stringMatching(new RegExp(`^arm64: ${IMAGE}: memory:file: .*feed-missing`)),
  ]);
  expect(entry.good).toBe(8 + 6 + 2);
});

test("of a directory that is another release's nothing more is said", async () => {
  const feed = new MemoryFeed({ version: "4593.2.5", architectures: [Architecture.AMD64] });
  const release = await lockedFrom(feed);
  feed.answers.set("confirm stable 4593.2.5 amd64", feedError("feed-replayed"));
  const entry = await verify(release, feed);
  expect(lines(entry)).toEqual([expect.stringMatching(/^amd64: version.txt: .*feed-replayed/)]);
  expect(entry.good).toBe(0);
});

test("date and Ignition are those that the feed tells, where it tells of the release", async () => {
  const feed = new MemoryFeed({ version: "4593.2.5" });
  const release = { ...(await lockedFrom(feed)), releaseDate: "2026-08-12", ignition: "2.25.0" };
  expect(lines(await verify(release, feed))).toEqual([
    "both: Ignition: 2.25.0 is locked, and the feed has 2.24.0",
    "both: release date: 2026-08-12 is locked, and the feed has 2026-08-13",
  ]);
  feed.publish({ version: "4593.2.5", isUnlisted: true });
  expect(lines(await verify(release, feed))).toEqual([]);
});

test("a run that is interrupted finds nothing, but ends", async () => {
  const feed = new MemoryFeed({ version: "4593.2.5" });
  const release = await lockedFrom(feed);
  feed.answers.set("confirm stable 4593.2.5 amd64", feedError("feed-unreachable"));
  await expect(verify(release, feed, AbortSignal.abort())).rejects.toMatchObject({ code: "feed-unreachable" });
});

test("a mistake of this program is none of the lock's", async () => {
  const feed = new MemoryFeed({ version: "4593.2.5" });
  const release = await lockedFrom(feed);
  feed.answers.set("confirm stable 4593.2.5 amd64", new TypeError("bug"));
  await expect(verify(release, feed)).rejects.toThrow("bug");
});
