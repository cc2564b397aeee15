import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { ReleaseDirectory } from "../feed/feed";
import { Hold, holdFile, tidyUp } from "../lockfile/hold";
import { CachedFile, alteredError } from "./cached-file";
import { ifThere, isThere, makeFolder, reading, writing } from "./disk-error";
import { EntryFolder } from "./entry-folder";
import { EntryRecord, isRecordOf, releaseWords } from "./entry-record";
import { FileDigest, fileDigest } from "./file-hash";
import { CacheLayout, UnfinishedName } from "./layout";
import type { FileWorkOptions } from "./progress";

/** How a file of the store is worked on. */
export interface HoldWorkOptions extends FileWorkOptions {
  /**
   * Told once, where another process is at the same file, before its end is waited for.
   *
   * @param holder such as `process 4711 on build-1`
   */
  readonly onWait?: (holder: string) => void;
}

/** A record, and the hash of what it is of. */
export interface FoundRecord {
  readonly sha512: string;
  readonly record: EntryRecord;
}

/** A folder of what is on its way. */
export interface UnfinishedFolder extends UnfinishedName {
  readonly folder: EntryFolder;
}

const SHA512 = /^[0-9a-f]{128}$/;

/** Entries by the hash of their content. Whatever is taken out is hashed first. */
export class EntryStore {
  private readonly layout: CacheLayout;

  /** @param root absolute path; it need not be there */
  constructor(root: string) {
    this.layout = new CacheLayout(root);
  }

  /** Where what is to have this hash is downloaded to. */
  public downloadFolder(sha512: string): string {
    return this.layout.download(sha512);
  }

  /** Where the file of this hash is unpacked. */
  public unpackFolder(sha512: string): string {
    return this.layout.unpacking(sha512);
  }

  /**
   * The content of a hash as a file of a release, also where it was fetched as another one; undefined where it is not there.
   *
   * @param isHeld whether the caller holds the folder of its download
   * @throws FlatcarError `cache-entry-altered`
   */
  public async file(
    sha512: string,
    directory: ReleaseDirectory,
    fileName: string,
    options: HoldWorkOptions,
    isHeld = false,
  ): Promise<CachedFile | undefined> {
    const entry = this.entry(sha512);
    const records = await reading(entry.folder, () => entry.records());
    if (records === undefined) return undefined;
    const own = records.find((record) => isRecordOf(record, directory, fileName));
    const known = own ?? records[0];
    if (known === undefined) throw alteredError(entry.file(fileName), undefined, sha512);
    const verified = await this.verified({ sha512, record: known }, options);
    if (!isHeld) await this.tidyUp(this.downloadFolder(sha512));
    if (own !== undefined) return verified;
    const added = { ...releaseWords(directory), fileName, size: known.size, signature: known.signature };
    const add = (): Promise<void> => writing(entry.folder, () => entry.addName(known, added));
    await (isHeld ? add() : this.held(this.layout.download(sha512), options, add));
    return cachedFile(entry, added, sha512, true);
  }

  /**
   * The file of a record, whose bytes are hashed, as those of its signature are.
   *
   * @throws FlatcarError `cache-entry-altered`
   */
  public async verified({ sha512, record }: FoundRecord, options: FileWorkOptions): Promise<CachedFile> {
    const entry = this.entry(sha512);
    const { fileName, size, signature } = record;
    await check(entry.file(fileName), { sha512, size }, { ...options, fileName });
    if (signature !== undefined) await check(entry.signature(fileName), signature, { fileName });
    return cachedFile(entry, record, sha512, true);
  }

  /** The first record that fits, in the order of hashes. */
  public async find(fits: (record: EntryRecord) => boolean): Promise<FoundRecord | undefined> {
    return (await this.records()).find(({ record }) => fits(record));
  }

  /** All records, in the order of hashes. */
  public async records(): Promise<FoundRecord[]> {
    const { entries } = this.layout;
    const found: FoundRecord[] = [];
    for (const prefix of await names(entries)) {
      for (const sha512 of (await names(path.join(entries, prefix))).filter((name) => SHA512.test(name))) {
        const entry = this.entry(sha512);
        const records = (await reading(entry.folder, () => entry.records())) ?? [];
        found.push(...records.map((record) => ({ sha512, record })));
      }
    }
    return found;
  }

  /** Where the file of a record is. */
  public path({ sha512, record }: FoundRecord): string {
    return this.entry(sha512).file(record.fileName);
  }

  /** All that is on its way, in the order of hashes. */
  public async unfinished(): Promise<UnfinishedFolder[]> {
    const { unfinished } = this.layout;
    return (await names(unfinished)).flatMap((name) => {
      const { sha512, isUnpacked } = this.layout.unfinishedOf(name) ?? {};
      return sha512 === undefined || isUnpacked === undefined
        ? []
        : [{ sha512, isUnpacked, folder: new EntryFolder(path.join(unfinished, name)) }];
    });
  }

  /** Does work in a folder of the unfinished while no other process does. */
  public async held<T>(folder: string, options: HoldWorkOptions, work: (folder: EntryFolder, hold: Hold) => Promise<T>): Promise<T> {
    const { signal, onWait } = options;
    await makeFolder(this.layout.unfinished);
    return holdFile(folder, (hold) => work(new EntryFolder(folder), hold), { waitMs: Infinity, signal, onWait });
  }

  /** Removes what killed processes left of work whose result is there. */
  public async tidyUp(folder: string): Promise<void> {
    await tidyUp(
      folder,
      () => isThere(folder),
      () => writing(folder, () => new EntryFolder(folder).remove()),
    );
  }

  /** Makes a folder of the unfinished an entry. Only who holds the folder may. */
  public async publish(folder: EntryFolder, record: EntryRecord, sha512: string): Promise<CachedFile> {
    const entry = this.entry(sha512);
    const [known] = (await reading(entry.folder, () => entry.records())) ?? [];
    if (known === undefined) await writing(entry.folder, () => folder.publish(record, entry.folder));
    // Two packed files can hold one image.
    else await writing(entry.folder, () => entry.addName(known, record).then(() => folder.remove()));
    return cachedFile(entry, record, sha512, false);
  }

  private entry(sha512: string): EntryFolder {
    return new EntryFolder(this.layout.entry(sha512));
  }
}

async function names(folder: string): Promise<string[]> {
  return ((await reading(folder, () => ifThere(() => fs.readdir(folder)))) ?? []).sort();
}

function cachedFile(entry: EntryFolder, { fileName, size, signature }: EntryRecord, sha512: string, cached: boolean): CachedFile {
  const file = { path: entry.file(fileName), sha512, size, cached };
  return signature === undefined ? file : { ...file, signature: { path: entry.signature(fileName), ...signature, cached } };
}

async function check(file: string, expected: FileDigest, options: FileWorkOptions & { readonly fileName: string }): Promise<void> {
  const found = await reading(file, () => ifThere(() => fileDigest(file, options)));
  if (found?.sha512 !== expected.sha512) throw alteredError(file, found?.sha512, expected.sha512);
}
