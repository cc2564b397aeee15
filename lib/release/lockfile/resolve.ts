import { FlatcarError } from "../../errors";
import { Architecture } from "../architecture";
import { catalogue } from "../catalogue";
import { Channel } from "../channel";
import { channelOfVersion } from "../channel-of-version";
import type { ReleaseFeed } from "../feed/feed";
import type { FeedRelease, ReleaseSoftware } from "../feed/feed-release";
import { versionMissing } from "../feed/missing";
import { IgnitionSupport } from "../ignition-support";
import { LockedArchitecture, LockedRelease, ReleaseArtifact } from "../release";
import { FlatcarVersion } from "../version";
import { LOCK_PLATFORMS, LockPlatform, lockedFiles } from "./files";
import { ReleaseRequest } from "./request";

/** What people see of the work, which is many small requests. */
export interface ResolveProgress {
  /** So many more signed documents are to be read for a release. */
  begin(release: string, documents: number): void;
  /** One of them has been read. */
  step(): void;
}

/** A release as the feed has it now. */
export interface ResolvedRelease {
  readonly release: LockedRelease;
  readonly software: ReleaseSoftware;
  /** What people should know, each one sentence without a final period. */
  readonly notes: readonly string[];
}

/** For what a release is locked. */
export interface ResolveOptions {
  readonly platforms: readonly LockPlatform[];
  /**
   * Names of architectures.
   *
   * @default - all that the release is published for
   */
  readonly architectures?: readonly string[];
}

interface KnownRelease {
  readonly architectures: readonly Architecture[];
  readonly releaseDate?: string;
  readonly software: ReleaseSoftware;
}

/** Makes entries of a lock from the signed documents of the feed. The same release is resolved once, however many names ask for it. */
export class ReleaseResolver {
  private readonly done = new Map<string, Promise<ResolvedRelease>>();

  constructor(
    /** Where it asks. */
    public readonly feed: ReleaseFeed,
    private readonly progress: ResolveProgress,
  ) {}

  /** The version that a request means today. */
  public async versionOf({ channel, year, version }: ReleaseRequest): Promise<FlatcarVersion> {
    return version ?? (await this.feed.current(channel, year));
  }

  /** What the feed tells people of a release, where it has it. */
  public async describe(channel: Channel, version: FlatcarVersion): Promise<FeedRelease | undefined> {
    return (await this.feed.releases(channel)).find((release) => release.version.compare(version) === 0);
  }

  /**
   * The entry of a release.
   *
   * @throws FlatcarError `feed-version-missing`, `release-without-ignition-3`, `release-ignition-contradicted`, `architecture-not-released`, those of `channelOfVersion`, and the feed's
   */
  public async resolve(channel: Channel, version: FlatcarVersion, options: ResolveOptions): Promise<ResolvedRelease> {
    const key = JSON.stringify([channel.name, version.toString(), options.platforms, options.architectures]);
    let resolved = this.done.get(key);
    if (resolved === undefined) this.done.set(key, (resolved = this.make(channelOfVersion(version, channel), version, options)));
    return resolved;
  }

  private async make(channel: Channel, version: FlatcarVersion, options: ResolveOptions): Promise<ResolvedRelease> {
    const text = `${channel.name} ${version.toString()}`;
    const known = await this.known(channel, version);
    const { software, releaseDate } = known;
    // Before many requests: a release that no machine here could boot is of no use.
    const { ignition } = software.ignition === undefined ? IgnitionSupport.of(version) : IgnitionSupport.stated(version, software.ignition);
    const architectures = wanted(text, known.architectures, options.architectures);
    const entries = architectures.map((architecture) => this.architecture(channel, version, architecture, options.platforms));
    const made = await Promise.all(entries);
    const withoutAmis = architectures.filter((_, i) => options.platforms.includes(LockPlatform.AWS) && made[i].amis.size === 0);
    // An entry that gets no AMI does not show that it is to have some, unless it is kept for all platforms.
    const some = LOCK_PLATFORMS.every((platform) => options.platforms.includes(platform))
      ? ""
      : ` --platforms ${options.platforms.join(",")}`;
    const notes = withoutAmis.map(
      ({ name }) =>
        `no AMIs of ${text} are published for ${name}; AwsImage.byName() looks them up by name instead, and lock update${some} adds them once they are`,
    );
    const byName = new Map(architectures.map(({ name }, i) => [name, made[i]]));
    return {
      release: { channel: channel.name, version: version.toString(), releaseDate, ignition, architectures: byName },
      software,
      notes,
    };
  }

  private async architecture(
    channel: Channel,
    version: FlatcarVersion,
    architecture: Architecture,
    platforms: readonly LockPlatform[],
  ): Promise<LockedArchitecture> {
    const directory = { channel, version, architecture };
    const files = lockedFiles(version, architecture, platforms);
    const withAmis = platforms.includes(LockPlatform.AWS);
    this.progress.begin(`${channel.name} ${version.toString()} for ${architecture.name}`, 1 + files.length + (withAmis ? 1 : 0));
    const stepped = async <T>(work: Promise<T>): Promise<T> => {
      const result = await work;
      this.progress.step();
      return result;
    };
    // First of all, and alone: where the directory is another release's, nothing in it counts.
    await stepped(this.feed.confirm(directory));
    const artifacts = files.map(async (file): Promise<[string, ReleaseArtifact]> => {
      const { sha512, size } = await stepped(this.feed.artifact(directory, file));
      return [file, { sha512, size }];
    });
    const amis = withAmis ? stepped(this.feed.amis(directory)) : Promise.resolve(new Map<string, string>());
    const [signed, ids] = await Promise.all([Promise.all(artifacts), amis]);
    return { artifacts: new Map(signed), amis: ids };
  }

  private async known(channel: Channel, version: FlatcarVersion): Promise<KnownRelease> {
    const told = await this.describe(channel, version);
    if (told !== undefined) return told;
    const inside = catalogue.find(version.toString());
    if (inside !== undefined) return { ...inside, software: inside };
    throw versionMissing(channel, version, await this.feed.releases(channel));
  }
}

function wanted(release: string, published: readonly Architecture[], names: readonly string[] | undefined): Architecture[] {
  if (published.length === 0) {
    throw new FlatcarError({
      code: "architecture-not-released",
      subject: `architectures of ${release} by the list of releases`,
      received: [],
      allowed: `some of ${Architecture.all()
        .map(({ name }) => name)
        .join(", ")}`,
      mend: "choose a release that is published for one of them",
    });
  }
  const missing = names?.find((name) => !published.some((architecture) => architecture.name === name));
  if (missing !== undefined) {
    throw new FlatcarError({
      code: "architecture-not-released",
      subject: `architecture of ${release} in the lock`,
      received: missing,
      allowed: published.map(({ name }) => name).join(", "),
      mend: "choose a release that is published for it, or take the architecture out of the lock's entry",
    });
  }
  return Architecture.all().filter(({ name }) => (names ?? published.map((architecture) => architecture.name)).includes(name));
}
