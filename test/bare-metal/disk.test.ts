import { TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { InstallDisk } from "../../lib/bare-metal";
import { installDiskOf } from "../../lib/bare-metal/disk";
import { scratchStack, thrown } from "../support";

test.each([
  "/dev/disk/by-id/wwn-0x5000c500a1b2c3d4",
  "/dev/disk/by-path/pci-0000:00:17.0-ata-1",
  "/dev/mapper/mpatha",
  "/dev/disk/by-id/nvme-eui.0025388b71b1f0a1",
])("%s is the same disk at every boot", (path) => {
  const disk = InstallDisk.byPath(path);
  expect(() => disk._validate("disk")).not.toThrow();
  expect(disk.isUnstable).toBe(false);
});

test.each(["/dev/sda", "/dev/sdab", "/dev/vda", "/dev/xvda", "/dev/nvme0n1", "/dev/mmcblk0", "/dev/md127"])(
  "%s can be another disk at the next boot",
  (path) => {
    const disk = InstallDisk.byPath(path);
    expect(() => disk._validate("disk")).not.toThrow();
    expect(disk.isUnstable).toBe(true);
  },
);

test.each([
  "",
  "sda",
  "/dev",
  "/dev/",
  "/sda",
  "/dev/disk/../sda",
  "/dev/./sda",
  "/dev/sda/",
  "/dev//sda",
  "/dev/s da",
  "/dev/sda\n",
  "/dev/disk/..",
  "/dev/sda1",
  "/dev/nvme0n1p3",
  "/dev/mmcblk0p1",
  "/dev/disk/by-id/wwn-0x5000c500a1b2c3d4-part1",
  "/dev/disk/by-path/pci-0000:00:17.0-ata-1-part12",
  "/dev/disk/by-partlabel/system",
  "/dev/disk/by-label/ROOT",
])("%j is the path of no disk", (path) => {
  expect(thrown(() => InstallDisk.byPath(path)._validate("nodes.a.disk"))).toMatchObject({
    code: "install-disk",
    subject: "nodes.a.disk",
    received: path,
  });
});

test("a path known only at apply passes, and nobody knows whether it is stable", () => {
  const disk = InstallDisk.byPath(new TerraformVariable(scratchStack(), "disk", {}).stringValue);
  expect(() => disk._validate("disk")).not.toThrow();
  expect(disk.isUnstable).toBe(false);
});

test("the smallest disk has no path", () => {
  expect(InstallDisk.smallest()).toMatchObject({ path: undefined, isUnstable: false });
  expect(() => InstallDisk.smallest()._validate("disk")).not.toThrow();
});

test("a node's own disk goes before the pool's, and one of the two has to be there", () => {
  const [own, pools] = ["/dev/disk/by-id/own", "/dev/disk/by-id/pool"].map((path) => InstallDisk.byPath(path));
  expect(installDiskOf("a", own, pools)).toBe(own);
  expect(installDiskOf("a", undefined, pools)).toBe(pools);
  expect(thrown(() => installDiskOf("a", undefined, undefined))).toMatchObject({ code: "install-disk-missing", subject: "nodes.a.disk" });
  const wrong = InstallDisk.byPath("sda");
  expect(thrown(() => installDiskOf("a", wrong, pools)).subject).toBe("nodes.a.disk");
  expect(thrown(() => installDiskOf("a", undefined, wrong)).subject).toBe("boot: BareMetalBoot.installToDisk({ disk })");
});
