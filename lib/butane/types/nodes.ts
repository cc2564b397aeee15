import type { FlatcarButaneResource } from "./ignition";

/** A user or group that owns something: by id or by name, not both. */
export interface FlatcarButaneOwner {
  /** Numeric id. @default 0 */
  readonly id?: number;
  /** Name. @default - taken from `id` */
  readonly name?: string;
}

/** One directory. */
export interface FlatcarButaneDirectory {
  /** Owning group. @default - root for a new directory */
  readonly group?: FlatcarButaneOwner;
  /** Whether what is at the path is deleted first; without it, a directory that is there keeps its contents. @default false */
  readonly overwrite?: boolean;
  /** Absolute path without `.`, `..`, double or trailing slashes; the key of the list. */
  readonly path: string;
  /** Owning user. @default - root for a new directory */
  readonly user?: FlatcarButaneOwner;
  /** Permission bits, 0 to 0o777. @default 0o755 */
  readonly mode?: number;
}

/** One file. */
export interface FlatcarButaneFile {
  /** Owning group. @default - root for a new file */
  readonly group?: FlatcarButaneOwner;
  /** Whether a file that is there is replaced; needs `contents`. @default false */
  readonly overwrite?: boolean;
  /** Absolute path without `.`, `..`, double or trailing slashes; the key of the list. */
  readonly path: string;
  /** Owning user. @default - root for a new file */
  readonly user?: FlatcarButaneOwner;
  /** Fragments that are appended in order; configs that are merged in append theirs after these. */
  readonly append?: readonly FlatcarButaneResource[];
  /** What the file holds. @default - what is there, or nothing */
  readonly contents?: FlatcarButaneResource;
  /** Permission bits, 0 to 0o777. @default 0o644 */
  readonly mode?: number;
}

/** One symbolic or hard link. */
export interface FlatcarButaneLink {
  /** Owning group; ignored for hard links. @default - root */
  readonly group?: FlatcarButaneOwner;
  /** Whether what is at the path is deleted first. @default false */
  readonly overwrite?: boolean;
  /** Absolute path without `.`, `..`, double or trailing slashes; the key of the list. */
  readonly path: string;
  /** Owning user; ignored for hard links. @default - root */
  readonly user?: FlatcarButaneOwner;
  /** Whether it is a hard link. @default false */
  readonly hard?: boolean;
  /** What the link points to. @default - what a tree has at the path; without one it is an error */
  readonly target?: string;
}

/** A directory of the files directory that is copied with all that is in it. */
export interface FlatcarButaneTree {
  /** The directory, relative to the files directory. */
  readonly local: string;
  /**
   * Where it goes.
   *
   * @default /
   */
  readonly path?: string;
}
