import type { IgnitionConfig, IgnitionDisk, IgnitionPartition, IgnitionStorage } from "../../../ignition";
import { isSame } from "../../same";
import { partitionName } from "./wipes";

/** What is on a device, and has to be something else. */
export interface LayoutChange {
  /** As the config names it. */
  readonly device: string;
  /** `partition 1 of /dev/vdb (sizeMiB)`. */
  readonly what: string;
  /** Whether Ignition makes it anew, and what was there is lost; else it refuses, and the machine does not start. */
  readonly isMadeAnew: boolean;
}

/**
 * Where a config describes what another one has made in another way. What is described only now is none: Ignition makes it where there is room, and
 * keeps what is already as it should be.
 *
 * @see https://coreos.github.io/ignition/operator-notes/#partition-reuse-semantics
 * @see https://coreos.github.io/ignition/operator-notes/#filesystem-reuse-semantics
 */
export function layoutChanges({ storage: before = {} }: IgnitionConfig, { storage: after = {} }: IgnitionConfig): LayoutChange[] {
  return [
    ...partitionChanges(before, after),
    ...filesystemChanges(before, after),
    ...luksChanges(before, after),
    ...raidChanges(before, after),
  ];
}

function partitionChanges(before: IgnitionStorage, after: IgnitionStorage): LayoutChange[] {
  return (after.disks ?? []).flatMap((disk) => {
    const { device, wipeTable, partitions = [] } = disk;
    const old = before.disks?.find((each) => each.device === device);
    // With the table everything goes, whatever is in it.
    if (old === undefined || wipeTable === true) return [];
    return partitions.flatMap((partition): LayoutChange[] => {
      const same = samePartition(old, partition);
      const fields = same === undefined ? [] : partitionFields(same, partition);
      if (fields.length === 0) return [];
      const what = `${partitionName(device, partition)} (${fields.join(", ")})`;
      return [{ device, what, isMadeAnew: partition.wipePartitionEntry === true }];
    });
  });
}

function samePartition({ partitions = [] }: IgnitionDisk, { number = 0, label }: IgnitionPartition): IgnitionPartition | undefined {
  return partitions.find((each) => (number === 0 ? (each.number ?? 0) === 0 && each.label === label : each.number === number));
}

/** Fields of a partition that differ, and that Ignition holds against what is there. */
function partitionFields(before: IgnitionPartition, after: IgnitionPartition): string[] {
  if (after.shouldExist === false) return before.shouldExist === false ? [] : ["shouldExist"];
  const fields = ["guid", "label", "sizeMiB", "startMiB", "typeGuid"] as const;
  // A partition may grow where that is asked for.
  const compared = after.resize === true ? fields.filter((field) => field !== "sizeMiB") : fields;
  // Where no place is given a new partition takes all that is free, as for 0.
  return differing({ startMiB: 0, sizeMiB: 0, ...before }, after, compared);
}

function filesystemChanges(before: IgnitionStorage, after: IgnitionStorage): LayoutChange[] {
  return (after.filesystems ?? []).flatMap((filesystem): LayoutChange[] => {
    const { device, wipeFilesystem } = filesystem;
    if (wipeFilesystem === true) return [];
    const old = before.filesystems?.find((each) => each.device === device);
    const fields = old === undefined ? [] : differing(old, filesystem, ["format", "label", "uuid"]);
    const wasEncrypted = old === undefined && (before.luks ?? []).some((volume) => volume.device === device);
    const what = wasEncrypted ? ["no LUKS volume any more"] : fields;
    return what.length === 0 ? [] : [{ device, what: `filesystem of ${device} (${what.join(", ")})`, isMadeAnew: false }];
  });
}

function luksChanges(before: IgnitionStorage, after: IgnitionStorage): LayoutChange[] {
  return (after.luks ?? []).flatMap((volume): LayoutChange[] => {
    const { name, device, wipeVolume } = volume;
    if (device === undefined || wipeVolume === true) return [];
    const old = before.luks?.find((each) => each.device === device);
    const fields = old === undefined ? [] : differing(old, volume, ["clevis", "discard", "keyFile", "label", "uuid"]);
    const wasPlain = old === undefined && (before.filesystems ?? []).some((filesystem) => filesystem.device === device);
    const what = wasPlain ? ["a filesystem before"] : fields;
    return what.length === 0 ? [] : [{ device, what: `LUKS volume ${name} on ${device} (${what.join(", ")})`, isMadeAnew: false }];
  });
}

function raidChanges(before: IgnitionStorage, after: IgnitionStorage): LayoutChange[] {
  return (after.raid ?? []).flatMap((array): LayoutChange[] => {
    const old = before.raid?.find(({ name }) => name === array.name);
    if (old === undefined) return [];
    const fields = (["devices", "level", "options", "spares"] as const).filter((field) => !isSame(old[field], array[field]));
    if (fields.length === 0) return [];
    const what = `RAID array ${array.name} (${fields.join(", ")})`;
    return (array.devices ?? []).map((device) => ({ device, what, isMadeAnew: true }));
  });
}

/** The fields that are given and differ: what is not given any more nothing is held against. */
function differing<T extends object>(before: T, after: T, fields: readonly (keyof T & string)[]): string[] {
  return fields.filter((field) => after[field] !== undefined && !isSame(before[field], after[field]));
}
