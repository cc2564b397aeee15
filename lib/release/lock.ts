import * as path from "node:path";
import { didYouMean, FlatcarError } from "../errors";
import { LockReader } from "./lock-format";
import { parseLockText, readLockText } from "./lock-text";
import { FlatcarRelease, LockedRelease } from "./release";

/**
 * A lock file: names such as `prod` for exact releases, with the hashes and AMI ids somebody has checked.
 *
 * It is read once, when it is named. What its releases are is checked when they are first used.
 */
export class FlatcarLock {
  /**
   * Reads a lock file.
   *
   * @param file absolute path, such as `path.join(__dirname, "flatcar.lock.json")`, so that the working directory decides nothing
   * @throws FlatcarError `lock-path-relative`, `lock-missing`, `lock-unreadable`, and those of {@link parse}
   */
  public static fromFile(file: string): FlatcarLock {
    if (typeof file !== "string" || !path.isAbsolute(file)) {
      throw new FlatcarError({
        code: "lock-path-relative",
        subject: "path of the lock file",
        received: file,
        allowed: "an absolute path",
        mend: 'name it by its place beside the source, as in path.join(__dirname, "flatcar.lock.json")',
        path: typeof file === "string" ? file : undefined,
      });
    }
    return FlatcarLock.parse(readLockText(file), file);
  }

  /**
   * Reads the text of a lock file.
   *
   * @param fileName the place errors name
   * @throws FlatcarError `lock-not-json`, `lock-version-unsupported`, `lock-invalid`
   */
  public static parse(text: string, fileName: string): FlatcarLock {
    return new FlatcarLock(path.basename(fileName), new LockReader(fileName).read(parseLockText(text, fileName)));
  }

  private constructor(
    private readonly shortName: string,
    private readonly releases: ReadonlyMap<string, LockedRelease>,
  ) {}

  /** The names of its releases, in the order of their code units. */
  public get names(): string[] {
    return [...this.releases.keys()].sort();
  }

  /**
   * The release of a name. Like any release it is checked when it is first used.
   *
   * @param name one of {@link names}; another one is the error `lock-release-missing` at the first use
   */
  public release(name: string): FlatcarRelease {
    return FlatcarRelease._locked(name, `release ${JSON.stringify(name)} of ${this.shortName}`, () => this.get(name));
  }

  private get(name: string): LockedRelease {
    const found = this.releases.get(name);
    if (found !== undefined) return found;
    const { names } = this;
    throw new FlatcarError({
      code: "lock-release-missing",
      subject: `release in ${this.shortName}`,
      received: name,
      allowed: names.length === 0 ? "nothing, since the lock holds no release" : names.join(", "),
      mend:
        (typeof name === "string" ? didYouMean(name, names) : undefined) ?? "add a release of this name to the lock, or name one it has",
    });
  }
}
