/** What became of a part of a config. */
export enum IgnitionChangeKind {
  ADDED = "added",
  REMOVED = "removed",
  CHANGED = "changed",
}

/** What differs between two configs; nothing where they leave the same machine. */
export interface IgnitionDiff {
  /** In the order of the spec; within a section by name. */
  readonly changes: readonly IgnitionChange[];
}

/** One part of a config that differs: a file, a unit, a user. */
export interface IgnitionChange {
  readonly kind: IgnitionChangeKind;
  /** Which part: `storage.files`, `systemd.units`, `systemd.units.dropins`, `ignition`. */
  readonly section: string;
  /** What it is called: the path, the name, the device; of a part of another one behind that, as in `a.service/10-x.conf`. Empty for `ignition` and `kernelArguments`. */
  readonly name: string;
  /** What differs in it, in the order of the spec; what has its default on both sides is not there. */
  readonly fields: readonly IgnitionFieldChange[];
}

/** One field that differs. */
export interface IgnitionFieldChange {
  /** `mode`, `user`, `contents`, `append.0`, `clevis.tpm2`. */
  readonly field: string;
  /**
   * The value before: that of the config, or the default of Ignition. An owner is a number or a name, 0 for root.
   *
   * @default - none; or the field holds contents or a set
   */
  readonly before?: unknown;
  /** The value after, likewise. */
  readonly after?: unknown;
  /** Members of a list whose order means nothing (SSH keys, kernel arguments) that went. */
  readonly removed?: readonly string[];
  /** Those that came. */
  readonly added?: readonly string[];
  /** Of contents: what they were and are. */
  readonly contents?: IgnitionContentsChange;
  /** Whether what differs is secret in part, so that before and after may look alike. */
  readonly hidden?: true;
}

/** Contents that differ. */
export interface IgnitionContentsChange {
  /** @default - there were none */
  readonly before?: IgnitionContents;
  /** @default - there are none */
  readonly after?: IgnitionContents;
  /**
   * What differs, line by line, with three lines around.
   *
   * @default - one of the two is no text, is fetched, or is over a MiB
   */
  readonly hunks?: readonly IgnitionHunk[];
}

/** Contents of a file, a unit or another config. */
export interface IgnitionContents {
  /** Size in bytes, decoded and decompressed. @default - they are fetched, or can not be decoded */
  readonly bytes?: number;
  /** SHA-256 of them, in hexadecimal. @default - as for the size, and where something in them looks secret */
  readonly sha256?: string;
  /** Where they are fetched from. @default - they are in the config */
  readonly source?: string;
  /** What has to hold for them when they are fetched. */
  readonly hash?: string;
}

/** Lines that differ, as in a unified diff. */
export interface IgnitionHunk {
  /** First line, from 1, and number of lines before. */
  readonly oldStart: number;
  readonly oldLines: number;
  /** First line, from 1, and number of lines after. */
  readonly newStart: number;
  readonly newLines: number;
  /** Each with a space, `-` or `+` before it, or `\ No newline at end of file`. */
  readonly lines: readonly string[];
}

/** How two configs are compared. */
export interface DiffOptions {
  /**
   * Whether `***` stands in place of everything that looks secret.
   *
   * @default true
   */
  readonly maskSecrets?: boolean;
}
