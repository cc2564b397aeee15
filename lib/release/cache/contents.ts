import * as fs from "node:fs/promises";
import * as path from "node:path";
import { ifThere, reading } from "./disk-error";
import type { EntryRecord } from "./entry-record";
import type { EntryStore } from "./entry-store";
import { FlatcarVersion } from "../version";

/** Which file of which release. */
interface Words {
  readonly channel: string;
  readonly version: string;
  readonly architecture: string;
  readonly fileName: string;
}

/** A file of a cache, as it was when it was verified. */
export interface CacheEntry extends Words {
  readonly sha512: string;
  /** Bytes. */
  readonly size: number;
  /** Absolute path of the file. */
  readonly path: string;
}

/** A file that is being fetched or unpacked, or was when its process ended. */
export interface UnfinishedEntry extends Words {
  /** Bytes that are there. The next fetch goes on with those of a download, where the server still has the same, and unpacks anew. */
  readonly done: number;
  /** Bytes in all; undefined for what is being unpacked. */
  readonly size?: number;
  /** Absolute path of what is there. */
  readonly path: string;
}

/** What a cache holds. */
export interface CacheContents {
  /** From new to old versions, by architecture and file name. */
  readonly entries: readonly CacheEntry[];
  readonly unfinished: readonly UnfinishedEntry[];
}

/** What a store holds. Nothing is hashed. */
export async function cacheContents(store: EntryStore): Promise<CacheContents> {
  const found = await store.records();
  const entries = found.map(({ sha512, record }) => ({
    ...words(record),
    sha512,
    size: record.size,
    path: store.path({ sha512, record }),
  }));
  const unfinished: UnfinishedEntry[] = [];
  for (const { sha512, folder, isUnpacked } of await store.unfinished()) {
    const [begun] = isUnpacked
      ? found.filter((packed) => packed.sha512 === sha512).map(({ record }) => record)
      : ((await folder.records()) ?? []);
    if (begun === undefined) continue;
    const fileName = isUnpacked ? path.basename(begun.fileName, ".bz2") : begun.fileName;
    const file = folder.file(fileName);
    const done = await reading(file, () => ifThere(async () => (await fs.stat(file)).size));
    if (done !== undefined) unfinished.push({ ...words(begun), fileName, size: isUnpacked ? undefined : begun.size, done, path: file });
  }
  return { entries: entries.sort(byRelease), unfinished: unfinished.sort(byRelease) };
}

function words({ channel, version, architecture, fileName }: EntryRecord): Words {
  return { channel, version, architecture, fileName };
}

function byRelease(a: Words, b: Words): number {
  const byVersion = FlatcarVersion.parse(b.version).compare(FlatcarVersion.parse(a.version));
  const [mine, theirs] = [a, b].map(({ architecture, fileName }) => `${architecture} ${fileName}`);
  return byVersion || (mine < theirs ? -1 : mine > theirs ? 1 : 0);
}
