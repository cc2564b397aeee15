import type { IgnitionConfig } from "../../../ignition";

/** Something that Ignition does away with on a device. */
export interface Wipe {
  /** As the config names it. */
  readonly device: string;
  /** `wipeTable of /dev/vdb`. */
  readonly what: string;
  /** Whether it is done whenever Ignition runs; else only where something else is found than the config has. */
  readonly isAlways: boolean;
}

/** What a config wipes, in the order of the spec. */
export function wipesOf({ storage = {} }: IgnitionConfig): Wipe[] {
  const { disks = [], filesystems = [], luks = [], raid = [] } = storage;
  return [
    ...disks.flatMap(({ device, wipeTable, partitions = [] }): Wipe[] => [
      ...(wipeTable === true ? [{ device, what: `wipeTable of ${device}`, isAlways: true }] : []),
      ...partitions
        .filter(({ wipePartitionEntry }) => wipePartitionEntry === true)
        .map((partition) => ({ device, what: `wipePartitionEntry of ${partitionName(device, partition)}`, isAlways: false })),
    ]),
    ...filesystems
      .filter(({ wipeFilesystem }) => wipeFilesystem === true)
      .map(({ device }) => ({ device, what: `wipeFilesystem of ${device}`, isAlways: true })),
    ...luks.flatMap(({ name, device, wipeVolume }) =>
      wipeVolume === true && device !== undefined ? [{ device, what: `wipeVolume of ${name} on ${device}`, isAlways: true }] : [],
    ),
    // Nothing asks mdadm whether there is an array: what its members had otherwise is written over.
    ...raid.flatMap(({ name, devices = [] }) =>
      devices.map((device) => ({ device, what: `RAID array ${name} on ${device}`, isAlways: false })),
    ),
  ];
}

/** The wipes of a config that another one has not. */
export function newWipes(before: IgnitionConfig, after: IgnitionConfig): Wipe[] {
  const known = new Set(wipesOf(before).map(({ what }) => what));
  return wipesOf(after).filter(({ what }) => !known.has(what));
}

/** What a partition is called: `partition 1 of /dev/vdb`. */
export function partitionName(device: string, { number = 0, label }: { readonly number?: number; readonly label?: string }): string {
  return `partition ${number === 0 ? (label ?? "") : number} of ${device}`;
}
