import { expect, test } from "vitest";
import { FlatcarError } from "../../../lib/errors";
import { Architecture, Channel, FlatcarVersion, catalogue } from "../../../lib/release";
import type { ReleaseFeed } from "../../../lib/release/feed/feed";
import type { FeedRelease } from "../../../lib/release/feed/feed-release";
import { ListedRelease, listCatalogue, listFeed } from "../../../lib/release/feed/listing";
import { rejected } from "../transport/serve";

const missing = () => new FlatcarError({ code: "feed-missing", subject: "a", received: 1, allowed: "b", mend: "c" });

/** A feed of these versions; a channel without any has no list. */
function feedOf(versions: Record<string, string[]>): ReleaseFeed {
  const releases = (channel: Channel): Promise<FeedRelease[]> => {
    if (!(channel.name in versions)) return Promise.reject(missing());
    const entry = { channel, architectures: [Architecture.AMD64], releaseDate: "2026-08-13", software: {}, notes: "" };
    return Promise.resolve(versions[channel.name].map((version) => ({ ...entry, version: FlatcarVersion.parse(version) })));
  };
  const ltsStreams = () => Promise.resolve([{ major: 4081, year: "2024", isSupported: true }]);
  return { releases, ltsStreams } as Pick<ReleaseFeed, "releases" | "ltsStreams"> as ReleaseFeed;
}

const names = (list: readonly ListedRelease[]) => list.map(({ channel, version }) => `${channel} ${version}`);
const FEED = feedOf({ stable: ["4593.2.5", "4593.2.4"], lts: ["4081.3.10", "4081.3.9", "3510.3.8"], beta: [] });

test("the newest of each channel and stream are listed, and channels that a mirror has not are left out", async () => {
  expect(names(await listFeed(FEED, { all: false }))).toEqual(["stable 4593.2.5", "lts 4081.3.10", "lts 3510.3.8"]);
});

test("all are listed where somebody wants all", async () => {
  const all = await listFeed(FEED, { all: true });
  expect(names(all)).toEqual(["stable 4593.2.5", "stable 4593.2.4", "lts 4081.3.10", "lts 4081.3.9", "lts 3510.3.8"]);
  expect(names(await listFeed(FEED, { all: true, channel: Channel.STABLE }))).toEqual(["stable 4593.2.5", "stable 4593.2.4"]);
});

test("a release of LTS has its stream where that is known", async () => {
  const streams = (await listFeed(FEED, { all: false })).map(({ stream }) => stream?.year);
  expect(streams).toEqual([undefined, "2024", undefined]);
});

test("a mirror without any list, and a channel without one that was asked for, are missing", async () => {
  expect((await rejected(listFeed(feedOf({}), { all: false }))).code).toBe("feed-missing");
  expect((await rejected(listFeed(FEED, { all: true, channel: Channel.ALPHA }))).code).toBe("feed-missing");
});

test("the catalogue lists what it knows, with what has ended", () => {
  const listed = listCatalogue(catalogue, { all: false });
  expect(listed).toHaveLength(catalogue.releases.length);
  expect(listed.filter(({ stream }) => stream?.isSupported === false).map(({ stream }) => stream?.year)).toEqual(["2023", "2022", "2021"]);
  expect(names(listCatalogue(catalogue, { all: true, channel: Channel.BETA }))).toEqual(["beta 4757.1.0"]);
});
