import { expect, test } from "vitest";
import { Channel } from "../../../lib/release";
import { LockAge, isTooOld, lockAge, newerReleases } from "../../../lib/release/lockfile/age";
import { LockedRelease } from "../../../lib/release/release";
import { locked } from "./locks";
import { MemoryFeed } from "./memory-feed";

const NOON = new Date(Date.UTC(2026, 7, 20, 12));
const FEED = new MemoryFeed(
  { version: "4593.2.5", date: "2026-08-13" },
  { version: "4593.2.4", date: "2026-07-21" },
  { version: "4593.2.3", date: "2026-07-01" },
  { version: "4081.3.0", date: "2025-01-30" },
  { version: "4081.3.10", date: "2026-08-13" },
  { version: "3510.3.8", date: "2025-08-19" },
  { version: "3510.3.0", date: "2023-10-05" },
);

async function age(release: LockedRelease, now = NOON): Promise<LockAge> {
  return lockAge("prod", release, { releases: await FEED.releases(Channel.of(release.channel)), streams: await FEED.ltsStreams(), now });
}

test("the newest release is not behind, however long ago it came out", async () => {
  expect(await age(locked())).toEqual({
    name: "prod",
    channel: "stable",
    version: "4593.2.5",
    releaseDate: "2026-08-13",
    days: 7,
    newest: "4593.2.5",
    releasesBehind: 0,
    daysBehind: 0,
  });
});

test("a release is behind since the first newer one came out", async () => {
  expect(await age(locked({ version: "4593.2.3", releaseDate: "2026-07-01" }))).toMatchObject({
    days: 50,
    newest: "4593.2.5",
    releasesBehind: 2,
    daysBehind: 30,
  });
});

test("newer releases are told from old to new, of LTS those of the stream alone", async () => {
  const newer = async (channel: string, version: string): Promise<string[]> =>
    newerReleases({ channel, version }, await FEED.releases(Channel.of(channel))).map((release) => release.version.toString());
  expect(await newer("stable", "4593.2.3")).toEqual(["4593.2.4", "4593.2.5"]);
  expect(await newer("lts", "3510.3.0")).toEqual(["3510.3.8"]);
  expect(await newer("lts", "4081.3.10")).toEqual([]);
});

test("days are those of the calendar in UTC", async () => {
  const at = async (hour: number, minute: number): Promise<unknown> =>
    (await age(locked({ version: "4593.2.4" }), new Date(Date.UTC(2026, 7, 14, hour, minute)))).daysBehind;
  expect([await at(0, 0), await at(23, 59)]).toEqual([1, 1]);
});

test("a clock that is behind makes nothing younger than new", async () => {
  expect((await age(locked({ version: "4593.2.4" }), new Date(Date.UTC(2026, 0, 1)))).daysBehind).toBe(0);
});

test("the date of a release that the feed does not list is the lock's, or not known", async () => {
  expect(await age(locked({ version: "4593.2.2", releaseDate: "2026-06-20" }))).toMatchObject({ days: 61, releasesBehind: 3 });
  const unknown = await age(locked({ version: "4593.2.2", releaseDate: undefined }));
  expect([unknown.days, unknown.releaseDate, unknown.daysBehind]).toEqual([undefined, undefined, 50]);
});

test("where the feed lists nothing of a channel, what is newest is not known", async () => {
  expect(await age(locked({ channel: "beta", version: "4757.1.0" }))).toMatchObject({ newest: undefined, releasesBehind: 0 });
});

test("an entry of LTS is held against its own stream, whose nominal end is 18 months after its first release", async () => {
  const supported = await age(locked({ channel: "lts", version: "4081.3.0", ignition: "2.19.0" }));
  expect(supported).toMatchObject({ newest: "4081.3.10", releasesBehind: 1, daysBehind: 7 });
  expect(supported.lts).toEqual({ stream: "lts-2024", isSupported: true, nominalEnd: "2026-07-30" });
  const ended = await age(locked({ channel: "lts", version: "3510.3.8", ignition: "2.14.0" }));
  expect(ended.lts).toEqual({ stream: "lts-2023", isSupported: false, nominalEnd: "2025-04-05" });
  expect(ended.releasesBehind).toBe(0);
});

test("a stream that the feed has forgotten gets no updates, and one whose first release it does not list has no end that is known", async () => {
  const release = locked({ channel: "lts", version: "3033.3.18" });
  const facts = { releases: await FEED.releases(Channel.LTS), streams: [], now: NOON };
  expect(lockAge("old", release, facts).lts).toEqual({ stream: "3033", isSupported: false });
  const late = new MemoryFeed({ version: "4081.3.10" });
  const { lts } = lockAge("old", locked({ channel: "lts", version: "4081.3.10" }), {
    releases: await late.releases(Channel.LTS),
    streams: await late.ltsStreams(),
    now: NOON,
  });
  expect(lts).toEqual({ stream: "lts-2024", isSupported: true });
});

const withAmis = (releaseDate: string | undefined): LockedRelease =>
  locked({ version: "4593.2.2", releaseDate, architectures: { amd64: { amis: { "eu-central-1": "ami-0a202326" } } } });

test("AMIs may be removed nine months after the release, and that is told from thirty days before", async () => {
  expect((await age(withAmis("2025-12-20"))).amis).toEqual({ removal: "2026-09-20", daysLeft: 31, isDue: false });
  expect((await age(withAmis("2025-12-19"))).amis).toEqual({ removal: "2026-09-19", daysLeft: 30, isDue: true });
  expect((await age(withAmis("2025-11-01"))).amis).toEqual({ removal: "2026-08-01", daysLeft: -19, isDue: true });
  expect((await age(withAmis("2025-05-31"))).amis?.removal).toBe("2026-02-28");
  expect((await age(withAmis(undefined))).amis).toBeUndefined();
  expect((await age(locked())).amis).toBeUndefined();
});

test("too old is more days behind than are fine, a stream that has ended, and AMIs that are about to go", async () => {
  const behind = await age(locked({ version: "4593.2.4" }));
  expect([isTooOld(behind, 7), isTooOld(behind, 6)]).toEqual([false, true]);
  expect(isTooOld(await age(locked()), 0)).toBe(false);
  expect(isTooOld(await age(locked({ channel: "lts", version: "3510.3.8" })), 9999)).toBe(true);
  expect(isTooOld(await age(locked({ channel: "lts", version: "4081.3.10" })), 0)).toBe(false);
  expect(isTooOld(await age(withAmis("2025-11-01")), 9999)).toBe(true);
  expect(isTooOld(await age(withAmis("2026-05-01")), 9999)).toBe(false);
});
