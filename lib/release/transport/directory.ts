import * as fs from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { FlatcarError } from "../../errors";
import { changedError, tooLongError } from "./failure";
import { OpenOptions, OpenedFile, Transport } from "./transport";

/** Bytes read at a time. */
const CHUNK = 256 * 1024;

/** Files of a directory, by file URLs. What leads out of it, by `..` or by a symbolic link, is refused. */
export class DirectoryTransport implements Transport {
  private readonly root: string;

  /**
   * @param directory absolute
   * @param signal ends everything with the error that it is aborted with
   * @throws FlatcarError `mirror-missing`
   */
  constructor(
    directory: string,
    private readonly signal?: AbortSignal,
  ) {
    try {
      this.root = fs.realpathSync(directory);
      if (!fs.statSync(this.root).isDirectory()) throw Object.assign(new Error(), { code: "ENOTDIR" });
    } catch (e) {
      throw new FlatcarError({
        code: "mirror-missing",
        subject: "directory of the mirror",
        received: systemCode(e),
        allowed: "a directory that can be read",
        mend: "correct the path",
        path: directory,
      });
    }
  }

  public async open(url: string, options: OpenOptions): Promise<OpenedFile> {
    const { maxBytes, offset: wanted = 0, validator: known } = options;
    this.check(options.signal);
    const file = await this.find(url);
    const { size, validator } = await this.look(file);
    if (size > maxBytes) throw tooLongError(file, `${size} bytes`, `at most ${maxBytes}`);
    const offset = known === validator && wanted <= size ? wanted : 0;
    return { url: file, size, offset, validator, body: this.read(file, { offset, size, validator }, options.signal) };
  }

  public async size(url: string, signal?: AbortSignal): Promise<number> {
    this.check(signal);
    return (await this.look(await this.find(url))).size;
  }

  public close(): Promise<void> {
    return Promise.resolve();
  }

  private async find(url: string): Promise<string> {
    const asked = fileURLToPath(url);
    let real: string;
    try {
      real = await fs.promises.realpath(asked);
    } catch (e) {
      throw unreadable(asked, e);
    }
    if (isWithin(this.root, real)) return real;
    throw new FlatcarError({
      code: "mirror-outside",
      subject: "file of the mirror",
      received: real,
      allowed: `a file below ${this.root}`,
      mend: "put the file itself there: no symbolic link of a mirror may lead out of it",
      path: asked,
    });
  }

  private async look(file: string): Promise<{ size: number; validator: string }> {
    const handle = await this.openFile(file);
    try {
      return await stateOf(handle, file);
    } finally {
      await handle.close();
    }
  }

  private async *read(
    file: string,
    from: { readonly offset: number; readonly size: number; readonly validator: string },
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Uint8Array> {
    const handle = await this.openFile(file);
    try {
      // Opened only now: whoever never reads it leaves nothing open.
      await this.unchanged(handle, file, from.validator);
      for (let at = from.offset; at < from.size;) {
        this.check(signal);
        const chunk = Buffer.allocUnsafe(Math.min(CHUNK, from.size - at));
        const { bytesRead } = await handle.read(chunk, 0, chunk.length, at);
        if (bytesRead === 0) break;
        at += bytesRead;
        yield bytesRead === chunk.length ? chunk : chunk.subarray(0, bytesRead);
      }
      await this.unchanged(handle, file, from.validator);
    } catch (e) {
      if (FlatcarError.isFlatcarError(e) || !(e instanceof Error) || !("syscall" in e)) throw e;
      throw unreadable(file, e);
    } finally {
      await handle.close();
    }
  }

  private async unchanged(handle: fs.promises.FileHandle, file: string, validator: string): Promise<void> {
    const now = await stateOf(handle, file);
    if (now.validator !== validator) throw changedError(file, "another size or time of change", "those it had when it was opened");
  }

  private async openFile(file: string): Promise<fs.promises.FileHandle> {
    const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
    try {
      // Without waiting: to open a pipe waits for its writer.
      return await fs.promises.open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    } catch (e) {
      throw unreadable(file, e);
    }
  }

  private check(own: AbortSignal | undefined): void {
    own?.throwIfAborted();
    this.signal?.throwIfAborted();
  }
}

async function stateOf(handle: fs.promises.FileHandle, file: string): Promise<{ size: number; validator: string }> {
  const state = await handle.stat({ bigint: true });
  if (!state.isFile()) throw unreadable(file, Object.assign(new Error(), { code: state.isDirectory() ? "EISDIR" : "no regular file" }));
  return { size: Number(state.size), validator: `${state.size}-${state.mtimeNs}` };
}

function isWithin(root: string, file: string): boolean {
  const relative = path.relative(root, file);
  return relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function unreadable(file: string, e: unknown): FlatcarError {
  const received = systemCode(e);
  if (received === "ENOENT" || received === "ENOTDIR") {
    return new FlatcarError({
      code: "feed-missing",
      subject: "file of the release feed",
      received,
      allowed: "a file that is there",
      mend: "see whether the release was published with it, and whether the mirror has all of it",
      path: file,
    });
  }
  return new FlatcarError({
    code: "feed-unreadable",
    subject: "file of the release feed",
    received,
    allowed: "a file that can be read",
    mend: "see to it that this is a file and that you may read it",
    path: file,
  });
}

function systemCode(e: unknown): string {
  return e instanceof Error && "code" in e && typeof e.code === "string" ? e.code : String(e);
}
