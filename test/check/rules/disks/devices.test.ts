import { expect, test } from "vitest";
import { disksUnder, isOfFlatcar } from "../../../../lib/check/rules/disks/devices";
import { IgnitionStorage } from "../../../../lib/ignition";

test.each([
  ["/dev/vdb", "/dev/vdb"],
  ["/dev/vdb1", "/dev/vdb"],
  ["/dev/sdaa12", "/dev/sdaa"],
  ["/dev/nvme1n1", "/dev/nvme1n1"],
  ["/dev/nvme1n1p3", "/dev/nvme1n1"],
  ["/dev/mmcblk0p1", "/dev/mmcblk0"],
  ["/dev/disk/by-id/wwn-0x5000-part2", "/dev/disk/by-id/wwn-0x5000"],
  ["/dev/disk/by-path/pci-0000-part1", "/dev/disk/by-path/pci-0000"],
  ["/dev/disk/by-label/data", "/dev/disk/by-label/data"],
])("%s lies on %s, by its name", (device, disk) => {
  expect(disksUnder(device, {})).toEqual([disk]);
});

const STORAGE: IgnitionStorage = {
  disks: [
    { device: "/dev/vdb", partitions: [{ number: 1, label: "one" }] },
    { device: "/dev/vdc", partitions: [{ number: 1, label: "two" }] },
  ],
  raid: [{ name: "array", level: "raid1", devices: ["/dev/disk/by-partlabel/one", "/dev/disk/by-partlabel/two"] }],
  luks: [{ name: "secret", device: "/dev/md/array" }],
  filesystems: [{ device: "/dev/mapper/secret", label: "data", format: "ext4" }],
};

test.each([
  ["/dev/disk/by-partlabel/one", ["/dev/vdb"]],
  ["/dev/md/array", ["/dev/vdb", "/dev/vdc"]],
  ["/dev/array", ["/dev/vdb", "/dev/vdc"]],
  ["/dev/mapper/secret", ["/dev/vdb", "/dev/vdc"]],
  ["/dev/disk/by-id/dm-name-secret", ["/dev/vdb", "/dev/vdc"]],
  ["/dev/disk/by-label/data", ["/dev/vdb", "/dev/vdc"]],
  ["/dev/disk/by-partlabel/three", ["/dev/disk/by-partlabel/three"]],
])("%s lies on %j, by the config", (device, disks) => {
  expect(disksUnder(device, STORAGE)).toEqual(disks);
});

test("what lies on itself comes to an end", () => {
  expect(disksUnder("/dev/md/a", { raid: [{ name: "a", devices: ["/dev/md/a", "/dev/vdb"] }] })).toEqual(["/dev/vdb"]);
});

test("partitions of Flatcar's image are known by their labels", () => {
  expect(
    ["by-label/ROOT", "by-partlabel/OEM", "by-label/EFI-SYSTEM", "by-partlabel/USR-B"].every((name) => isOfFlatcar(`/dev/disk/${name}`)),
  ).toBe(true);
  expect(["by-label/ROOT2", "by-id/ROOT", "by-label/data"].some((name) => isOfFlatcar(`/dev/disk/${name}`))).toBe(false);
});
