import { expect, test } from "vitest";
import { newWipes, partitionName, wipesOf } from "../../../../lib/check/rules/disks/wipes";
import { IgnitionStorage } from "../../../../lib/ignition";
import { configOf } from "../../config-stacks";

const of = (storage: IgnitionStorage) => configOf({ storage });
const ALL: IgnitionStorage = {
  disks: [
    {
      device: "/dev/vdb",
      wipeTable: true,
      partitions: [
        { number: 1, wipePartitionEntry: true },
        { label: "x", wipePartitionEntry: true },
      ],
    },
  ],
  filesystems: [{ device: "/dev/vdc", format: "ext4", wipeFilesystem: true }],
  luks: [{ name: "l", device: "/dev/vdd", wipeVolume: true }],
  raid: [{ name: "r", level: "raid1", devices: ["/dev/vde", "/dev/vdf"] }],
};

test("everything that can be wiped is found, and what is wiped whenever Ignition runs", () => {
  expect(wipesOf(of(ALL)).map(({ device, what, isAlways }) => [device, what, isAlways])).toEqual([
    ["/dev/vdb", "wipeTable of /dev/vdb", true],
    ["/dev/vdb", "wipePartitionEntry of partition 1 of /dev/vdb", false],
    ["/dev/vdb", "wipePartitionEntry of partition x of /dev/vdb", false],
    ["/dev/vdc", "wipeFilesystem of /dev/vdc", true],
    ["/dev/vdd", "wipeVolume of l on /dev/vdd", true],
    ["/dev/vde", "RAID array r on /dev/vde", false],
    ["/dev/vdf", "RAID array r on /dev/vdf", false],
  ]);
});

test("what is described and not to be wiped is none", () => {
  const kept: IgnitionStorage = {
    disks: [{ device: "/dev/vdb", wipeTable: false, partitions: [{ number: 1 }] }],
    filesystems: [{ device: "/dev/vdc", format: "ext4" }],
    luks: [
      { name: "l", device: "/dev/vdd" },
      { name: "m", wipeVolume: true },
    ],
  };
  expect(wipesOf(of(kept))).toEqual([]);
  expect(wipesOf(configOf())).toEqual([]);
});

test("those that were there before are not new", () => {
  expect(newWipes(of(ALL), of(ALL))).toEqual([]);
  const before: IgnitionStorage = { ...ALL, filesystems: [] };
  expect(newWipes(of(before), of(ALL)).map(({ what }) => what)).toEqual(["wipeFilesystem of /dev/vdc"]);
  expect(newWipes(of(ALL), configOf())).toEqual([]);
});

test("a partition is called by its number, or by its label", () => {
  expect(partitionName("/dev/vdb", { number: 2, label: "x" })).toBe("partition 2 of /dev/vdb");
  expect(partitionName("/dev/vdb", { number: 0, label: "x" })).toBe("partition x of /dev/vdb");
});
