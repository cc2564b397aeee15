import * as fs from "node:fs";
import { FlatcarError } from "../../errors";
import { readLockText } from "../lock-text";
import { hasLeftovers, removeLeftovers, targetOf, writeAtomically } from "./atomic-write";
import { LockDocument } from "./document";
import { HoldOptions, holdFile, isHeld } from "./hold";

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
  // What could not be read again would end every synth.
  LockDocument.parse(text, target);
  // What is read by everybody at every synth is not replaced by the same.
  if (fs.existsSync(target) && fs.readFileSync(target).equals(Buffer.from(text))) return;
  writeAtomically(target, text, beforeRename);
}

/**
 * Removes what killed runs left beside a lock file, where there is anything; {@link changeLockFile} does it as well. What is somebody's who is at work stays.
 *
 * @param file absolute path
 */
export async function cleanUpBeside(file: string): Promise<void> {
  try {
    const target = targetOf(file);
    if (isHeld(target) || hasLeftovers(target)) await holdFile(target, () => removeLeftovers(target), { waitMs: 0 });
  } catch (e) {
    // It harms nobody, and is no reason to end with an error.
    if (!FlatcarError.isFlatcarError(e)) throw e;
  }
}

/**
 * Puts a new lock file in a place, whatever is there.
 *
 * @param file absolute path
 * @throws FlatcarError `lock-exists` where something is there and `force` is not given; those of {@link holdFile}
 */
export async function createLockFile(file: string, document: LockDocument, force: boolean, options: HoldOptions = {}): Promise<void> {
  if (!force) refuseExisting(file);
  const target = targetOf(file);
  await holdFile(
    target,
    (hold) => {
      removeLeftovers(target);
      if (!force) refuseExisting(file);
      write(target, document, () => hold.confirm());
    },
    options,
  );
}

/** @throws FlatcarError `lock-exists` */
export function refuseExisting(file: string): void {
  if (fs.statSync(file, { throwIfNoEntry: false }) === undefined) return;
  throw new FlatcarError({
    code: "lock-exists",
    subject: "new lock file",
    received: "a file that is there already",
    allowed: "a path where nothing is",
    mend: "change it by lock update or lock promote, or add --force to begin anew",
    path: file,
  });
}
