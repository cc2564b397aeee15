import { createHash } from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { FlatcarError } from "../../errors";
import { syncFolder } from "../lockfile/atomic-write";
import { holdFile, tidyUp } from "../lockfile/hold";
import { BlockWriter } from "./block-writer";
import { ifThere, isThere, makeFolder, reading, writing } from "./disk-error";
import { alteredError } from "./cached-file";
import { FileDigest, fileDigest, readBlocks } from "./file-hash";
import { FileStep, FileWorkOptions } from "./progress";

/** Where a verified file is, and what it has to be. */
export interface PlacedFrom extends FileDigest {
  readonly path: string;
}

/**
 * Puts a file of the cache where somebody wants it: a copy, which shares its blocks with the cache where the file system can do that. Not a link: who changes a linked file
 * changes the cache.
 *
 * What is there already is hashed, and left as it is.
 *
 * @param target absolute path
 * @throws FlatcarError `file-differs` where something else is there, `cache-entry-altered`, `file-not-writable`
 */
export async function placeFile(from: PlacedFrom, target: string, options: FileWorkOptions = {}): Promise<void> {
  const folder = path.dirname(target);
  const unfinished = path.join(folder, `.${path.basename(target)}.unfinished`);
  if (await isPlaced(from, target, options)) {
    await tidyUp(
      target,
      () => isThere(unfinished),
      () => writing(target, () => fs.rm(unfinished, { force: true })),
    );
    return;
  }
  await makeFolder(folder);
  await holdFile(
    target,
    async (hold) => {
      // Somebody else may have put it there meanwhile.
      if (await isPlaced(from, target, options)) return;
      try {
        await writing(target, () => fs.rm(unfinished, { force: true }));
        await copy(from, unfinished, target, options);
        hold.confirm();
        await writing(target, () => fs.rename(unfinished, target));
        syncFolder(folder);
      } catch (e) {
        await fs.rm(unfinished, { force: true }).catch(() => undefined);
        throw e;
      }
    },
    { waitMs: Infinity, signal: options.signal },
  );
}

async function isPlaced(from: PlacedFrom, target: string, options: FileWorkOptions): Promise<boolean> {
  const fileName = path.basename(target);
  const found = await reading(target, () => ifThere(() => fileDigest(target, { ...options, fileName })));
  // A link to nothing is somebody's too: to a disk that is not there today, for one.
  if (found === undefined && (await ifThere(() => fs.lstat(target)))?.isSymbolicLink() !== true) return false;
  if (found?.sha512 === from.sha512) return true;
  throw new FlatcarError({
    code: "file-differs",
    subject: "SHA-512 of the file that is there",
    received: found?.sha512 ?? "a link to a file that is not there",
    allowed: from.sha512,
    mend: "move it away, or name another folder: nothing that is there is overwritten",
    path: target,
  });
}

async function copy(from: PlacedFrom, to: string, target: string, options: FileWorkOptions): Promise<void> {
  if (await isCloned(from.path, to)) return;
  const { progress, signal } = options;
  const fileName = path.basename(target);
  const input = await reading(from.path, () => fs.open(from.path, "r"));
  try {
    const output = await writing(target, () => fs.open(to, "wx"));
    try {
      const writer = new BlockWriter(output, { sparse: true });
      const hash = createHash("sha512");
      let done = 0;
      for await (const block of readBlocks(input, { signal })) {
        hash.update(block);
        await writing(target, () => writer.write(block));
        done += block.length;
        progress?.({ step: FileStep.COPY, fileName, done, total: from.size });
      }
      const received = hash.digest("hex");
      if (received !== from.sha512) throw alteredError(from.path, received, from.sha512);
      await writing(target, () => writer.end());
    } finally {
      await output.close();
    }
  } finally {
    await input.close();
  }
}

/** Whether the file system could give the file a second time without a copy. What it gives are the bytes that were verified a moment ago. */
async function isCloned(from: string, to: string): Promise<boolean> {
  try {
    await fs.copyFile(from, to, fs.constants.COPYFILE_FICLONE_FORCE | fs.constants.COPYFILE_EXCL);
    await fs.chmod(to, 0o644);
    return true;
  } catch {
    await fs.rm(to, { force: true });
    return false;
  }
}
