import { expect, test } from "vitest";
import { FlatcarVersion } from "../../../lib/release";
import { LOCK_PLATFORMS, LockPlatform } from "../../../lib/release/lockfile/files";
import { sameRelease } from "../../../lib/release/lockfile/document";
import { ReleaseResolver } from "../../../lib/release/lockfile/resolve";
import { PlannedChange, UpdateOptions, planUpdate, softwareOf } from "../../../lib/release/lockfile/update";
import { LockedRelease } from "../../../lib/release/release";
import { LockedProps, locked } from "./locks";
import { MemoryFeed } from "./memory-feed";

const NOBODY = { begin: (): void => undefined, step: (): void => undefined };
const CAREFUL: UpdateOptions = { allowDowngrade: false, allowLtsSkip: false };
const plan = async (before: LockedRelease, feed: MemoryFeed, options: Partial<UpdateOptions> = {}): Promise<PlannedChange> =>
  planUpdate("prod", before, new ReleaseResolver(feed, NOBODY), { ...CAREFUL, ...options });
const to = (text: string): { to: FlatcarVersion } => ({ to: FlatcarVersion.parse(text) });
const text = ({ after }: PlannedChange): string => `${after.channel} ${after.version}`;
const lts = (version: string): LockedRelease => locked({ channel: "lts", version, ignition: "2.19.0" });
const LTS_SOFTWARE = { kernel: "6.6.150", ignition: "2.19.0" };

test("an entry gets the newest release of its own channel, with the releases that it passes", async () => {
  const feed = new MemoryFeed(
    { version: "4593.2.5", notes: "five" },
    { version: "4593.2.4", notes: "four" },
    { version: "4593.2.3", notes: "three", software: { kernel: "6.12.90" } },
    { version: "4757.1.0" },
  );
  const change = await plan(locked({ version: "4593.2.3" }), feed);
  expect(text(change)).toBe("stable 4593.2.5");
  expect(change.passed.map(({ notes }) => notes)).toEqual(["five", "four"]);
  expect(change.softwareBefore).toEqual({ kernel: "6.12.90", ignition: "2.24.0" });
  expect(change.softwareAfter.kernel).toBe("6.12.102");
  expect(change.notes).toEqual([]);
  expect(change.after.architectures.get("amd64")?.artifacts.size).toBe(8);
});

test("an entry that is the newest gets what it lacks, and changes no more after that", async () => {
  const feed = new MemoryFeed({ version: "4593.2.5" });
  const once = await plan(locked(), feed);
  expect(once.after.architectures.get("arm64")?.artifacts.size).toBe(7);
  expect(once.after.architectures.get("arm64")?.amis.size).toBe(2);
  expect(once.passed).toEqual([]);
  const twice = await plan(once.after, feed);
  expect(sameRelease(twice.after, once.after)).toBe(true);
});

test("an entry keeps its architectures and its platforms, unless others are named", async () => {
  const feed = new MemoryFeed({ version: "4593.2.5" });
  const file = "flatcar_production_hetzner_image.bin.bz2";
  const before = (await plan(locked({ architectures: { arm64: {} } }), feed, { platforms: [LockPlatform.HETZNER] })).after;
  expect([...before.architectures.keys()]).toEqual(["arm64"]);
  feed.publish({ version: "4593.2.6" });
  const { after } = await plan(before, feed);
  expect([...after.architectures].map(([name, { artifacts, amis }]) => [name, [...artifacts.keys()], amis.size])).toEqual([
    ["arm64", [file], 0],
  ]);
  const more = await plan(before, feed, { platforms: LOCK_PLATFORMS });
  expect(more.after.architectures.get("arm64")?.amis.size).toBe(2);
});

test("a feed whose newest release is older than the lock is refused, unless it is meant", async () => {
  const feed = new MemoryFeed({ version: "4593.2.4", notes: "four" }, { version: "4593.2.5", isUnlisted: true });
  feed.current = async () => Promise.resolve(FlatcarVersion.parse("4593.2.4"));
  await expect(plan(locked(), feed)).rejects.toMatchObject({ code: "feed-older-than-lock", received: "4593.2.4" });
  expect(text(await plan(locked(), feed, { allowDowngrade: true }))).toBe("stable 4593.2.4");
});

test("an older version is taken only where that is meant, and shows what is lost", async () => {
  const feed = new MemoryFeed({ version: "4593.2.5", notes: "five" }, { version: "4593.2.4", notes: "four" });
  await expect(plan(locked(), feed, to("4593.2.4"))).rejects.toMatchObject({ code: "lock-downgrade" });
  const change = await plan(locked(), feed, { ...to("4593.2.4"), allowDowngrade: true });
  expect(text(change)).toBe("stable 4593.2.4");
  expect(change.passed.map(({ notes }) => notes)).toEqual(["five"]);
  expect(feed.asked.filter((what) => what.startsWith("current"))).toEqual([]);
});

test("a version of another channel changes the channel, and says so", async () => {
  const feed = new MemoryFeed({ version: "4593.2.5" }, { version: "4757.1.0", notes: "beta" });
  const change = await plan(locked(), feed, to("4757.1.0"));
  expect(text(change)).toBe("beta 4757.1.0");
  expect(change.passed.map(({ notes }) => notes)).toEqual(["beta"]);
  expect(change.notes).toEqual(['"prod" changes its channel from stable to beta, which updates follow from now on']);
});

