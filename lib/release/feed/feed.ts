import type { Architecture } from "../architecture";
import type { Channel } from "../channel";
import type { SignatureVerifier } from "../openpgp/signature";
import type { Transport } from "../transport/transport";
import type { FlatcarVersion } from "../version";
import type { FeedArtifact, FeedRelease, LtsStream } from "./feed-release";

/** Which files of a release are meant. */
export interface ReleaseDirectory {
  readonly channel: Channel;
  readonly version: FlatcarVersion;
  readonly architecture: Architecture;
}

/** The release feed: what is published, and what of it is signed. Everything it refuses is a `FlatcarError` that names the file, what was expected and what came. */
export interface ReleaseFeed {
  readonly transport: Transport;
  readonly verifier: SignatureVerifier;
  /**
   * The newest release of a channel: what the signed `version.txt` of `current` names on every architecture the channel has, confirmed by the one in its own directory.
   *
   * @param year of an LTS stream; default: the newest stream
   */
  current(channel: Channel, year?: string): Promise<FlatcarVersion>;
  /** Makes sure that a release's own directory holds this version: its `version.txt` is signed and names it. */
  confirm(directory: ReleaseDirectory): Promise<void>;
  /** All releases of a channel, from new to old. */
  releases(channel: Channel): Promise<readonly FeedRelease[]>;
  /** One release; an error where the feed does not have it. */
  release(channel: Channel, version: FlatcarVersion): Promise<FeedRelease>;
  /** The streams of lts, from new to old. */
  ltsStreams(): Promise<readonly LtsStream[]>;
  /** Hash and size of a file by its signed DIGESTS. A signature that is older than the release's build is one of another release, and refused. */
  artifact(directory: ReleaseDirectory, fileName: string): Promise<FeedArtifact>;
  /** AWS region to AMI id, from the signed list; empty where none is published. */
  amis(directory: ReleaseDirectory): Promise<ReadonlyMap<string, string>>;
  /** Where a file of a release is. */
  url(directory: ReleaseDirectory, fileName: string): string;
  close(): Promise<void>;
}
