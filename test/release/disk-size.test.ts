import { expect, test } from "vitest";
import { diskLayout, DiskLayout, FlatcarVersion, imageDiskMib, ImageKind, minimumRootDiskGib } from "../../lib/release";

const v = (text: string): FlatcarVersion => FlatcarVersion.parse(text);
const { QEMU, QEMU_UEFI, HETZNER, AMI, PXE_KERNEL, PXE_INITRD, GENERIC } = ImageKind;

test.each([
  ["4593.2.5", 12530, 13],
  ["4487.0.0", 12530, 13],
  ["4486.9.9", 8690, 9],
  ["4459.2.4", 8690, 9],
  ["4081.3.10", 8690, 9],
])("the virtual machine images of %s hold %i MiB and need %i GiB", (version, mib, gib) => {
  for (const kind of [QEMU, QEMU_UEFI, HETZNER]) {
    expect(imageDiskMib(kind, v(version))).toBe(mib);
    expect(minimumRootDiskGib(kind, v(version))).toBe(gib);
  }
});

test.each([
  ["4593.2.5", 7994, 8],
  ["4081.3.10", 4532, 5],
])("the generic image of %s holds %i MiB and needs %i GiB", (version, mib, gib) => {
  expect(imageDiskMib(GENERIC, v(version))).toBe(mib);
  expect(minimumRootDiskGib(GENERIC, v(version))).toBe(gib);
});

test("the AMI image changed from the base to the vm layout when the partitions grew", () => {
  expect(diskLayout(AMI, v("4459.2.4"))).toBe(DiskLayout.BASE);
  expect(diskLayout(AMI, v("4487.0.0"))).toBe(DiskLayout.VM);
  expect(imageDiskMib(AMI, v("4459.2.4"))).toBe(4532);
  expect(imageDiskMib(AMI, v("4593.2.5"))).toBe(12530);
});

test.each([
  ["4081.3.6", 8],
  ["4081.3.7", 16],
  ["4081.3.10", 16],
  ["4230.2.3", 8],
  ["4230.2.4", 16],
  ["4426.1.0", 8],
  ["4459.0.0", 8],
  ["4459.1.0", 16],
  ["4459.2.0", 16],
  ["4487.0.0", 16],
  ["4593.2.5", 16],
  ["3510.3.8", 8],
])("the AMI of %s has a snapshot of %i GiB, which its root volume cannot be smaller than", (version, gib) => {
  expect(minimumRootDiskGib(AMI, v(version))).toBe(gib);
});

test("network boot needs no disk", () => {
  for (const kind of [PXE_KERNEL, PXE_INITRD]) {
    expect(diskLayout(kind, v("4593.2.5"))).toBeUndefined();
    expect(imageDiskMib(kind, v("4593.2.5"))).toBeUndefined();
    expect(minimumRootDiskGib(kind, v("4593.2.5"))).toBeUndefined();
  }
});

test("the smallest root disk holds the image with its partition table, whatever the kind and version", () => {
  for (const kind of ImageKind.all()) {
    for (const version of ["3510.3.8", "4081.3.10", "4459.2.0", "4487.0.0", "4593.2.5"].map(v)) {
      const [mib, gib] = [imageDiskMib(kind, version), minimumRootDiskGib(kind, version)];
      expect(gib === undefined).toBe(mib === undefined);
      if (gib !== undefined && mib !== undefined) expect(gib * 1024 - mib).toBeGreaterThan(128);
    }
  }
});
