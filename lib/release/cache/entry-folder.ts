import * as fs from "node:fs/promises";
import * as path from "node:path";
import { removeLeftovers, syncFolder, writeAtomically } from "../lockfile/atomic-write";
import { diskErrorCode, ifThere } from "./disk-error";
import { EntryRecord, isRecordName, parseRecord, recordName, recordText } from "./entry-record";

const READ_ONLY = 0o444;

/** A folder with a file, its signature and its records: an entry of a cache, or what is to become one. */
export class EntryFolder {
  /** @param folder absolute path; it need not be there */
  constructor(public readonly folder: string) {}

  /** Where the file of this name is. */
  public file(fileName: string): string {
    return path.join(this.folder, fileName);
  }

  /** Where the signature of the file of this name is. */
  public signature(fileName: string): string {
    return this.file(`${fileName}.sig`);
  }

  /** The records in the order of their names; undefined where there is no such folder. What is no record is left out. */
  public async records(): Promise<EntryRecord[] | undefined> {
    const names = await ifThere(() => fs.readdir(this.folder));
    if (names === undefined) return undefined;
    const texts = await Promise.all(
      names
        .filter(isRecordName)
        .sort()
        .map((name) => ifThere(() => fs.readFile(this.file(name), "utf8"))),
    );
    return texts.map((text) => parseRecord(text ?? "")).filter((record) => record !== undefined);
  }

  /** Writes a record, whole or not at all. Only who holds the folder may. */
  public write(record: EntryRecord): void {
    const file = this.file(recordName(record));
    removeLeftovers(file);
    writeAtomically(file, recordText(record));
  }

  /** Makes what the folder has as one file known as another one too. */
  public async addName(known: EntryRecord, added: EntryRecord): Promise<void> {
    if (added.fileName !== known.fileName) {
      await sameFile(this.file(known.fileName), this.file(added.fileName));
      if (known.signature !== undefined) await sameFile(this.signature(known.fileName), this.signature(added.fileName));
    }
    this.write(added);
  }

  /** Lets the folder appear as an entry, where there is none yet: with all that is in it, read-only, and on the disk. */
  public async publish(record: EntryRecord, entry: string): Promise<void> {
    await seal(this.file(record.fileName));
    if (record.signature !== undefined) await seal(this.signature(record.fileName));
    syncFolder(this.folder);
    await fs.mkdir(path.dirname(entry), { recursive: true });
    await fs.rename(this.folder, entry);
    syncFolder(path.dirname(entry));
  }

  /** Removes the folder with all that is in it. */
  public async remove(): Promise<void> {
    await fs.rm(this.folder, { recursive: true, force: true });
  }
}

async function seal(file: string): Promise<void> {
  const handle = await fs.open(file, "r+");
  try {
    await handle.chmod(READ_ONLY);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function sameFile(from: string, to: string): Promise<void> {
  try {
    await fs.link(from, to);
  } catch (e) {
    if (diskErrorCode(e) === "EEXIST") return;
    // Not every file system has links. A copy gets its name when it is whole.
    const copy = `${to}.copy`;
    await fs.copyFile(from, copy);
    await fs.rename(copy, to);
  }
}
