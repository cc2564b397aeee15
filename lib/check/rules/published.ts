import type { FeedRelease, LtsStream } from "../../release/feed/feed-release";

/** What Flatcar has published, as far as it was asked for. */
export interface PublishedReleases {
  /** All releases of a channel, by its name. */
  readonly releases: ReadonlyMap<string, readonly FeedRelease[]>;
  /** The streams of LTS. */
  readonly streams: readonly LtsStream[];
}
