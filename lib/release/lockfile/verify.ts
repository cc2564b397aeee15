import { FlatcarError } from "../../errors";
import { Architecture } from "../architecture";
import { Channel } from "../channel";
import { channelOfVersion } from "../channel-of-version";
import type { ReleaseDirectory, ReleaseFeed } from "../feed/feed";
import { LockedArchitecture, LockedRelease } from "../release";
import { FlatcarVersion } from "../version";
import type { LockDocument } from "./document";
import { LockPlatform, lockedFiles, platformsOf } from "./files";
import { lockedRelease } from "./promote";
import { ResolveProgress } from "./resolve";
import { refuseReplays } from "./rules";

/** Something in a lock that is not as the feed has it, or that the feed does not tell. */
export interface VerifyFinding {
  readonly name: string;
  /** Undefined for what is of all architectures. */
  readonly architecture?: string;
  /** A file name, `AMI of eu-central-1`, `version.txt` and the like. */
  readonly subject: string;
  /** What is wrong, in one line without a final period. */
  readonly message: string;
}

/** What came of verifying an entry. */
export interface VerifiedEntry {
  readonly name: string;
  readonly channel: string;
  readonly version: string;
  /** How many hashes and AMIs are as the feed has them. */
  readonly good: number;
  readonly findings: readonly VerifyFinding[];
}

/**
 * Holds every hash, size and AMI of an entry against what the feed has signed, today.
 *
 * What the feed refuses or lacks is a finding as well; only the end of an interrupted run is thrown.
 */
export async function verifyEntry(
  name: string,
  release: LockedRelease,
  feed: ReleaseFeed,
  progress: ResolveProgress,
  signal?: AbortSignal,
): Promise<VerifiedEntry> {
  const verification = new Verification(name, release, feed, progress, signal);
  await Promise.all(
    [...release.architectures].map(([architecture, locked]) => verification.architecture(Architecture.of(architecture), locked)),
  );
  await verification.described();
  return verification.result();
}

/**
 * What in an entry no lock can say rightly, whatever a feed has: the hash or AMI of another release or architecture, and a version of another channel.
 *
 * A mirror that serves one release under the name of another would confirm it.
 */
export function contradictions(name: string, document: LockDocument, file: string): VerifyFinding[] {
  const { channel, version } = lockedRelease(document, name, file);
  const checks: readonly [string, () => void][] = [
    ["channel", () => void channelOfVersion(FlatcarVersion.parse(version), Channel.of(channel))],
    ["hashes and AMIs", () => refuseReplays(document, new Set([name]))],
  ];
  return checks.flatMap(([subject, check]) => {
    try {
      check();
      return [];
    } catch (e) {
      if (!FlatcarError.isFlatcarError(e)) throw e;
      return [{ name, subject, message: e.message }];
    }
  });
}

class Verification {
  private readonly findings: VerifyFinding[] = [];
  private readonly channel: Channel;
  private readonly version: FlatcarVersion;
  private good = 0;

  constructor(
    private readonly name: string,
    private readonly release: LockedRelease,
    private readonly feed: ReleaseFeed,
    private readonly progress: ResolveProgress,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.channel = Channel.of(release.channel);
    this.version = FlatcarVersion.parse(release.version);
  }

  public async architecture(architecture: Architecture, locked: LockedArchitecture): Promise<void> {
    const { name } = architecture;
    const directory = { channel: this.channel, version: this.version, architecture };
    const platforms = platformsOf(this.release);
    const withAmis = platforms.includes(LockPlatform.AWS);
    this.progress.begin(
      `${this.name}: ${this.release.channel} ${this.release.version} for ${name}`,
      1 + locked.artifacts.size + (withAmis ? 1 : 0),
    );
    this.unlocked(name, locked, lockedFiles(this.version, architecture, platforms));
    const isConfirmed = await this.ask(name, "version.txt", async () => {
      await this.feed.confirm(directory);
      return true;
    });
    // Of a directory that is another release's nothing else is worth a line.
    if (isConfirmed !== true) return;
    const files = [...locked.artifacts].map(async ([file, { sha512, size }]) => {
      const signed = await this.ask(name, file, () => this.feed.artifact(directory, file));
      if (signed === undefined) return;
      if (signed.sha512 !== sha512) this.differs(name, file, `SHA-512 ${sha512}`, signed.sha512);
      else if (signed.size !== size) this.differs(name, file, `size ${size} bytes`, `${signed.size} bytes`);
      else this.good++;
    });
    await Promise.all([...files, ...(withAmis ? [this.amis(directory, locked.amis)] : [])]);
  }

  /** What is not signed: people plan by it, and so it should be right. */
  public async described(): Promise<void> {
    const releases = await this.ask(undefined, "list of releases", () => this.feed.releases(this.channel));
    const told = releases?.find(({ version }) => version.compare(this.version) === 0);
    if (told === undefined) return;
    const { releaseDate, ignition } = this.release;
    const said = told.software.ignition;
    if (said !== undefined && said !== ignition) this.differs(undefined, "Ignition", ignition, said);
    if (releaseDate !== undefined && releaseDate !== told.releaseDate)
      this.differs(undefined, "release date", releaseDate, told.releaseDate);
  }

  public result(): VerifiedEntry {
    const key = ({ architecture = "", subject }: VerifyFinding): string => `${architecture} ${subject}`;
    const findings = [...this.findings].sort((a, b) => (key(a) < key(b) ? -1 : 1));
    return { name: this.name, channel: this.release.channel, version: this.release.version, good: this.good, findings };
  }

  private async amis(directory: ReleaseDirectory, locked: ReadonlyMap<string, string>): Promise<void> {
    const { name } = directory.architecture;
    const signed = await this.ask(name, "list of AMIs", () => this.feed.amis(directory));
    if (signed === undefined) return;
    for (const [region, ami] of locked) {
      const published = signed.get(region);
      if (published === ami) this.good++;
      else if (published === undefined) this.find(name, `AMI of ${region}`, `${ami} is locked, and the feed lists none there`);
      else this.differs(name, `AMI of ${region}`, ami, published);
    }
    const missing = [...signed.keys()].filter((region) => !locked.has(region)).sort();
    if (missing.length > 0) this.find(name, "AMIs", `none is locked of ${missing.join(", ")}; lock update ${this.name} adds them`);
  }

  private unlocked(architecture: string, { artifacts }: LockedArchitecture, files: readonly string[]): void {
    const missing = files.filter((file) => !artifacts.has(file));
    if (missing.length === 0) return;
    const which = missing.length === files.length ? "no hash of a file is locked" : `no hash is locked of ${missing.join(", ")}`;
    this.find(architecture, "hashes", `${which}; lock update ${this.name} adds what is missing`);
  }

  /** Undefined where the feed has refused, which is a finding. */
  private async ask<T>(architecture: string | undefined, subject: string, question: () => Promise<T>): Promise<T | undefined> {
    try {
      const answer = await question();
      this.progress.step();
      return answer;
    } catch (e) {
      if (this.signal?.aborted === true || !FlatcarError.isFlatcarError(e)) throw e;
      this.find(architecture, subject, e.message);
      return undefined;
    }
  }

  private differs(architecture: string | undefined, subject: string, locked: string, signed: string): void {
    this.find(architecture, subject, `${locked} is locked, and the feed has ${signed}`);
  }

  private find(architecture: string | undefined, subject: string, message: string): void {
    this.findings.push({ name: this.name, ...(architecture === undefined ? {} : { architecture }), subject, message });
  }
}
