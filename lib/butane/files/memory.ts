import { cleanPath } from "../../ignition/go-path";
import { bytesOf } from "../../ignition/go-bytes";
import { FilesDirectory, NO_DIRECTORY, LocalFileFault, TreeNode, TreeNodeKind, osFault } from "./directory";
import { byBytes, joined, pathWithin } from "./paths";

/** A file of a {@link MemoryFilesDirectory}. */
export type MemoryFile =
  | string
  | Uint8Array
  | {
      /** Text, as UTF-8, or bytes. */
      readonly contents: string | Uint8Array;
      /**
       * Whether it may be executed, which makes its mode in a tree 0755.
       *
       * @default false
       */
      readonly executable?: boolean;
    }
  | {
      /** What a symbolic link says; it is not followed. */
      readonly target: string;
    };

/** A files directory that is data: for tests, and for programs whose files are not on a disk. */
export class MemoryFilesDirectory implements FilesDirectory {
  private readonly root: Directory = new Map();

  /**
   * @param files by path, relative to the directory; directories come of themselves
   * @param name what the directory is called in messages
   */
  public constructor(
    files: Readonly<Record<string, MemoryFile>>,
    private readonly name = "files",
  ) {
    for (const [path, file] of Object.entries(files)) this.add(cleanPath(`/${path}`).slice(1).split("/"), file);
  }

  public read(local: string): Uint8Array {
    const path = this.within(local);
    const found = this.find(path, "open");
    if (found instanceof Map) throw osFault("read", path, "is a directory");
    if (isLink(found)) throw osFault("open", path, "no such file or directory");
    return contentsOf(found);
  }

  public *walk(local: string): Iterable<TreeNode> {
    const found = this.find(this.within(local), "stat");
    if (!(found instanceof Map)) throw new LocalFileFault(NO_DIRECTORY);
    yield* walked(found, "");
  }

  private within(local: string): string {
    return pathWithin(this.name, (path) => cleanPath(`/${path}`), local);
  }

  private find(path: string, operation: string): Entry {
    let found: Entry = this.root;
    for (const part of path.slice(cleanPath(this.name).length).split("/").filter(Boolean)) {
      if (!(found instanceof Map)) throw osFault(operation, path, "not a directory");
      const next: Entry | undefined = found.get(part);
      if (next === undefined) throw osFault(operation, path, "no such file or directory");
      found = next;
    }
    return found;
  }

  private add(parts: readonly string[], file: MemoryFile): void {
    let directory = this.root;
    for (const part of parts.slice(0, -1)) {
      const next = directory.get(part);
      if (next instanceof Map) directory = next;
      else directory.set(part, (directory = new Map()));
    }
    directory.set(parts[parts.length - 1], file);
  }
}

type Directory = Map<string, Entry>;
type Entry = MemoryFile | Directory;
type Link = Extract<MemoryFile, { target: string }>;

function isLink(file: MemoryFile): file is Link {
  return typeof file === "object" && "target" in file;
}

function contentsOf(file: Exclude<MemoryFile, Link>): Uint8Array {
  const contents = typeof file === "string" || file instanceof Uint8Array ? file : file.contents;
  return typeof contents === "string" ? bytesOf(contents) : contents;
}

function* walked(entry: Entry, path: string): Iterable<TreeNode> {
  if (!(entry instanceof Map)) {
    if (isLink(entry)) yield { path, kind: TreeNodeKind.LINK, target: entry.target };
    else {
      const executable = typeof entry === "object" && "executable" in entry && entry.executable === true;
      yield { path, kind: TreeNodeKind.FILE, executable, read: () => contentsOf(entry) };
    }
    return;
  }
  yield { path, kind: TreeNodeKind.DIRECTORY };
  for (const name of byBytes([...entry.keys()], bytesOf)) yield* walked(entry.get(name) as Entry, joined(path, name));
}
