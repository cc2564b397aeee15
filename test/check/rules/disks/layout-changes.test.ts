import { describe, expect, test } from "vitest";
import { layoutChanges } from "../../../../lib/check/rules/disks/layout-changes";
import { IgnitionFilesystem, IgnitionLuks, IgnitionPartition, IgnitionRaid, IgnitionStorage } from "../../../../lib/ignition";
import { configOf } from "../../config-stacks";

const changes = (before: IgnitionStorage, after: IgnitionStorage): string[] =>
  layoutChanges(configOf({ storage: before }), configOf({ storage: after })).map(
    ({ device, what, isMadeAnew }) => `${device}: ${what}${isMadeAnew ? ", made anew" : ""}`,
  );

describe("partitions", () => {
  const disk = (partition: IgnitionPartition, more: object = {}): IgnitionStorage => ({
    disks: [{ device: "/dev/vdb", partitions: [{ number: 1, ...partition }], ...more }],
  });

  test.each<[IgnitionPartition, IgnitionPartition, string]>([
    [{ sizeMiB: 100 }, { sizeMiB: 200 }, "/dev/vdb: partition 1 of /dev/vdb (sizeMiB)"],
    [{ sizeMiB: 100 }, { sizeMiB: 0 }, "/dev/vdb: partition 1 of /dev/vdb (sizeMiB)"],
    [{ label: "a", startMiB: 1 }, { label: "b", startMiB: 2 }, "/dev/vdb: partition 1 of /dev/vdb (label, startMiB)"],
    [{}, { typeGuid: "x", guid: "y" }, "/dev/vdb: partition 1 of /dev/vdb (guid, typeGuid)"],
    [{ sizeMiB: 1 }, { sizeMiB: 2, wipePartitionEntry: true }, "/dev/vdb: partition 1 of /dev/vdb (sizeMiB), made anew"],
    [{}, { shouldExist: false }, "/dev/vdb: partition 1 of /dev/vdb (shouldExist)"],
    [{ sizeMiB: 1 }, { sizeMiB: 2, resize: true, label: "x" }, "/dev/vdb: partition 1 of /dev/vdb (label)"],
  ])("%j to %j", (before, after, expected) => {
    expect(changes(disk(before), disk(after))).toEqual([expected]);
  });

  test.each<[string, IgnitionPartition, IgnitionPartition]>([
    ["what is the same", { sizeMiB: 1, label: "x" }, { sizeMiB: 1, label: "x" }],
    ["what is not held against anything any more", { sizeMiB: 100, label: "x" }, {}],
    ["one that grows and may", { sizeMiB: 100 }, { sizeMiB: 200, resize: true }],
    ["all that is free, by no size or by 0", {}, { sizeMiB: 0, startMiB: 0 }],
    ["one that is not to exist, as before", { shouldExist: false }, { shouldExist: false, sizeMiB: 5 }],
  ])("%s is no change", (_, before, after) => {
    expect(changes(disk(before), disk(after))).toEqual([]);
  });

  test("a new one, and one on a new disk, is no change; nor is any where the table is wiped", () => {
    const two = { disks: [{ device: "/dev/vdb", partitions: [{ number: 1 }, { number: 2, sizeMiB: 5 }] }] };
    expect(changes(disk({}), two)).toEqual([]);
    expect(changes(two, disk({}))).toEqual([]);
    expect(changes({}, disk({ sizeMiB: 5 }))).toEqual([]);
    expect(changes(disk({ sizeMiB: 5 }), disk({ sizeMiB: 6 }, { wipeTable: true }))).toEqual([]);
  });

  test("without a number they are the same by their labels", () => {
    const by = (label: string, sizeMiB: number): IgnitionStorage => ({ disks: [{ device: "/dev/vdb", partitions: [{ label, sizeMiB }] }] });
    expect(changes(by("x", 1), by("x", 2))).toEqual(["/dev/vdb: partition x of /dev/vdb (sizeMiB)"]);
    expect(changes(by("x", 1), by("y", 2))).toEqual([]);
    expect(changes(by("x", 1), disk({ label: "x", sizeMiB: 2 }))).toEqual([]);
  });
});

describe("filesystems", () => {
  const on = (filesystem: Partial<IgnitionFilesystem>): IgnitionStorage => ({
    filesystems: [{ device: "/dev/vdb", format: "ext4", ...filesystem }],
  });

  test("another format, label or UUID is refused, and nothing else looked at", () => {
    expect(changes(on({}), on({ format: "xfs" }))).toEqual(["/dev/vdb: filesystem of /dev/vdb (format)"]);
    expect(changes(on({}), on({ label: "x", uuid: "y" }))).toEqual(["/dev/vdb: filesystem of /dev/vdb (label, uuid)"]);
    expect(changes(on({ label: "x", path: "/a" }), on({ path: "/b", mountOptions: ["ro"], options: ["-F"] }))).toEqual([]);
    expect(changes({}, on({}))).toEqual([]);
  });

  test("with a wipe it is none: that is told as such", () => {
    expect(changes(on({}), on({ format: "xfs", wipeFilesystem: true }))).toEqual([]);
  });

  test("one in place of an encrypted volume is refused", () => {
    expect(changes({ luks: [{ name: "l", device: "/dev/vdb" }] }, on({}))).toEqual([
      "/dev/vdb: filesystem of /dev/vdb (no LUKS volume any more)",
    ]);
  });
});

describe("encrypted volumes", () => {
  const on = (volume: Partial<IgnitionLuks>): IgnitionStorage => ({ luks: [{ name: "l", device: "/dev/vdb", ...volume }] });

  test("another key, label, UUID or way to unlock it is refused", () => {
    const key = (text: string) => ({ keyFile: { source: `data:,${text}` } });
    expect(changes(on(key("a")), on(key("b")))).toEqual(["/dev/vdb: LUKS volume l on /dev/vdb (keyFile)"]);
    expect(changes(on({}), on({ clevis: { tpm2: true }, discard: true, label: "x", uuid: "y" }))).toEqual([
      "/dev/vdb: LUKS volume l on /dev/vdb (clevis, discard, label, uuid)",
    ]);
    expect(changes(on(key("a")), on({ ...key("a"), name: "other", openOptions: ["x"] }))).toEqual([]);
    expect(changes({}, on({}))).toEqual([]);
  });

  test("one in place of a filesystem is refused, unless it is wiped", () => {
    const plain: IgnitionStorage = { filesystems: [{ device: "/dev/vdb", format: "ext4" }] };
    expect(changes(plain, on({}))).toEqual(["/dev/vdb: LUKS volume l on /dev/vdb (a filesystem before)"]);
    expect(changes(plain, on({ wipeVolume: true }))).toEqual([]);
    expect(changes(plain, { luks: [{ name: "l" }] })).toEqual([]);
  });
});

test("an array that is made in another way is made anew, on all of its devices", () => {
  const array = (more: Partial<IgnitionRaid>): IgnitionStorage => ({
    raid: [{ name: "r", level: "raid1", devices: ["/dev/vdb", "/dev/vdc"], ...more }],
  });
  expect(changes(array({}), array({ level: "raid0", spares: 0 }))).toEqual([
    "/dev/vdb: RAID array r (level, spares), made anew",
    "/dev/vdc: RAID array r (level, spares), made anew",
  ]);
  expect(changes(array({}), array({ devices: ["/dev/vdb"], options: ["--x"] }))).toEqual([
    "/dev/vdb: RAID array r (devices, options), made anew",
  ]);
  expect(changes(array({}), array({}))).toEqual([]);
  expect(changes({}, array({}))).toEqual([]);
});
