import { createHash } from "node:crypto";
import { FlatcarError } from "../../../lib/errors";
import { Architecture, Channel, FlatcarVersion } from "../../../lib/release";
import { channelOfVersion } from "../../../lib/release/channel-of-version";
import type { ReleaseDirectory, ReleaseFeed } from "../../../lib/release/feed/feed";
import type { FeedArtifact, FeedRelease, LtsStream, ReleaseSoftware } from "../../../lib/release/feed/feed-release";
import type { SignatureVerifier } from "../../../lib/release/openpgp/signature";
import type { Transport } from "../../../lib/release/transport/transport";

/** A release of a feed in memory; what is not said is that of stable 4593.2.5. */
export interface MemoryRelease {
  readonly version: string;
  readonly date?: string;
  readonly architectures?: readonly Architecture[];
  readonly software?: ReleaseSoftware;
  readonly notes?: string;
  /** Whether the list of releases lacks it. */
  readonly isUnlisted?: boolean;
  readonly amis?: Readonly<Record<string, string>>;
}

const SOFTWARE: ReleaseSoftware = { kernel: "6.12.102", systemd: "257", docker: "28.0.4", containerd: "2.1.5", ignition: "2.24.0" };

/** A feed that has what a test gives it, and answers at once. */
export class MemoryFeed implements ReleaseFeed {
  /** From new to old. */
  public streams: readonly LtsStream[] = [
    { major: 4081, year: "2024", isSupported: true },
    { major: 3510, year: "2023", isSupported: false },
    { major: 3033, year: "2022", isSupported: false },
  ];
  /** What is asked, as `confirm stable 4593.2.5 amd64`, in order. */
  public readonly asked: string[] = [];
  /** What becomes of an answer, by what is asked. */
  public readonly answers = new Map<string, FeedArtifact | ReadonlyMap<string, string> | Error>();
  private readonly all = new Map<string, MemoryRelease>();

  constructor(...releases: readonly MemoryRelease[]) {
    for (const release of releases) this.publish(release);
  }

  public get transport(): Transport {
    throw new Error("nothing is read");
  }

  public get verifier(): SignatureVerifier {
    throw new Error("nothing is signed");
  }

  public publish(release: MemoryRelease): void {
    this.all.set(release.version, release);
  }

  public async current(channel: Channel, year?: string): Promise<FlatcarVersion> {
    this.ask(`current ${channel.name}${year === undefined ? "" : `-${year}`}`);
    const major = this.streams.find((stream) => stream.year === year)?.major;
    const [newest] = this.of(channel).filter(({ version }) => major === undefined || FlatcarVersion.parse(version).major === major);
    return Promise.resolve(FlatcarVersion.parse(newest.version));
  }

  public async confirm(directory: ReleaseDirectory): Promise<void> {
    this.ask(`confirm ${text(directory)}`);
    return Promise.resolve();
  }

  public async releases(channel: Channel): Promise<readonly FeedRelease[]> {
    return Promise.resolve(
      this.of(channel)
        .filter(({ isUnlisted }) => isUnlisted !== true)
        .map((release) => ({
          channel,
          version: FlatcarVersion.parse(release.version),
          architectures: release.architectures ?? Architecture.all(),
          releaseDate: release.date ?? "2026-08-13",
          software: release.software ?? SOFTWARE,
          notes: release.notes ?? "",
        })),
    );
  }

  public release(): Promise<FeedRelease> {
    return Promise.reject(new Error("nobody asks this way"));
  }

  public async ltsStreams(): Promise<readonly LtsStream[]> {
    return Promise.resolve(this.streams);
  }

  public async artifact(directory: ReleaseDirectory, fileName: string): Promise<FeedArtifact> {
    const answer = this.ask(`${fileName} ${text(directory)}`) as FeedArtifact | undefined;
    return Promise.resolve(answer ?? artifactOf(directory.version.toString(), directory.architecture.name, fileName));
  }

  public async amis(directory: ReleaseDirectory): Promise<ReadonlyMap<string, string>> {
    const answer = this.ask(`amis ${text(directory)}`) as ReadonlyMap<string, string> | undefined;
    const { amis } = this.all.get(directory.version.toString()) ?? {};
    return Promise.resolve(
      answer ?? (amis === undefined ? amisOf(directory.version.toString(), directory.architecture.name) : new Map(Object.entries(amis))),
    );
  }

  public url(directory: ReleaseDirectory, fileName: string): string {
    return `memory:${text(directory)} ${fileName}`;
  }

  public async close(): Promise<void> {
    return Promise.resolve();
  }

  private of(channel: Channel): MemoryRelease[] {
    const parsed = (release: MemoryRelease): FlatcarVersion => FlatcarVersion.parse(release.version);
    return [...this.all.values()]
      .filter((release) => channelOfVersion(parsed(release)) === channel)
      .sort((a, b) => parsed(b).compare(parsed(a)));
  }

  private ask(what: string): unknown {
    this.asked.push(what);
    const answer = this.answers.get(what);
    if (answer instanceof Error) throw answer;
    return answer;
  }
}

/** Hash and size of a file in a {@link MemoryFeed}. */
export function artifactOf(version: string, architecture: string, fileName: string): FeedArtifact {
  // Firmware is the same in all releases, as it is in the real feed for long.
  const release = fileName.includes("_efi_") ? "" : version;
  const sha512 = createHash("sha512").update(`${release} ${architecture} ${fileName}`).digest("hex");
  return { sha512, size: 1000 + fileName.length };
}

/** The AMIs of a release in a {@link MemoryFeed}. */
export function amisOf(version: string, architecture: string): ReadonlyMap<string, string> {
  const id = (region: string): string =>
    `ami-${createHash("sha256").update(`${version} ${architecture} ${region}`).digest("hex").slice(0, 17)}`;
  return new Map(["eu-central-1", "us-east-1"].map((region) => [region, id(region)]));
}

/** An error as the feed has them. */
export function feedError(code: string): FlatcarError {
  return new FlatcarError({ code, subject: "file", received: "x", allowed: "y", mend: "z", path: "memory:file" });
}

function text({ channel, version, architecture }: ReleaseDirectory): string {
  return `${channel.name} ${version.toString()} ${architecture.name}`;
}
