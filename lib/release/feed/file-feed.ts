import { FlatcarError } from "../../errors";
import { Channel } from "../channel";
import type { SignatureVerifier, VerifiedSignature } from "../openpgp/signature";
import type { TransportTiming } from "../transport/timing";
import type { Transport } from "../transport/transport";
import type { FlatcarVersion } from "../version";
import { AMI_LIST, parseAmiList } from "./ami-list";
import { readCurrent } from "./current";
import { sha512Of } from "./digests";
import { MAX_JSON_BYTES, isMissing } from "./document";
import { DocumentReader } from "./document-reader";
import type { ReleaseDirectory, ReleaseFeed } from "./feed";
import type { FeedArtifact, FeedRelease, LtsStream } from "./feed-release";
import type { FeedLayout } from "./layout";
import { parseLtsInfo } from "./lts-info";
import { architectureMissing, ltsStream, versionMissing } from "./missing";
import { parseReleases } from "./releases-json";
import { jsonOf, textOf } from "./text";
import { VersionText, parseVersionText } from "./version-text";

/** More than any disk of Flatcar has, which is 12 GiB. Nobody signs a size, and one that is locked is what a download may take of a disk. */
const MOST_BYTES = 32 * 1024 ** 3;

const DAY_MS = 24 * 60 * 60 * 1000;

/** The release feed by its files. What machines boot comes from signed ones alone. */
export class FileFeed implements ReleaseFeed {
  private readonly reader: DocumentReader;

  constructor(
    private readonly layout: FeedLayout,
    public readonly transport: Transport,
    public readonly verifier: SignatureVerifier,
    private readonly timing: TransportTiming,
    private readonly signal?: AbortSignal,
  ) {
    this.reader = new DocumentReader(transport, verifier, timing);
  }

  public async current(channel: Channel, year?: string): Promise<FlatcarVersion> {
    const stream = channel.name === Channel.LTS.name ? ltsStream(year, await this.ltsStreams(), this.layout.ltsInfo()) : undefined;
    const { reader, layout, signal } = this;
    const found = await readCurrent({ reader, layout, channel, year: stream && year, settleMs: this.timing.settleMs, signal });
    const [{ version, file }] = found;
    if (stream !== undefined && version.major !== stream.major) {
      throw replayed(file, `FLATCAR_VERSION=${version.toString()}`, `a version of LTS ${stream.year}, ${stream.major}.3.x`);
    }
    await Promise.all(found.map(({ architecture }) => this.confirm({ channel, version, architecture })));
    return version;
  }

  public async confirm(directory: ReleaseDirectory): Promise<void> {
    await this.versionText(directory);
  }

  public async releases(channel: Channel): Promise<readonly FeedRelease[]> {
    const { bytes, file } = await this.reader.plain(this.layout.releases(channel), MAX_JSON_BYTES);
    return parseReleases(jsonOf(bytes, file), channel, file);
  }

  public async release(channel: Channel, version: FlatcarVersion): Promise<FeedRelease> {
    const releases = await this.releases(channel);
    const found = releases.find((release) => release.version.compare(version) === 0);
    if (found === undefined) throw versionMissing(channel, version, releases, this.layout.releases(channel));
    return found;
  }

  public async ltsStreams(): Promise<readonly LtsStream[]> {
    const { bytes, file } = await this.reader.plain(this.layout.ltsInfo());
    return parseLtsInfo(textOf(bytes, file), file);
  }

  public async artifact(directory: ReleaseDirectory, fileName: string): Promise<FeedArtifact> {
    const url = this.url(directory, fileName);
    const [{ built }, digests] = await Promise.all([this.versionText(directory), this.reader.clearSigned(`${url}.DIGESTS.asc`)]);
    checkAge(digests, built, digests.file);
    const sha512 = sha512Of(digests.text, fileName, digests.file);
    const size = await this.reader.size(url);
    if (size !== undefined && size > 0 && size <= MOST_BYTES) return { sha512, size };
    throw new FlatcarError({
      code: "feed-size-unknown",
      subject: "size of the file",
      received: size,
      allowed: size === undefined ? "a header Content-Length" : `bytes from 1 to ${MOST_BYTES}`,
      mend: size === undefined ? "read a mirror that announces sizes" : "read another mirror: no file of a release has this size",
      path: url,
    });
  }

  public async amis(directory: ReleaseDirectory): Promise<ReadonlyMap<string, string>> {
    const { built } = await this.versionText(directory);
    const url = this.url(directory, AMI_LIST);
    try {
      await this.reader.plain(url, MAX_JSON_BYTES);
    } catch (e) {
      if (isMissing(e)) return new Map();
      throw e;
    }
    const { bytes, file, signature } = await this.reader.signed(url, MAX_JSON_BYTES);
    checkAge(signature, built, file);
    return parseAmiList(jsonOf(bytes, file), file);
  }

  public url(directory: ReleaseDirectory, fileName: string): string {
    return this.layout.file(directory, fileName);
  }

  public async close(): Promise<void> {
    await this.transport.close();
  }

  private async versionText(directory: ReleaseDirectory): Promise<VersionText> {
    const url = this.url(directory, "version.txt");
    try {
      await this.reader.plain(url);
    } catch (e) {
      throw isMissing(e) ? await this.absent(directory, e) : e;
    }
    const { bytes, file, signature } = await this.reader.signed(url);
    const text = parseVersionText(textOf(bytes, file), file);
    const expected = directory.version.toString();
    // A build without an id that is a day was at the latest when this was signed, which comes after the first DIGESTS by minutes:
    // https://github.com/flatcar/scripts/blob/stable-4593.2.5/ci-automation/image.sh
    if (text.version.compare(directory.version) === 0) return { ...text, built: text.built ?? signature.created };
    throw replayed(file, `FLATCAR_VERSION=${text.version.toString()}`, `FLATCAR_VERSION=${expected}`);
  }

  /** What is told of a directory that is not there: what there is instead, where the list of releases knows. */
  private async absent(directory: ReleaseDirectory, missing: FlatcarError): Promise<FlatcarError> {
    const { channel, version, architecture } = directory;
    let releases: readonly FeedRelease[];
    try {
      releases = await this.releases(channel);
    } catch (e) {
      if (FlatcarError.isFlatcarError(e)) return missing;
      throw e;
    }
    const release = releases.find((candidate) => candidate.version.compare(version) === 0);
    if (release === undefined) return versionMissing(channel, version, releases, missing.path);
    const isPublished = release.architectures.some(({ name }) => name === architecture.name);
    return isPublished ? missing : architectureMissing(directory, release, missing.path);
  }
}

/** A signature from before the release was built is of an earlier release. A day of grace, because builders' clocks differ. */
function checkAge({ created }: VerifiedSignature, built: Date | undefined, file: string): void {
  if (built === undefined || created.getTime() >= built.getTime() - DAY_MS) return;
  throw replayed(
    file,
    `a signature of ${created.toISOString()}`,
    `one from ${new Date(built.getTime() - DAY_MS).toISOString()} on, when it was built`,
  );
}

function replayed(file: string, received: string, allowed: string): FlatcarError {
  return new FlatcarError({
    code: "feed-replayed",
    subject: "signed file of another release",
    received,
    allowed,
    mend: "see who answers: a good file stands in the place of another",
    path: file,
  });
}
