import type { FlatcarButaneResource } from "./ignition";

/** One disk. */
export interface FlatcarButaneDisk {
  /** Absolute path of the device, best under /dev/disk; the key of the list. */
  readonly device: string;
  /** Partitions, by number, or by label where the number is absent. */
  readonly partitions?: readonly FlatcarButanePartition[];
  /** Whether the partition table is wiped first. @default false */
  readonly wipe_table?: boolean;
}

/** One partition. */
export interface FlatcarButanePartition {
  /** GUID of the partition. @default - a random one */
  readonly guid?: string;
  /**
   * GPT name, at most 36 bytes, no colon.
   *
   * @see https://github.com/coreos/ignition/blob/v2.26.0/config/v3_4/types/partition.go
   */
  readonly label?: string;
  /** Number, from 1; 0 is the next free one and needs a label. @default 0 */
  readonly number?: number;
  /** Whether an existing partition may be resized. @default false */
  readonly resize?: boolean;
  /** Whether the partition exists; false deletes it. @default true */
  readonly should_exist?: boolean;
  /** Size in MiB; 0 is all that is free. @default - existing size, or all that is free */
  readonly size_mib?: number;
  /** Start in MiB; 0 is the largest free block. @default - existing start, or the largest free block */
  readonly start_mib?: number;
  /**
   * GUID of the partition type.
   *
   * @see https://uapi-group.org/specifications/specs/discoverable_partitions_specification/
   * @default - 0FC63DAF-8483-4772-8E79-3D69D8477DE4, Linux filesystem data
   */
  readonly type_guid?: string;
  /** Whether an existing partition that does not match is deleted and made again. @default false */
  readonly wipe_partition_entry?: boolean;
}

/** One filesystem. */
export interface FlatcarButaneFilesystem {
  /** Absolute path of the device; the key of the list. */
  readonly device: string;
  /** `ext4`, `btrfs`, `xfs`, `vfat`, `swap` or `none`. */
  readonly format?: string;
  /**
   * Label; at most 16 bytes for ext4, 256 btrfs, 12 xfs, 15 swap, 11 vfat.
   *
   * @see https://github.com/coreos/ignition/blob/v2.26.0/config/v3_4/types/filesystem.go
   */
  readonly label?: string;
  /** Options with which it is mounted, while provisioning and by the mount unit. */
  readonly mount_options?: readonly string[];
  /** Options of the command that makes it. */
  readonly options?: readonly string[];
  /** Where it is mounted: while provisioning below the new root, by the mount unit there. */
  readonly path?: string;
  /** UUID of the filesystem. @default - a random one */
  readonly uuid?: string;
  /** Whether a filesystem that is there is wiped always; otherwise one that matches is kept. @default false */
  readonly wipe_filesystem?: boolean;
  /** Whether a unit mounts it at every boot, or swaps on it; needs `format`, and `path` where it is not swap. @default false */
  readonly with_mount_unit?: boolean;
}

/** One LUKS2 volume. Flatcar 1.1.0 has no unlocking by clevis. */
export interface FlatcarButaneLuks {
  /** Absolute path of the device. */
  readonly device: string;
  /** Whether discards pass through to the device. Since 1.1.0. @default false */
  readonly discard?: boolean;
  /** Key of the volume. @default - a random one, written to /etc/luks */
  readonly key_file?: FlatcarButaneResource;
  /**
   * Label, at most 47 bytes.
   *
   * @see https://github.com/coreos/ignition/blob/v2.26.0/config/v3_4/types/luks.go
   */
  readonly label?: string;
  /** Name under /dev/mapper, without a slash; the key of the list. */
  readonly name: string;
  /** Options of `cryptsetup luksOpen`, made permanent. Since 1.1.0. */
  readonly open_options?: readonly string[];
  /** Options of `cryptsetup luksFormat`. */
  readonly options?: readonly string[];
  /** UUID of the volume. @default - a random one */
  readonly uuid?: string;
  /** Whether a volume that is there is wiped always. @default false */
  readonly wipe_volume?: boolean;
}

/** One software RAID array. */
export interface FlatcarButaneRaid {
  /** Absolute paths of the devices, at least one. */
  readonly devices: readonly string[];
  /** `linear`, `raid0`, `raid1`, `raid4`, `raid5`, `raid6`, `raid10`, or what mdadm calls them. */
  readonly level: string;
  /** Name under /dev/md; the key of the list. */
  readonly name: string;
  /** Options of `mdadm --create`. */
  readonly options?: readonly string[];
  /** How many of the devices are spares; none for linear and raid0. @default 0 */
  readonly spares?: number;
}
