/** A directory whose files a Butane config may name in `local`, `contents_local`, `ssh_authorized_keys_local` and `trees`. */
export interface FilesDirectory {
  /**
   * The bytes of a file.
   *
   * @param local as in the config, relative to the directory; a leading slash means nothing
   * @throws LocalFileFault for what is no file that can be read, and for what is outside
   */
  read(local: string): Uint8Array;

  /**
   * What is under a directory, itself first, each directory before what is in it, names in the order of their bytes. Links are told, not
   * followed.
   *
   * @param local as for {@link read}
   * @throws LocalFileFault for what is no directory, and for what is outside
   */
  walk(local: string): Iterable<TreeNode>;
}

/** Something in a tree. */
export type TreeNode = { readonly path: string } & (
  | { readonly kind: TreeNodeKind.DIRECTORY }
  | { readonly kind: TreeNodeKind.FILE; readonly executable: boolean; readonly read: () => Uint8Array }
  | { readonly kind: TreeNodeKind.LINK; readonly target: string }
  | { readonly kind: TreeNodeKind.OTHER }
  | { readonly kind: TreeNodeKind.UNREADABLE; readonly reason: string }
);

/** What something in a tree is; its `path` is relative to the root of the tree, which is empty. */
export enum TreeNodeKind {
  DIRECTORY = "directory",
  FILE = "file",
  LINK = "link",
  /** A device, a socket, a pipe. */
  OTHER = "other",
  /** What the operating system does not let us see. */
  UNREADABLE = "unreadable",
}

/** Why a file can not be had, in the words of Go and Butane. */
export class LocalFileFault extends Error {}

export const OUTSIDE = "local file path traverses outside the files directory";
export const NO_DIRECTORY = "root of tree must be a directory";

/** The fault of an operation, as Go words it: `open files/a.txt: no such file or directory`. */
export function osFault(operation: string, path: string, reason: string): LocalFileFault {
  return new LocalFileFault(`${operation} ${path}: ${reason}`);
}
