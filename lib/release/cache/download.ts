import type { FileHandle } from "node:fs/promises";
import * as fs from "node:fs/promises";
import { FlatcarError } from "../../errors";
import type { ReleaseDirectory, ReleaseFeed } from "../feed/feed";
import type { DetachedVerification } from "../openpgp/signature";
import type { ReleaseArtifact } from "../release";
import { BlockWriter } from "./block-writer";
import { ifThere, reading, writing } from "./disk-error";
import type { EntryFolder } from "./entry-folder";
import { EntryRecord, isRecordOf, releaseWords } from "./entry-record";
import { bytesDigest, readBlocks } from "./file-hash";
import { FileStep, FileWorkOptions } from "./progress";

/** A file of a release that is to come from the feed. */
export interface Download {
  readonly directory: ReleaseDirectory;
  readonly fileName: string;
  /** What it has to be. */
  readonly artifact: ReleaseArtifact;
  /** Its detached signature. */
  readonly signature: Uint8Array;
}

/** What the transport says where a connection is lost: what has come until then is worth to go on with. */
const LOST: ReadonlySet<string> = new Set(["feed-unreachable", "feed-timeout", "feed-truncated", "feed-busy", "feed-server"]);

/**
 * Downloads a file into a folder of its own, and verifies it by its signature, hash and size in the same pass over its bytes. Where the server still has what an earlier
 * download has begun, only the rest comes.
 *
 * Only who holds the folder may. A lost connection and the signal leave what has come, for the next download, and so does a server that answers with something else than the
 * rest; whatever else goes wrong leaves nothing.
 *
 * @returns the record of the file; the folder can be published as it is
 * @throws FlatcarError `download-hash`, `download-size`, `file-not-writable`, and those of the transport and the verifier
 */
export async function download(
  wanted: Download,
  folder: EntryFolder,
  feed: ReleaseFeed,
  options: FileWorkOptions = {},
): Promise<EntryRecord> {
  const transfer = new Transfer(wanted, folder, feed, options);
  try {
    return await transfer.run();
  } catch (e) {
    if (!transfer.canGoOn || !(transfer.isOpening || isLost(e, options.signal))) await folder.remove();
    throw e;
  }
}

function isLost(e: unknown, signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true || (FlatcarError.isFlatcarError(e) && LOST.has(e.code));
}

class Transfer {
  /** Whether the server is being asked for the file: what it says instead is not the fault of what is here of an earlier download. */
  public isOpening = false;
  private readonly url: string;
  private readonly file: string;
  private record: EntryRecord;
  /** Bytes that have come, now or earlier, and are in the verification. */
  private done = 0;

  constructor(
    private readonly wanted: Download,
    private readonly folder: EntryFolder,
    private readonly feed: ReleaseFeed,
    private readonly options: FileWorkOptions,
  ) {
    const { directory, fileName, artifact, signature } = wanted;
    this.url = feed.url(directory, fileName);
    this.file = folder.file(fileName);
    const content = { fileName, size: artifact.size, signature: bytesDigest(signature) };
    this.record = { ...releaseWords(directory), ...content, source: { url: this.url } };
  }

  /** Whether another download can begin where this one ends. */
  public get canGoOn(): boolean {
    return this.done > 0 && this.record.source?.validator !== undefined;
  }

  public async run(): Promise<EntryRecord> {
    const validator = await this.earlier();
    if (validator === undefined) await writing(this.folder.folder, () => this.empty());
    const handle = await writing(this.file, () => fs.open(this.file, validator === undefined ? "w+" : "r+"));
    try {
      const verification = await this.receive(handle, validator);
      await this.judge(verification);
      return this.record;
    } finally {
      await handle.close();
    }
  }

