import { Stats, lstatSync, readFileSync, readdirSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { getSystemErrorMap } from "node:util";
import { cleanPath } from "../../ignition/go-path";
import { bytesOf, textOf } from "../../ignition/go-bytes";
import { BYTES_MAX } from "../../ignition/limits";
import { FilesDirectory, LocalFileFault, NO_DIRECTORY, OUTSIDE, TreeNode, TreeNodeKind, osFault } from "./directory";
import { byBytes, joined, pathWithin } from "./paths";

/**
 * A directory on the disk, as `--files-dir` of Butane names one. Nothing outside is read: `butane` follows symbolic links that lead out,
 * here they are refused as `..` is.
 */
export class DiskFilesDirectory implements FilesDirectory {
  /**
   * @param directory its path; a relative one starts at the working directory
   * @param name what messages call it
   */
  public constructor(
    private readonly directory: string,
    private readonly name = directory,
  ) {}

  public read(local: string): Uint8Array {
    return this.contents(this.within(local, "open"), "open");
  }

  public *walk(local: string): Iterable<TreeNode> {
    const path = this.within(local, "stat");
    if (!this.followed(path, "stat").isDirectory()) throw new LocalFileFault(NO_DIRECTORY);
    yield* this.walked(
      path,
      "",
      this.attempt(() => lstatSync(onDisk(path)), "lstat", path),
    );
  }

  private *walked(root: string, path: string, stats: Stats): Iterable<TreeNode> {
    const full = path === "" ? root : joined(root, path);
    if (stats.isSymbolicLink()) {
      try {
        const target = this.attempt(() => textOf(readlinkSync(onDisk(full), "buffer")), "readlink", full);
        yield { path, kind: TreeNodeKind.LINK, target };
      } catch (e) {
        yield unreadable(path, e);
      }
    } else if (stats.isFile()) {
      yield { path, kind: TreeNodeKind.FILE, executable: (stats.mode & 0o111) !== 0, read: () => this.contents(full, "open") };
    } else if (!stats.isDirectory()) yield { path, kind: TreeNodeKind.OTHER };
    else yield* this.directoryWalked(root, path, full);
  }

  private *directoryWalked(root: string, path: string, full: string): Iterable<TreeNode> {
    let names: string[];
    try {
      names = this.attempt(() => readdirSync(onDisk(full), "buffer").map(textOf), "open", full);
    } catch (e) {
      yield unreadable(path, e);
      return;
    }
    yield { path, kind: TreeNodeKind.DIRECTORY };
    for (const name of byBytes(names, bytesOf)) {
      const entry = joined(path, name);
      let stats: Stats;
      try {
        stats = this.attempt(() => lstatSync(onDisk(joined(root, entry))), "lstat", joined(root, entry));
      } catch (e) {
        yield unreadable(entry, e);
        continue;
      }
      yield* this.walked(root, entry, stats);
    }
  }

  private within(local: string, operation: string): string {
    const path = pathWithin(this.directory, (relativePath) => slashed(resolve(relativePath)), local);
    // The operating system would end the path there.
    if (path.includes("\0")) throw this.fault(operation, path, "invalid argument");
    return path;
  }

  private contents(path: string, operation: string): Uint8Array {
    const stats = this.followed(path, operation);
    if (stats.isDirectory()) throw this.fault("read", path, "is a directory");
    // Reading a pipe would wait for someone to write.
    if (!stats.isFile()) throw this.fault("read", path, "not a regular file");
    if (stats.size > BYTES_MAX) throw this.fault("read", path, `${stats.size} bytes are more than ${BYTES_MAX}`);
    return this.attempt(() => readFileSync(onDisk(path)), operation, path);
  }

  /** What is at a path behind all links, none of which leads out of the directory. */
  private followed(path: string, operation: string): Stats {
    const stats = this.attempt(() => statSync(onDisk(path)), operation, path);
    const base = slashed(realpathSync.native(onDisk(this.directory), "buffer").toString("latin1"));
    const at = slashed(realpathSync.native(onDisk(path), "buffer").toString("latin1"));
    if (at !== base && !at.startsWith(base.endsWith("/") ? base : `${base}/`)) throw new LocalFileFault(OUTSIDE);
    return stats;
  }

  private attempt<T>(fn: () => T, operation: string, path: string): T {
    try {
      return fn();
    } catch (e) {
      throw this.fault(operation, path, osReason(e));
    }
  }

  private fault(operation: string, path: string, reason: string): LocalFileFault {
    const { directory, name } = this;
    const shown = name === directory ? path : cleanPath(`${name}/${slashed(relative(directory, path))}`);
    return osFault(operation, shown, reason);
  }
}

/** A path of this system with the slashes that are in configs: Windows has others. */
function slashed(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

function onDisk(path: string): Buffer {
  return Buffer.from(bytesOf(path));
}

/** Why the operating system refused something, in Go's words, which are those of the C library. */
export function osReason(e: unknown): string {
  const { code, errno } = e as NodeJS.ErrnoException;
  return (code !== undefined && REASONS[code]) || (errno !== undefined && getSystemErrorMap().get(errno)?.[1]) || String(e);
}

// https://github.com/golang/go/blob/go1.26.0/src/syscall/zerrors_linux_amd64.go
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EINVAL: "invalid argument",
  EIO: "input/output error",
  EISDIR: "is a directory",
  ELOOP: "too many levels of symbolic links",
  EMFILE: "too many open files",
  ENAMETOOLONG: "file name too long",
  ENOENT: "no such file or directory",
  ENOTDIR: "not a directory",
  EPERM: "operation not permitted",
};

function unreadable(path: string, e: unknown): TreeNode {
  if (e instanceof LocalFileFault) return { path, kind: TreeNodeKind.UNREADABLE, reason: e.message };
  throw e;
}
