import type { IgnitionStorage } from "../../../ignition";

/** A partition by the kernel's name of its disk, or by a link of udev. */
const PARTITION = [
  /^(\/dev\/(?:[shv]d|xvd)[a-z]+)\d+$/,
  /^(\/dev\/(?:nvme\d+n|mmcblk|md|nbd|loop)\d+)p\d+$/,
  /^(\/dev\/disk\/by-(?:id|path)\/.+)-part\d+$/,
];

/** What Flatcar's image has on its disk (https://www.flatcar.org/docs/latest/reference/developer-guides/sdk-disk-partitions/). */
const OF_FLATCAR = /^\/dev\/disk\/by-(?:part)?label\/(?:EFI-SYSTEM|BIOS-BOOT|USR-A|USR-B|OEM|OEM-CONFIG|ROOT)$/;

/** Whether a device is one of those that Flatcar's image brings along. */
export function isOfFlatcar(device: string): boolean {
  return OF_FLATCAR.test(device);
}

/**
 * The disks that a device of a config lies on: itself where it is a disk, or where neither its name nor the config tells.
 *
 * @param storage of the config, whose partitions, filesystems, arrays and encrypted volumes devices are named by
 */
export function disksUnder(device: string, storage: IgnitionStorage): string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const look = (at: string): void => {
    // What refers to itself no machine can make; here it only must come to an end.
    if (seen.has(at)) return;
    seen.add(at);
    const under = below(at, storage);
    if (under.length === 0) found.add(at);
    for (const each of under) look(each);
  };
  look(device);
  return [...found];
}

/** What a device is a part of, or made of, one step down. */
function below(device: string, { disks = [], filesystems = [], luks = [], raid = [] }: IgnitionStorage): readonly string[] {
  const array = raid.find(({ name }) => device === name || device === `/dev/md/${name}` || device === `/dev/${name}`);
  if (array !== undefined) return array.devices ?? [];
  const volume = luks.find(({ name }) => device === `/dev/mapper/${name}` || device === `/dev/disk/by-id/dm-name-${name}`);
  if (volume?.device !== undefined) return [volume.device];
  const whole = PARTITION.map((pattern) => pattern.exec(device)?.[1]).find((disk) => disk !== undefined);
  if (whole !== undefined) return [whole];
  const [, by, label] = /^\/dev\/disk\/by-(partlabel|label)\/(.+)$/.exec(device) ?? [];
  if (by === "partlabel") {
    return disks.filter(({ partitions = [] }) => partitions.some((partition) => partition.label === label)).map((disk) => disk.device);
  }
  return by === undefined ? [] : filesystems.filter((filesystem) => filesystem.label === label).map((filesystem) => filesystem.device);
}
