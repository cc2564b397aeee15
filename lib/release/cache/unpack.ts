import { ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { FlatcarError } from "../../errors";
import { BlockWriter } from "./block-writer";
import { BZIP2_END, endsAsBzip2 } from "./bzip2-end";
import { alteredError } from "./cached-file";
import { writing } from "./disk-error";
import { FileDigest, readBlocks } from "./file-hash";
import { FileStep, FileWorkOptions } from "./progress";

/** What unpacks bzip2, the fastest first: lbzip2 uses all processors. */
const PROGRAMS = ["lbzip2", "bzip2"];

/** Characters of a program's complaint that are read. */
const LONGEST_COMPLAINT = 4096;

/** How a file is unpacked. */
export interface UnpackOptions extends FileWorkOptions {
  /** More bytes than these come of no image, but of a file that is made to fill disks. */
  readonly maxBytes: number;
  /** Where the programs that unpack are looked for: the variable `PATH`. */
  readonly searchPath: string | undefined;
  /**
   * SHA-512 that the packed file has to have, also when all of it is unpacked: it may have been changed since somebody looked.
   *
   * @default - it is not looked at
   */
  readonly packedSha512?: string;
}

/**
 * Unpacks a file that is packed with bzip2, by a program of the machine, into a new file in which zeros take no space.
 *
 * @returns what came of it
 * @throws FlatcarError `unpack-program-missing`, `unpack-failed`, `unpack-too-large`, `cache-entry-altered`, `file-not-writable`; what is at `target` then is to be removed
 */
export async function unpackBzip2(packed: string, target: string, options: UnpackOptions): Promise<FileDigest> {
  const program = await findProgram(options.searchPath);
  const input = await fs.open(packed, "r");
  try {
    if (!endsAsBzip2(await tailOf(input))) throw failed(packed, "an end that is none of bzip2 data");
    const output = await writing(target, () => fs.open(target, "wx"));
    try {
      // An environment of its own: BZIP2 and LBZIP2 may hold options.
      const child = spawn(program, ["-d", "-c"], { stdio: [input.fd, "pipe", "pipe"], env: { LC_ALL: "C" } });
      const found = await collect(child, packed, { handle: output, file: target }, options);
      await checkPacked(input, packed, options);
      return found;
    } finally {
      await output.close();
    }
  } finally {
    await input.close();
  }
}

async function collect(
  child: ChildProcess,
  packed: string,
  output: { readonly handle: fs.FileHandle; readonly file: string },
  options: UnpackOptions,
): Promise<FileDigest> {
  const { maxBytes, progress, signal } = options;
  const ended = endOf(child);
  const writer = new BlockWriter(output.handle, { sparse: true });
  const hash = createHash("sha512");
  const fileName = path.basename(output.file);
  let size = 0;
  const stop = (): void => void child.kill("SIGKILL");
  signal?.addEventListener("abort", stop);
  try {
    for await (const chunk of child.stdout as AsyncIterable<Uint8Array>) {
      signal?.throwIfAborted();
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(packed, maxBytes);
      hash.update(chunk);
      await writing(output.file, () => writer.write(chunk));
      progress?.({ step: FileStep.UNPACK, fileName, done: size });
    }
    const complaint = await ended;
    signal?.throwIfAborted();
    if (complaint !== undefined) throw failed(packed, complaint);
    await writing(output.file, () => writer.end());
    return { sha512: hash.digest("hex"), size };
  } finally {
    signal?.removeEventListener("abort", stop);
    stop();
    await ended;
  }
}

async function checkPacked(input: fs.FileHandle, packed: string, { packedSha512, signal }: UnpackOptions): Promise<void> {
  if (packedSha512 === undefined) return;
  const hash = createHash("sha512");
  for await (const block of readBlocks(input, { signal })) hash.update(block);
  const received = hash.digest("hex");
  if (received !== packedSha512) throw alteredError(packed, received, packedSha512);
}

/** What a program said against its input; undefined where it had nothing to say. */
async function endOf(child: ChildProcess): Promise<string | undefined> {
  let complaint = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (complaint = (complaint + text).slice(0, LONGEST_COMPLAINT)));
  return new Promise((resolve) => {
    child.once("error", (e) => resolve(e.message));
    child.once("close", (code, signal) => {
      // Garbage behind the end is a mere warning to bzip2, which then ends with 0.
      const [line] = complaint.split("\n").filter((text) => text.trim() !== "");
      resolve(line?.trim() ?? (code === 0 ? undefined : `ended with ${signal ?? code}`));
    });
  });
}

async function tailOf(handle: fs.FileHandle): Promise<Uint8Array> {
  const { size } = await handle.stat();
  const tail = Buffer.alloc(Math.min(size, BZIP2_END));
  await handle.read(tail, 0, tail.length, size - tail.length);
  return tail;
}

async function findProgram(searchPath: string | undefined): Promise<string> {
  const folders = (searchPath ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  for (const name of PROGRAMS) {
    for (const folder of folders) {
      const file = path.join(folder, process.platform === "win32" ? `${name}.exe` : name);
      const isThere = await fs.access(file, fs.constants.X_OK).then(
        () => true,
        () => false,
      );
      if (isThere) return file;
    }
  }
  throw new FlatcarError({
    code: "unpack-program-missing",
    subject: "program that unpacks bzip2",
    received: undefined,
    allowed: `${PROGRAMS.join(" or ")}, in a folder of PATH`,
    mend: `install one of them: apt-get install ${PROGRAMS[0]}`,
  });
}

function tooLarge(packed: string, maxBytes: number): FlatcarError {
  return new FlatcarError({
    code: "unpack-too-large",
    subject: "size of what is packed in the file",
    received: `more than ${maxBytes} bytes`,
    allowed: `at most ${maxBytes} bytes, which are those of the image's partitions and some more`,
    mend: "do not use this file: it unpacks to more than an image",
    path: packed,
  });
}

function failed(packed: string, received: string): FlatcarError {
  return new FlatcarError({
    code: "unpack-failed",
    subject: "bzip2 file",
    received,
    allowed: "whole bzip2 data with nothing behind it",
    mend: "do not use this file: it was published like this, since its hash and signature are right",
    path: packed,
  });
}
