import type { Architecture } from "../architecture";
import type { Channel } from "../channel";
import type { FlatcarVersion } from "../version";

/** Versions of what a release is made of, as the feed has them; undefined where it does not say. */
export interface ReleaseSoftware {
  readonly kernel?: string;
  readonly systemd?: string;
  readonly docker?: string;
  readonly containerd?: string;
  readonly ignition?: string;
}

/** What the feed tells people of a release. It is not signed: nothing that machines boot is chosen by it alone. */
export interface FeedRelease {
  readonly channel: Channel;
  readonly version: FlatcarVersion;
  readonly architectures: readonly Architecture[];
  /** Day of publication in UTC, `YYYY-MM-DD`. */
  readonly releaseDate: string;
  readonly software: ReleaseSoftware;
  /** Release notes in Markdown; empty where there are none. */
  readonly notes: string;
}

/** A stream of the channel lts. */
export interface LtsStream {
  /** First number of its versions. */
  readonly major: number;
  /** Its year, such as `2024`. */
  readonly year: string;
  /** Whether it still gets updates. */
  readonly isSupported: boolean;
}

/** A published file as its signed DIGESTS have it. */
export interface FeedArtifact {
  readonly sha512: string;
  /** Bytes, as the server tells them: not signed, but the hash is. */
  readonly size: number;
}