test("what is lost by going back to another channel is told by the channel that is left", async () => {
  const feed = new MemoryFeed({ version: "4593.2.5", notes: "stable" }, { version: "4757.1.0", notes: "beta" });
  const beta = locked({ channel: "beta", version: "4757.1.0" });
  const change = await plan(beta, feed, { ...to("4593.2.5"), allowDowngrade: true });
  expect(change.passed.map(({ notes }) => notes)).toEqual(["beta"]);
});

const ltsFeed = (): MemoryFeed =>
  new MemoryFeed(
    { version: "4593.3.0" },
    { version: "4081.3.11", software: LTS_SOFTWARE },
    { version: "4081.3.10", software: LTS_SOFTWARE },
    { version: "3510.3.8", software: { ignition: "2.14.0" } },
    { version: "3510.3.7", software: { ignition: "2.14.0" } },
  );

test("an entry of LTS stays in its stream", async () => {
  const change = await plan(lts("4081.3.10"), ltsFeed());
  expect(text(change)).toBe("lts 4081.3.11");
  expect(change.notes).toEqual([]);
});

test("a newer stream is told of, and taken where that is meant", async () => {
  const feed = ltsFeed();
  feed.streams = [{ major: 4593, year: "2026", isSupported: true }, ...feed.streams];
  const stays = await plan(lts("4081.3.10"), feed);
  expect(text(stays)).toBe("lts 4081.3.11");
  expect(stays.notes).toEqual(['there is a newer stream for "prod": lts-2026; take it by --to VERSION or --allow-lts-skip']);
  expect(text(await plan(lts("4081.3.10"), feed, { allowLtsSkip: true }))).toBe("lts 4593.3.0");
  expect(text(await plan(lts("4081.3.10"), feed, to("4593.3.0")))).toBe("lts 4593.3.0");
  await expect(plan(locked({ channel: "lts", version: "3510.3.8", ignition: "2.14.0" }), feed, to("4593.3.0"))).rejects.toMatchObject({
    code: "lock-lts-skip",
  });
});

test("an entry of a stream that has ended gets its last release, though nothing current leads there", async () => {
  const feed = ltsFeed();
  const change = await plan(locked({ channel: "lts", version: "3510.3.7", ignition: "2.14.0" }), feed);
  expect(text(change)).toBe("lts 3510.3.8");
  expect(change.notes).toEqual([
    'the stream lts-2023 of "prod" gets no updates any more',
    'there is a newer stream for "prod": lts-2024; take it by --to VERSION or --allow-lts-skip',
  ]);
  expect(feed.asked.filter((what) => what.startsWith("current"))).toEqual([]);
  expect(feed.asked).toContain("confirm lts 3510.3.8 amd64");
});

test("a newest release that is older than one the package knows is told of", async () => {
  const told = "for the newest release of ";
  const stable = await plan(locked({ version: "4593.2.3" }), new MemoryFeed({ version: "4593.2.4" }, { version: "4593.2.3" }));
  expect(stable.notes).toEqual([expect.stringContaining(`4593.2.4 ${told}stable, and this package knows of 4593.2.5`)]);
  const feed = new MemoryFeed({ version: "4081.3.9", software: LTS_SOFTWARE }, { version: "4081.3.8", software: LTS_SOFTWARE });
  expect((await plan(lts("4081.3.8"), feed)).notes).toEqual([expect.stringContaining(`4081.3.9 ${told}lts-2024`)]);
});

test("a stream that the list of streams leaves out is not skipped either", async () => {
  const feed = ltsFeed();
  feed.streams = feed.streams.filter(({ major }) => major !== 4081);
  await expect(plan(locked({ channel: "lts", version: "3510.3.8", ignition: "2.14.0" }), feed, to("4593.3.0"))).rejects.toMatchObject({
    code: "lock-lts-skip",
  });
});

test("a stream that the feed does not have is an error", async () => {
  const feed = ltsFeed();
  feed.streams = [];
  await expect(plan(lts("4081.3.10"), feed)).rejects.toMatchObject({ code: "lts-stream-unknown", received: "4081.3.10" });
});

test("another hash of the locked release is refused", async () => {
  const feed = new MemoryFeed({ version: "4593.2.5" });
  const { after } = await plan(locked(), feed);
  feed.answers.set("flatcar_production_image.bin.bz2 stable 4593.2.5 arm64", { sha512: "f".repeat(128), size: 1 });
  await expect(plan(after, feed)).rejects.toMatchObject({
    code: "lock-hash-changed",
    subject: expect.stringContaining("flatcar_production_image.bin.bz2 for arm64") as string,
  });
});

test("what a locked release is made of is told by the feed, or else by the catalogue", async () => {
  const of = async (props: LockedProps, feed: MemoryFeed): Promise<unknown> => softwareOf(locked(props), new ReleaseResolver(feed, NOBODY));
  expect(await of({ version: "4593.2.4" }, new MemoryFeed({ version: "4593.2.4", software: { docker: "1" } }))).toEqual({
    docker: "1",
    ignition: "2.24.0",
  });
  expect(await of({ version: "4593.2.5" }, new MemoryFeed())).toMatchObject({ kernel: "6.12.102", docker: "28.0.4" });
  expect(await of({ version: "4593.2.4" }, new MemoryFeed())).toEqual({ ignition: "2.24.0" });
});
