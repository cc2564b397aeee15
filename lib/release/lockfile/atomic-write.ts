import * as fs from "node:fs";
import * as path from "node:path";
import { systemCode } from "../lock-text";
import { notWritable, removeBeside } from "./hold";

let counter = 0;

/** A content that waits beside a file to take its place. */
export interface PreparedWrite {
  /**
   * Puts it in the place of the file's.
   *
   * @param before what is to be done right before
   * @throws FlatcarError `file-not-writable`, and what `before` throws; then nothing is changed
   */
  commit(before?: () => void): void;
  /** Removes it, where it has not been put there. */
  discard(): void;
}

/**
 * Writes a content beside a file, from where it takes the file's place at once.
 *
 * A file that was there keeps its permissions, and its owner where that is allowed.
 *
 * @param file absolute path of a file, not of a link
 * @throws FlatcarError `file-not-writable`; then nothing is left
 */
export function prepareWrite(file: string, content: string | Uint8Array): PreparedWrite {
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}-${++counter}.tmp`);
  const discard = (): void => {
    try {
      fs.rmSync(temporary, { force: true });
    } catch {
      // It harms nobody.
    }
  };
  const attempt = (step: () => void): void => {
    try {
      step();
    } catch (e) {
      discard();
      throw typeof e === "object" && e !== null && "errno" in e ? notWritable(file, e) : e;
    }
  };
  attempt(() => writeWhole(temporary, file, content));
  const commit = (before: () => void = () => undefined): void => {
    attempt(() => {
      before();
      fs.renameSync(temporary, file);
    });
    syncFolder(path.dirname(file));
  };
  return { commit, discard };
}

/**
 * Puts a content in the place of a file's: whoever reads the file, at whatever moment this process or the machine ends, finds the old content or the new one.
 *
 * A file that was there keeps its permissions, and its owner where that is allowed.
 *
 * @param file absolute path of a file, not of a link
 * @throws FlatcarError `file-not-writable`; then nothing is changed
 */
export function writeAtomically(file: string, content: string | Uint8Array, beforeRename?: () => void): void {
  prepareWrite(file, content).commit(beforeRename);
}

/** Removes what {@link writeAtomically} leaves where its process is killed. To be called while the file is held: others may be writing otherwise. */
export function removeLeftovers(file: string): void {
  removeBeside(file, (sibling) => isLeftover(file, sibling));
}

/** Whether {@link removeLeftovers} would find something. */
export function hasLeftovers(file: string): boolean {
  return fs.readdirSync(path.dirname(file)).some((sibling) => isLeftover(file, sibling));
}

function isLeftover(file: string, sibling: string): boolean {
  const begin = `.${path.basename(file)}.`;
  return sibling.startsWith(begin) && /^\d+-\d+\.tmp$/.test(sibling.slice(begin.length));
}

/**
 * Where a path leads in the end: a lock that is a link is written through to its target, which need not exist.
 *
 * @throws FlatcarError `file-not-writable` for a folder that does not exist, and for links in a circle
 */
export function targetOf(file: string): string {
  try {
    let target = file;
    // As many as Linux follows: https://man7.org/linux/man-pages/man7/path_resolution.7.html
    for (let links = 0; links < 40; links++) {
      target = path.join(fs.realpathSync(path.dirname(target)), path.basename(target));
      const stat = fs.lstatSync(target, { throwIfNoEntry: false });
      if (stat?.isSymbolicLink() !== true) return target;
      target = path.resolve(path.dirname(target), fs.readlinkSync(target));
    }
  } catch (e) {
    throw notWritable(file, e);
  }
  throw notWritable(file, { code: "ELOOP" });
}

function writeWhole(temporary: string, file: string, content: string | Uint8Array): void {
  const old = fs.statSync(file, { throwIfNoEntry: false });
  const descriptor = fs.openSync(temporary, "wx", old === undefined ? 0o666 : old.mode & 0o777);
  try {
    if (old !== undefined) keepOwner(descriptor, old);
    fs.writeFileSync(descriptor, content);
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

function keepOwner(descriptor: number, { uid, gid, mode }: fs.Stats): void {
  try {
    fs.fchownSync(descriptor, uid, gid);
  } catch (e) {
    // Only root may give files away.
    if (!["EPERM", "EINVAL", "ENOSYS"].includes(systemCode(e))) throw e;
  }
  fs.fchmodSync(descriptor, mode & 0o7777);
}

/** Makes sure that the machine does not forget the names in a folder at a power cut. Not every system can do that. */
export function syncFolder(folder: string): void {
  try {
    const descriptor = fs.openSync(folder, "r");
    try {
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
  } catch {
    // The files have their names already.
  }
}
