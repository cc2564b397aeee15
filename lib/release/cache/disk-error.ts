import * as fs from "node:fs/promises";
import * as path from "node:path";
import { FlatcarError } from "../../errors";
import { notWritable } from "../lockfile/hold";

/** The code of an error of the operating system such as `ENOSPC`; undefined for any other error. */
export function diskErrorCode(e: unknown): string | undefined {
  if (!(e instanceof Error) || !("code" in e) || !("syscall" in e)) return undefined;
  return typeof e.code === "string" ? e.code : undefined;
}

/**
 * Runs what writes a file or a folder.
 *
 * @throws FlatcarError `file-not-writable` in place of an error of the operating system: a full or read-only disk, a folder of somebody else's
 */
export async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (e) {
    throw diskErrorCode(e) === undefined ? e : notWritable(path, e);
  }
}

/**
 * Makes a folder, and those above it that are missing.
 *
 * @throws FlatcarError `file-not-writable`
 */
export async function makeFolder(folder: string): Promise<void> {
  await writing(folder, async () => {
    try {
      await fs.mkdir(folder, { recursive: true });
    } catch (e) {
      if (diskErrorCode(e) !== "ENOENT") throw e;
      // Of several folders Node.js tells that the last is not there, whatever the reason. One alone is refused for what it is: a read-only disk, for one.
      await fs.mkdir(await firstMissing(folder));
      await fs.mkdir(folder, { recursive: true });
    }
  });
}

async function firstMissing(folder: string): Promise<string> {
  const above = path.dirname(folder);
  if (above === folder || (await isThere(above))) return folder;
  return firstMissing(above);
}

/**
 * Runs what reads a file or a folder.
 *
 * @throws FlatcarError `file-not-readable` in place of an error of the operating system
 */
export async function reading<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (e) {
    const received = diskErrorCode(e);
    throw received === undefined ? e : notReadable(path, received);
  }
}

/** The error of a file or folder that is there and cannot be read. */
export function notReadable(path: string, received: string): FlatcarError {
  return new FlatcarError({
    code: "file-not-readable",
    subject: "file",
    received,
    allowed: "a file or folder that can be read",
    mend: "see to it that you may read it, and that its disk is well",
    path,
  });
}

/** What `work` gives, or undefined where there is no such file. */
export async function ifThere<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (e) {
    if (["ENOENT", "ENOTDIR"].includes(diskErrorCode(e) ?? "")) return undefined;
    throw e;
  }
}

/** Whether there is a file or folder of this name. */
export async function isThere(path: string): Promise<boolean> {
  return (await ifThere(() => fs.stat(path))) !== undefined;
}
