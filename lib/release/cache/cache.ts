import * as fs from "node:fs/promises";
import * as path from "node:path";
import { FlatcarError } from "../../errors";
import { MAX_TEXT_BYTES, readDocument } from "../feed/document";
import type { ReleaseDirectory, ReleaseFeed } from "../feed/feed";
import type { ReleaseArtifact } from "../release";
import { DEFAULT_TIMING } from "../transport/timing";
import { cacheDirectory } from "./cache-directory";
import type { CachedFile } from "./cached-file";
import { CacheContents, cacheContents } from "./contents";
import { writing } from "./disk-error";
import { download } from "./download";
import type { EntryFolder } from "./entry-folder";
import { EntryRecord, isRecordOf, releaseWords } from "./entry-record";
import { EntryStore, HoldWorkOptions } from "./entry-store";
import type { FileWorkOptions } from "./progress";
import { unpackBzip2 } from "./unpack";

/** A file of a release. */
export interface CacheRequest {
  readonly directory: ReleaseDirectory;
  /** As on the release server: `flatcar_production_image.bin.bz2`. */
  readonly fileName: string;
  /**
   * What a lock says of it. The signed DIGESTS have to say the same.
   *
   * @default - what the signed DIGESTS say
   */
  readonly expected?: ReleaseArtifact;
  /**
   * Hashes that the lock holds for the file of this name of other releases and architectures, with what these are: a right signature of another one is none of this one.
   *
   * @default - none
   */
  readonly otherReleases?: ReadonlyMap<string, string>;
}

/** How a file is unpacked. */
export interface CacheUnpackOptions extends HoldWorkOptions {
  /** More bytes than these come of no image. */
  readonly maxBytes: number;
  /** The variable `PATH`, where the programs that unpack are. */
  readonly searchPath: string | undefined;
}

/**
 * What has been fetched and verified, by its hash. An entry appears complete or not at all, whatever ends the process, and is hashed whenever it is used. Processes that
 * want one file at once fetch it once.
 */
export class ImageCache {
  /**
   * The user's own.
   *
   * @param platform as `process.platform` has it
   * @throws FlatcarError `cache-directory-unknown`
   */
  public static directory(env: Readonly<Record<string, string | undefined>>, platform: string): string {
    return cacheDirectory(env, platform);
  }

  private readonly store: EntryStore;

  /** @param root absolute path; it need not be there */
  constructor(private readonly root: string) {
    this.store = new EntryStore(root);
  }

  /**
   * A file of a release: from the cache, or else from the feed, verified by its signature, its hash and its size.
   *
   * @throws FlatcarError `download-not-as-locked`, `download-hash`, `download-size`, `cache-entry-altered`, `file-not-writable`, and those of the feed
   */
  public async file(request: CacheRequest, feed: ReleaseFeed, options: HoldWorkOptions = {}): Promise<CachedFile> {
    const { directory, fileName, expected } = request;
    const { sha512 } = expected ?? (await publishedArtifact(request, feed));
    const before = await this.store.file(sha512, directory, fileName, options);
    if (before !== undefined) return before;
    const artifact = await publishedArtifact(request, feed);
    const signatureUrl = `${feed.url(directory, fileName)}.sig`;
    const { bytes: signature } = await readDocument(feed.transport, signatureUrl, { maxBytes: MAX_TEXT_BYTES, timing: DEFAULT_TIMING });
    return this.store.held(this.store.downloadFolder(sha512), options, async (folder, hold) => {
      // Another process may have fetched it meanwhile.
      const meanwhile = await this.store.file(sha512, directory, fileName, options, true);
      if (meanwhile !== undefined) return meanwhile;
      const record = await download({ directory, fileName, artifact, signature }, folder, feed, options);
      hold.confirm();
      return this.store.publish(folder, record, sha512);
    });
  }

