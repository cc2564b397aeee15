import { FlatcarError } from "../../errors";
import { ReleaseCatalogue } from "../catalogue";
import { Channel } from "../channel";
import { FlatcarVersion } from "../version";
import { isMissing } from "./document";
import type { ReleaseFeed } from "./feed";
import type { FeedRelease, LtsStream } from "./feed-release";

/** A release as lists show it. */
export interface ListedRelease extends Omit<FeedRelease, "notes"> {
  /** The stream of a release of LTS, where it is known. */
  readonly stream?: LtsStream;
}

/** Which releases are listed. */
export interface ListingOptions {
  /** @default - every channel */
  readonly channel?: Channel;
  /** Whether older releases are listed too. */
  readonly all: boolean;
}

/** From the one that most people run on to those that come first. */
const ORDER: readonly Channel[] = [Channel.STABLE, Channel.LTS, Channel.BETA, Channel.ALPHA];

/**
 * The releases of a feed: the newest of each channel and of each stream of LTS, or all, from new to old.
 *
 * A mirror need not have every channel: those that it has no list of are left out, unless it has none.
 */
export async function listFeed(feed: ReleaseFeed, { channel, all }: ListingOptions): Promise<ListedRelease[]> {
  const wanted = channel === undefined ? ORDER : [channel];
  const lists = await Promise.all(wanted.map((one) => releasesOf(feed, one)));
  const [first] = lists;
  if (first instanceof FlatcarError && lists.every((list) => list instanceof FlatcarError)) throw first;
  const releases = lists.flatMap((list) => (list instanceof FlatcarError ? [] : list));
  return all ? releases : newest(releases);
}

/** The same of the catalogue, which knows the newest of each channel and stream as of its day alone. */
export function listCatalogue(catalogue: ReleaseCatalogue, { channel }: ListingOptions): ListedRelease[] {
  const wanted = channel === undefined ? ORDER : [channel];
  return wanted.flatMap((one) =>
    catalogue.releases
      .filter((release) => release.channel.name === one.name)
      .map(({ version: text, releaseDate, architectures, kernel, systemd, docker, containerd, ignition, endOfLife }) => {
        const version = FlatcarVersion.parse(text);
        const { major, ltsStream: year } = version;
        return {
          channel: one,
          version,
          architectures,
          releaseDate,
          software: { kernel, systemd, docker, containerd, ignition },
          stream: year === undefined ? undefined : { major, year, isSupported: !endOfLife },
        };
      }),
  );
}

async function releasesOf(feed: ReleaseFeed, channel: Channel): Promise<ListedRelease[] | FlatcarError> {
  try {
    const releases = await feed.releases(channel);
    const streams = channel.name === Channel.LTS.name ? await feed.ltsStreams() : [];
    return releases.map((release) => ({ ...release, stream: streams.find(({ major }) => major === release.version.major) }));
  } catch (e) {
    if (isMissing(e)) return e;
    throw e;
  }
}

function newest(releases: readonly ListedRelease[]): ListedRelease[] {
  const seen = new Set<string>();
  return releases.filter(({ channel, version }) => {
    const stream = channel.name === Channel.LTS.name ? `lts ${version.major}` : channel.name;
    const isFirst = !seen.has(stream);
    seen.add(stream);
    return isFirst;
  });
}
