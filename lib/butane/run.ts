import { FilesDirectory, LocalFileFault } from "./files/directory";
import { LargeIntegers } from "./large-integers";
import { Origins } from "./origins";
import { PROBLEMS, localFile } from "./problems";
import type { Walk } from "./walk";

/** One translation: what it found, the files it may read, and where what it makes comes from. */
export class Run {
  public readonly origins = new Origins();
  public readonly integers = new LargeIntegers();

  public constructor(
    public readonly walk: Walk,
    public readonly directory: FilesDirectory | undefined,
  ) {}

  /** The bytes of a file, or undefined after an error at the field that names it. */
  public read(field: string, local: string): Uint8Array | undefined {
    if (this.directory === undefined) {
      this.walk.error(field, PROBLEMS.noFilesDirectory);
      return undefined;
    }
    const { directory } = this;
    return this.attempt(field, () => directory.read(local));
  }

  /** What `fn` gives, or undefined after an error at the field. */
  public attempt<T>(field: string, fn: () => T): T | undefined {
    try {
      return fn();
    } catch (e) {
      if (!(e instanceof LocalFileFault)) throw e;
      this.walk.error(field, localFile(e.message));
      return undefined;
    }
  }
}
