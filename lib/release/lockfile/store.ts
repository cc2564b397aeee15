import * as fs from "node:fs";
import { FlatcarError } from "../../errors";
import { readLockText } from "../lock-text";
import { removeLeftovers, targetOf, writeAtomically } from "./atomic-write";
import { LockDocument } from "./document";
import { HoldOptions, holdFile } from "./hold";

/** How a lock file is changed. */
export interface ChangeLockOptions extends HoldOptions {
  /**
   * What a file that is not there counts as.
   *
   * @default - it is the error `lock-missing`
   */
  readonly missing?: LockDocument;
}

/**
 * Reads a lock file to look at it. To change it, {@link changeLockFile} reads it anew.
 *
 * @param file absolute path
 * @throws FlatcarError `lock-missing`, `lock-unreadable`, and those of {@link LockDocument.parse}
 */
export function readLockFile(file: string): LockDocument {
  return LockDocument.parse(readLockText(file), file);
}

/**
 * Changes a lock file while no other process does, and whole or not at all.
 *
 * @param file absolute path
 * @param change gets what the file says now, and gives what it is to say; what it throws leaves the file as it is
 * @returns what the file says afterwards
 * @throws FlatcarError those of {@link readLockFile} and {@link holdFile}
 */
export async function changeLockFile(
  file: string,
  change: (document: LockDocument) => LockDocument,
  options: ChangeLockOptions = {},
): Promise<LockDocument> {
  const target = targetOf(file);
  // Before anything is written beside it: a mistake in the name is told as one.
  read(file, target, options);
  return holdFile(
    target,
    (hold) => {
      removeLeftovers(target);
      const before = read(file, target, options);
      const after = change(before ?? options.missing ?? LockDocument.empty());
      if (before === undefined || after !== before) write(target, after, () => hold.confirm());
      return after;
    },
    options,
  );
}

function read(file: string, target: string, { missing }: ChangeLockOptions): LockDocument | undefined {
  return missing !== undefined && fs.lstatSync(target, { throwIfNoEntry: false }) === undefined ? undefined : readLockFile(file);
}

function write(target: string, document: LockDocument, beforeRename: () => void): void {
  const text = document.toText();
  // What is read by everybody at every synth is not replaced by the same.
  if (fs.existsSync(target) && fs.readFileSync(target, "utf8") === text) return;
  writeAtomically(target, text, beforeRename);
}

/** The error of a lock whose entry somebody else changed after it was read. */
export function changedMeanwhile(file: string, name: string, read: string, now: string): FlatcarError {
  return new FlatcarError({
    code: "lock-changed-meanwhile",
    subject: `release ${JSON.stringify(name)}`,
    received: now,
    allowed: `${read}, as it was when this run began`,
    mend: "another run has changed it meanwhile and nothing of this one was written; look at what it wrote and run again",
    path: file,
  });
}
