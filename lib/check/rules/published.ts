import { Channel } from "../../release";
import type { ReleaseFeed } from "../../release/feed/feed";
import type { FeedRelease, LtsStream } from "../../release/feed/feed-release";
import type { CheckedStack } from "../model/checked-stack";

/** What Flatcar has published, as far as it was asked for. */
export interface PublishedReleases {
  /** All releases of a channel, by its name. */
  readonly releases: ReadonlyMap<string, readonly FeedRelease[]>;
  /** The streams of LTS. */
  readonly streams: readonly LtsStream[];
}

/** The channels whose releases rules ask for of some stacks, and of their bases: those of the machines. */
export function askedChannels(stacks: readonly Pick<CheckedStack, "pools" | "base">[]): Channel[] {
  const pools = stacks.flatMap(({ pools, base }) => [...pools, ...(base?.pools ?? [])]);
  const names = new Set(pools.flatMap(({ machines }) => machines.map(({ release }) => release?.channel)));
  return Channel.all().filter(({ name }) => names.has(name));
}

/**
 * Asks a feed for what rules want to know.
 *
 * @param channels see {@link askedChannels}
 * @throws FlatcarError those of the feed
 */
export async function publishedReleases(
  feed: Pick<ReleaseFeed, "releases" | "ltsStreams">,
  channels: readonly Channel[],
): Promise<PublishedReleases> {
  const isLts = channels.some(({ name }) => name === Channel.LTS.name);
  const [streams, ...lists] = await Promise.all([isLts ? feed.ltsStreams() : [], ...channels.map((channel) => feed.releases(channel))]);
  return { streams, releases: new Map(channels.map(({ name }, i) => [name, lists[i]])) };
}
