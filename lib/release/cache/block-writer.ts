import type { FileHandle } from "node:fs/promises";

/** Bytes that go to the disk at once. The network brings pieces of at most 64 KiB, each of which would be a turn of the thread pool. */
const BLOCK = 1024 * 1024;

/** Bytes after which the disk begins to take what was written: it does so while more comes, and not all of it at the end. */
const SYNC_EACH = 32 * 1024 * 1024;

/** Size and alignment of the zeros that are left out of a sparse file: not so small that a block becomes many writes. */
const HOLE = 32 * 1024;
const ZEROS = Buffer.alloc(HOLE);

/** How a {@link BlockWriter} writes. */
export interface BlockWriterOptions {
  /**
   * Where the first byte goes.
   *
   * @default 0
   */
  readonly position?: number;
  /**
   * Leaves out zeros, for a file system that has no space taken by them. The file must be empty before.
   *
   * @default false
   */
  readonly sparse?: boolean;
}

/** Writes a file in large blocks, one while the next is collected: of its bytes no more than two blocks are in memory. */
export class BlockWriter {
  private blocks: readonly [Buffer, Buffer] = [Buffer.allocUnsafe(BLOCK), Buffer.allocUnsafe(BLOCK)];
  private length = 0;
  private position: number;
  private readonly sparse: boolean;
  private writing: Promise<void> = Promise.resolve();
  private syncing: Promise<void> = Promise.resolve();
  private unsynced = 0;

  constructor(
    private readonly handle: FileHandle,
    options: BlockWriterOptions = {},
  ) {
    this.position = options.position ?? 0;
    this.sparse = options.sparse ?? false;
  }

  /** The next bytes. They are copied: the piece is the caller's again. */
  public async write(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length;) {
      const taken = chunk.subarray(at, at + BLOCK - this.length);
      this.blocks[0].set(taken, this.length);
      this.length += taken.length;
      at += taken.length;
      if (this.length === BLOCK) await this.turn();
    }
  }

  /** Writes what is left. The file then has the bytes that were given, ends with them, and is on the disk. */
  public async end(): Promise<void> {
    await this.turn();
    await this.writing;
    await this.syncing;
    await this.handle.truncate(this.position);
    await this.handle.sync();
  }

  private async turn(): Promise<void> {
    await this.writing;
    const [full, free] = this.blocks;
    this.writing = this.put(full.subarray(0, this.length), this.position);
    // Whoever awaits it gets its error; until then it is nobody's unhandled rejection.
    this.writing.catch(() => undefined);
    this.unsynced += this.length;
    if (this.unsynced >= SYNC_EACH) await this.sync();
    this.position += this.length;
    this.blocks = [free, full];
    this.length = 0;
  }

  private async sync(): Promise<void> {
    await this.syncing;
    this.unsynced = 0;
    this.syncing = this.handle.datasync();
    this.syncing.catch(() => undefined);
  }

  private async put(block: Buffer, position: number): Promise<void> {
    for (const [from, to] of this.sparse ? dataRuns(block) : [[0, block.length]]) await this.putRun(block, from, to, position);
  }

  private async putRun(block: Buffer, from: number, to: number, position: number): Promise<void> {
    for (let at = from; at < to;) at += (await this.handle.write(block, at, to - at, position + at)).bytesWritten;
  }
}

/** The parts of a block that are more than zeros. */
function dataRuns(block: Buffer): [number, number][] {
  const runs: [number, number][] = [];
  for (let at = 0; at < block.length; at += HOLE) {
    const end = Math.min(at + HOLE, block.length);
    if (block.subarray(at, end).equals(end - at === HOLE ? ZEROS : ZEROS.subarray(0, end - at))) continue;
    const last = runs.at(-1);
    if (last !== undefined && last[1] === at) last[1] = end;
    else runs.push([at, end]);
  }
  return runs;
}
