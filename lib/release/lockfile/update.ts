import { FlatcarError } from "../../errors";
import { catalogue } from "../catalogue";
import { Channel } from "../channel";
import { channelOfVersion } from "../channel-of-version";
import type { FeedRelease, LtsStream, ReleaseSoftware } from "../feed/feed-release";
import { LockedRelease } from "../release";
import { FlatcarVersion } from "../version";
import { LockPlatform, platformsOf } from "./files";
import { heldBack } from "./offline";
import { ReleaseResolver } from "./resolve";
import { completed, knownLtsMajors, refuseDowngrade, refuseLtsSkip, releaseText } from "./rules";

/** What an update may do. */
export interface UpdateOptions {
  /**
   * One version for all names; its channel becomes theirs.
   *
   * @default - the newest of each entry's own channel or stream
   */
  readonly to?: FlatcarVersion;
  /** Whether an older version may take the place of a newer one. */
  readonly allowDowngrade: boolean;
  /** Whether an entry of LTS goes to the newest stream, over others too. */
  readonly allowLtsSkip: boolean;
  /**
   * For which platforms hashes and AMIs are locked.
   *
   * @default - those that each entry has them for, see {@link platformsOf}
   */
  readonly platforms?: readonly LockPlatform[];
}

/** An entry as it was and as it is to be. */
export interface PlannedChange {
  readonly name: string;
  /** Undefined for a new name. */
  readonly before?: LockedRelease;
  /** The same as before where nothing changes. */
  readonly after: LockedRelease;
  /** As far as known. */
  readonly softwareBefore: ReleaseSoftware;
  readonly softwareAfter: ReleaseSoftware;
  /** The releases that are passed, from new to old: those after the older and up to the newer of both. */
  readonly passed: readonly FeedRelease[];
  /** What people should know, each one sentence without a final period. */
  readonly notes: readonly string[];
}

/**
 * What an update makes of an entry.
 *
 * @param name for errors
 * @throws FlatcarError `lock-downgrade`, `lock-lts-skip`, `feed-older-than-lock`, `lts-stream-unknown`, `lock-hash-changed`, and those of {@link ReleaseResolver.resolve}
 */
export async function planUpdate(
  name: string,
  before: LockedRelease,
  resolver: ReleaseResolver,
  options: UpdateOptions,
): Promise<PlannedChange> {
  const { channel, version, notes } = await target(name, before, resolver, options);
  const platforms = options.platforms ?? platformsOf(before);
  const architectures = [...before.architectures.keys()];
  const fresh = await resolver.resolve(channel, version, { platforms, architectures });
  const isSame = releaseText(fresh.release) === releaseText(before);
  const softwareBefore = isSame ? fresh.software : await softwareOf(before, resolver);
  return {
    name,
    before,
    after: isSame ? completed(name, before, fresh.release) : fresh.release,
    softwareBefore,
    softwareAfter: fresh.software,
    passed: isSame ? [] : await passedReleases(before, channel, version, resolver),
    notes: [...notes, ...fresh.notes],
  };
}

interface Target {
  readonly channel: Channel;
  readonly version: FlatcarVersion;
  readonly notes: readonly string[];
}

async function target(name: string, before: LockedRelease, resolver: ReleaseResolver, options: UpdateOptions): Promise<Target> {
  const { to, allowDowngrade, allowLtsSkip } = options;
  const channel = Channel.of(before.channel);
  if (to === undefined) {
    const { version, notes } =
      channel === Channel.LTS ? await newestOfStream(name, before, resolver, allowLtsSkip) : await newest(channel, resolver);
    if (!allowDowngrade && version.compare(FlatcarVersion.parse(before.version)) < 0) throw olderFeed(name, before, version);
    return { channel, version, notes };
  }
  const after = { ...before, channel: channelOfVersion(to).name, version: to.toString() };
  if (!allowDowngrade) refuseDowngrade(name, before, after);
  if (!allowLtsSkip && channel === Channel.LTS) {
    // Nobody signs the list of streams: one that it leaves out may be known here.
    const majors = (await resolver.feed.ltsStreams()).map(({ major }) => major);
    refuseLtsSkip(name, before, after, [...majors, ...knownLtsMajors()]);
  }
  const isOther = after.channel !== before.channel;
  const note = `${JSON.stringify(name)} changes its channel from ${before.channel} to ${after.channel}, which updates follow from now on`;
  return { channel: Channel.of(after.channel), version: to, notes: isOther ? [note] : [] };
}