  /** What tells whether the server still has what an earlier download began; undefined where there is nothing to go on with. */
  private async earlier(): Promise<string | undefined> {
    const { directory, fileName, artifact } = this.wanted;
    const records = await reading(this.folder.folder, () => this.folder.records());
    const source = records?.find((record) => isRecordOf(record, directory, fileName))?.source;
    if (source?.url !== this.url) return undefined;
    const size = (await ifThere(() => fs.stat(this.file)))?.size ?? 0;
    return size > 0 && size <= artifact.size ? source.validator : undefined;
  }

  private async empty(): Promise<void> {
    await this.folder.remove();
    await fs.mkdir(this.folder.folder, { recursive: true });
  }

  private async receive(handle: FileHandle, validator: string | undefined): Promise<DetachedVerification> {
    const { artifact, fileName } = this.wanted;
    const { progress, signal } = this.options;
    let verification = await this.begin();
    if (validator !== undefined) {
      await reading(this.file, () => this.readEarlier(handle, verification));
      // All of it may be here: the earlier download was ended before it was judged.
      this.record = { ...this.record, source: { url: this.url, validator } };
    }
    if (validator === undefined || this.done < artifact.size) {
      this.isOpening = true;
      const opened = await this.feed.transport.open(this.url, { maxBytes: artifact.size, offset: this.done, validator, signal });
      this.checkSize(opened.size, opened.url);
      this.isOpening = false;
      if (opened.offset !== this.done) {
        // All of it comes, because it is another file since. What is here must not be taken for a part of that one.
        await writing(this.file, () => handle.truncate(0));
        this.done = 0;
        verification = await this.begin();
      }
      this.record = { ...this.record, source: { url: this.url, validator: opened.validator } };
      await writing(this.folder.folder, () => this.writeDocuments());
      const writer = new BlockWriter(handle, { position: this.done });
      try {
        for await (const chunk of opened.body) {
          verification.update(chunk);
          await writing(this.file, () => writer.write(chunk));
          this.done += chunk.length;
          progress?.({ step: FileStep.DOWNLOAD, fileName, done: this.done, total: artifact.size });
        }
      } catch (e) {
        if (isLost(e, signal)) await writing(this.file, () => writer.end());
        throw e;
      }
      await writing(this.file, () => writer.end());
    } else {
      await writing(this.folder.folder, () => this.writeDocuments());
    }
    return verification;
  }

  private async begin(): Promise<DetachedVerification> {
    return this.feed.verifier.begin(this.wanted.signature, `${this.url}.sig`);
  }

  private async readEarlier(handle: FileHandle, verification: DetachedVerification): Promise<void> {
    const { fileName, artifact } = this.wanted;
    const { progress, signal } = this.options;
    for await (const block of readBlocks(handle, { signal })) {
      verification.update(block);
      this.done += block.length;
      progress?.({ step: FileStep.VERIFY, fileName, done: this.done, total: artifact.size });
    }
  }

  /** The signature may have been made anew since an earlier download. */
  private async writeDocuments(): Promise<void> {
    await fs.writeFile(this.folder.signature(this.wanted.fileName), this.wanted.signature);
    this.folder.write(this.record);
  }

  private async judge(verification: DetachedVerification): Promise<void> {
    const { artifact } = this.wanted;
    this.checkSize(this.done, this.url);
    const received = verification.sha512();
    if (received !== artifact.sha512) {
      throw new FlatcarError({
        code: "download-hash",
        subject: "SHA-512 of the file",
        received,
        allowed: artifact.sha512,
        mend: "nothing of it was kept: try again, and then another mirror; if it stays so, somebody changes files on the way",
        path: this.url,
      });
    }
    await verification.finish();
  }

  private checkSize(received: number | undefined, path: string): void {
    const { size } = this.wanted.artifact;
    if (received === undefined || received === size) return;
    throw new FlatcarError({
      code: "download-size",
      subject: "size of the file",
      received: `${received} bytes`,
      allowed: `${size} bytes`,
      mend: "nothing of it was kept: try again, and then another mirror",
      path,
    });
  }
}
