import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import * as fs from "node:fs/promises";
import { notReadable } from "./disk-error";
import { FileStep, FileWorkOptions } from "./progress";

const BLOCK = 1024 * 1024;

/** What a file's bytes are. */
export interface FileDigest {
  /** 128 lower-case hexadecimal digits. */
  readonly sha512: string;
  /** Bytes. */
  readonly size: number;
}

/** Which bytes of a file are read, and what they are told as. */
export interface ReadBlocksOptions {
  /**
   * No byte from here on is read.
   *
   * @default - all of the file
   */
  readonly end?: number;
  /** @default - reading goes on to the end */
  readonly signal?: AbortSignal;
}

/** The bytes of an open file, from its beginning, a block at a time. A block is good until the next is asked for. */
export async function* readBlocks(handle: FileHandle, options: ReadBlocksOptions = {}): AsyncGenerator<Uint8Array> {
  const end = options.end ?? Infinity;
  const blocks = [Buffer.allocUnsafe(BLOCK), Buffer.allocUnsafe(BLOCK)];
  const read = (block: Buffer, at: number) => handle.read(block, 0, Math.min(BLOCK, end - at), at);
  let at = 0;
  let coming = end > 0 ? read(blocks[0], at) : undefined;
  for (let turn = 1; coming !== undefined; turn++) {
    options.signal?.throwIfAborted();
    const { bytesRead, buffer } = await coming;
    at += bytesRead;
    // Read ahead while the caller works on what is here.
    coming = bytesRead > 0 && at < end ? read(blocks[turn % 2], at) : undefined;
    coming?.catch(() => undefined);
    if (bytesRead > 0) yield buffer.subarray(0, bytesRead);
  }
}

// Without it, to open a pipe waits until somebody writes to it, and nothing ends that. Windows has no such files.
const READ = fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0);

/**
 * Hash and size of a file, in little memory.
 *
 * @throws FlatcarError `file-not-readable` for a device, a pipe or a folder
 */
export async function fileDigest(file: string, options: FileWorkOptions & { readonly fileName: string }): Promise<FileDigest> {
  const { progress, signal, fileName } = options;
  const handle = await fs.open(file, READ);
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw notReadable(file, stat.isDirectory() ? "EISDIR" : "a pipe, a device or a socket");
    const total = stat.size;
    const hash = createHash("sha512");
    let size = 0;
    for await (const block of readBlocks(handle, { signal })) {
      hash.update(block);
      size += block.length;
      progress?.({ step: FileStep.VERIFY, fileName, done: size, total });
    }
    return { sha512: hash.digest("hex"), size };
  } finally {
    await handle.close();
  }
}

/** Hash and size of bytes. */
export function bytesDigest(bytes: Uint8Array): FileDigest {
  return { sha512: createHash("sha512").update(bytes).digest("hex"), size: bytes.length };
}