interface Newest {
  readonly version: FlatcarVersion;
  readonly notes: readonly string[];
}

async function newest(channel: Channel, { feed }: ReleaseResolver, year?: string): Promise<Newest> {
  const version = await feed.current(channel, year);
  return { version, notes: heldBack({ channel, year }, version) };
}

async function newestOfStream(name: string, before: LockedRelease, resolver: ReleaseResolver, allowLtsSkip: boolean): Promise<Newest> {
  const { feed } = resolver;
  const streams = await feed.ltsStreams();
  const locked = FlatcarVersion.parse(before.version);
  const own = streams.find(({ major }) => major === locked.major);
  if (own === undefined) throw unknownStream(name, before, streams);
  const newer = streams.filter(({ major, isSupported }) => major > locked.major && isSupported);
  if (newer.length > 0 && allowLtsSkip) return newest(Channel.LTS, resolver, newer[0].year);
  const next = newer.map(({ year }) => `lts-${year}`).join(", ");
  const there = `there is a newer stream for ${JSON.stringify(name)}: ${next}; take it by --to VERSION or --allow-lts-skip`;
  const notes = newer.length === 0 ? [] : [there];
  if (own.isSupported) {
    const found = await newest(Channel.LTS, resolver, own.year);
    return { version: found.version, notes: [...found.notes, ...notes] };
  }
  // Nothing current leads there any more. What the list tells is held against the signed version.txt of its own directory like any other.
  const last = (await feed.releases(Channel.LTS)).find(({ version }) => version.major === own.major);
  const ended = `the stream lts-${own.year} of ${JSON.stringify(name)} gets no updates any more`;
  return { version: last?.version ?? locked, notes: [ended, ...notes] };
}

/** What is known of the software of a locked release. */
export async function softwareOf(release: LockedRelease, resolver: ReleaseResolver): Promise<ReleaseSoftware> {
  const told = await resolver.describe(Channel.of(release.channel), FlatcarVersion.parse(release.version));
  return { ...(told?.software ?? catalogue.find(release.version)), ignition: release.ignition };
}

async function passedReleases(
  before: LockedRelease,
  channel: Channel,
  version: FlatcarVersion,
  resolver: ReleaseResolver,
): Promise<FeedRelease[]> {
  const from = FlatcarVersion.parse(before.version);
  const [low, high] = from.compare(version) < 0 ? [from, version] : [version, from];
  // Whoever goes back loses what the channel that is left has mended.
  const releases = await resolver.feed.releases(high === version ? channel : Channel.of(before.channel));
  return releases.filter((release) => release.version.compare(low) > 0 && release.version.compare(high) <= 0);
}

function olderFeed(name: string, before: LockedRelease, version: FlatcarVersion): FlatcarError {
  return new FlatcarError({
    code: "feed-older-than-lock",
    subject: `newest release of ${before.channel} for ${JSON.stringify(name)}`,
    received: version.toString(),
    allowed: `${before.version}, which is locked, or newer`,
    mend: "use a feed that is up to date, or add --allow-downgrade where the older release is meant",
  });
}

function unknownStream(name: string, before: LockedRelease, streams: readonly LtsStream[]): FlatcarError {
  return new FlatcarError({
    code: "lts-stream-unknown",
    subject: `LTS stream of ${JSON.stringify(name)}`,
    received: before.version,
    allowed: `a version of a stream that the feed has: ${streams.map(({ major, year }) => `${major} (lts-${year})`).join(", ")}`,
    mend: "name the release to go to by --to VERSION",
  });
}