  /**
   * A file of a release from the cache alone.
   *
   * @throws FlatcarError `file-not-cached`, `cache-entry-altered`
   */
  public async cachedFile(request: CacheRequest, options: HoldWorkOptions = {}): Promise<CachedFile> {
    const { directory, fileName, expected } = request;
    const sha512 = expected?.sha512 ?? (await this.store.find((record) => isRecordOf(record, directory, fileName)))?.sha512;
    const found = sha512 === undefined ? undefined : await this.store.file(sha512, directory, fileName, options);
    if (found !== undefined) return found;
    throw new FlatcarError({
      code: "file-not-cached",
      subject: `${fileName} of ${directory.channel.name} ${directory.version.toString()} for ${directory.architecture.name}`,
      received: undefined,
      allowed: "a file that was fetched before",
      mend: "fetch it once without --offline",
      path: this.root,
    });
  }

  /**
   * What a file of the cache holds, in a file in which zeros take no space.
   *
   * @param packed a file that has just been verified, packed with bzip2
   * @throws FlatcarError `unpack-program-missing`, `unpack-failed`, `unpack-too-large`, `cache-entry-altered`, `file-not-writable`
   */
  public async unpacked(directory: ReleaseDirectory, packed: CachedFile, options: CacheUnpackOptions): Promise<CachedFile> {
    const before = await this.unpackedBefore(packed, options);
    if (before !== undefined) {
      await this.store.tidyUp(this.store.unpackFolder(packed.sha512));
      return before;
    }
    return this.store.held(this.store.unpackFolder(packed.sha512), options, async (folder, hold) => {
      const meanwhile = await this.unpackedBefore(packed, options);
      if (meanwhile !== undefined) return meanwhile;
      try {
        const { sha512, record } = await unpack(directory, packed, folder, options);
        hold.confirm();
        return await this.store.publish(folder, record, sha512);
      } catch (e) {
        await folder.remove();
        throw e;
      }
    });
  }

  /** All that is there, and all that is on its way. Nothing is hashed. */
  public async contents(): Promise<CacheContents> {
    return cacheContents(this.store);
  }

  private async unpackedBefore({ sha512 }: CachedFile, options: FileWorkOptions): Promise<CachedFile | undefined> {
    const found = await this.store.find(({ unpackedFrom }) => unpackedFrom === sha512);
    return found === undefined ? undefined : this.store.verified(found, options);
  }
}

async function unpack(
  directory: ReleaseDirectory,
  packed: CachedFile,
  folder: EntryFolder,
  options: CacheUnpackOptions,
): Promise<{ sha512: string; record: EntryRecord }> {
  const fileName = path.basename(packed.path, ".bz2");
  await writing(folder.folder, async () => {
    // What a killed process left cannot be gone on with.
    await folder.remove();
    await fs.mkdir(folder.folder, { recursive: true });
  });
  const { sha512, size } = await unpackBzip2(packed.path, folder.file(fileName), { ...options, packedSha512: packed.sha512 });
  const record = { ...releaseWords(directory), fileName, size, unpackedFrom: packed.sha512 };
  await writing(folder.folder, async () => folder.write(record));
  return { sha512, record };
}

/** What the signed DIGESTS say of a file, which is what the lock says, where that says something. */
async function publishedArtifact(request: CacheRequest, feed: ReleaseFeed): Promise<ReleaseArtifact> {
  const { directory, fileName, expected, otherReleases } = request;
  await feed.confirm(directory);
  const published = await feed.artifact(directory, fileName);
  const other = otherReleases?.get(published.sha512);
  if (other !== undefined) {
    throw new FlatcarError({
      code: "download-of-other-release",
      subject: "SHA-512 of the file by its signed DIGESTS",
      received: published.sha512,
      allowed: `another one than that of ${other}, for which it is locked`,
      mend: "read another mirror: this one serves the files of one release or architecture as those of another",
      path: feed.url(directory, fileName),
    });
  }
  if (expected === undefined || (expected.sha512 === published.sha512 && expected.size === published.size)) return published;
  const isOther = expected.sha512 !== published.sha512;
  throw new FlatcarError({
    code: "download-not-as-locked",
    subject: isOther ? "SHA-512 of the file by its signed DIGESTS" : "size of the file as the server tells it",
    received: isOther ? published.sha512 : `${published.size} bytes`,
    allowed: isOther ? `${expected.sha512}, as locked` : `${expected.size} bytes, as locked`,
    mend: "find out which of the two is wrong: what is published never changes",
    path: feed.url(directory, fileName),
  });
}
