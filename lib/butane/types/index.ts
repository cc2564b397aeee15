import type { FlatcarButaneDisk, FlatcarButaneFilesystem, FlatcarButaneLuks, FlatcarButaneRaid } from "./disks";
import type { FlatcarButaneIgnition, FlatcarButaneKernelArguments } from "./ignition";
import type { FlatcarButaneDirectory, FlatcarButaneFile, FlatcarButaneLink, FlatcarButaneTree } from "./nodes";
import type { FlatcarButanePasswd } from "./passwd";
import type { FlatcarButaneSystemd } from "./systemd";

/**
 * A Butane config of the variant `flatcar`, version 1.1.0, as an object of TypeScript: the keys are those of the YAML.
 *
 * @see https://coreos.github.io/butane/config-flatcar-v1_1/
 */
export interface FlatcarButane {
  /**
   * The variant of Butane; only `flatcar` is translated.
   *
   * @default flatcar
   */
  readonly variant?: string;
  /**
   * The version of Butane. Configs of 1.0.0 become Ignition 3.3.0, those of 1.1.0 Ignition 3.4.0.
   *
   * @default 1.1.0
   */
  readonly version?: string;
  /** What Ignition itself needs. */
  readonly ignition?: FlatcarButaneIgnition;
  /** Kernel arguments that must or must not be there. */
  readonly kernel_arguments?: FlatcarButaneKernelArguments;
  /** Users and groups. */
  readonly passwd?: FlatcarButanePasswd;
  /** Disks, filesystems, files, directories, links and trees. */
  readonly storage?: FlatcarButaneStorage;
  /** systemd units. */
  readonly systemd?: FlatcarButaneSystemd;
}

/** Everything about disks and what is on them. */
export interface FlatcarButaneStorage {
  /** Directories, by path. Files, directories and links share one space of paths. */
  readonly directories?: readonly FlatcarButaneDirectory[];
  /** Partition tables, by device. */
  readonly disks?: readonly FlatcarButaneDisk[];
  /** Files, by path. */
  readonly files?: readonly FlatcarButaneFile[];
  /** Filesystems, by device. */
  readonly filesystems?: readonly FlatcarButaneFilesystem[];
  /** Symbolic and hard links, by path. */
  readonly links?: readonly FlatcarButaneLink[];
  /** Encrypted volumes, by name. */
  readonly luks?: readonly FlatcarButaneLuks[];
  /** Software RAID arrays, by name. */
  readonly raid?: readonly FlatcarButaneRaid[];
  /** Directories of the files directory that are copied. */
  readonly trees?: readonly FlatcarButaneTree[];
}

export * from "./disks";
export * from "./ignition";
export * from "./nodes";
export * from "./passwd";
export * from "./systemd";
