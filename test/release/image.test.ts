import fc from "fast-check";
import { expect, test } from "vitest";
import { Architecture, Compression, FlatcarVersion, ImageKind } from "../../lib/release";
import { thrown } from "./thrown";

const { AMD64, ARM64 } = Architecture;
const STABLE = FlatcarVersion.parse("4593.2.5");

test.each([
  [ImageKind.QEMU, "flatcar_production_qemu_image.img"],
  [ImageKind.QEMU_UEFI, "flatcar_production_qemu_uefi_image.img"],
  [ImageKind.HETZNER, "flatcar_production_hetzner_image.bin.bz2"],
  [ImageKind.AMI, "flatcar_production_ami_image.bin.bz2"],
  [ImageKind.PXE_KERNEL, "flatcar_production_pxe.vmlinuz"],
  [ImageKind.PXE_INITRD, "flatcar_production_pxe_image.cpio.gz"],
  [ImageKind.GENERIC, "flatcar_production_image.bin.bz2"],
])("the file of %s is %s", (kind, fileName) => {
  expect(kind.fileName(STABLE, AMD64)).toBe(fileName);
});

test("the names of all kinds and of their files are distinct", () => {
  const kinds = ImageKind.all();
  expect(new Set(kinds.map(String)).size).toBe(kinds.length);
  expect(new Set(kinds.map((kind) => kind.fileName(STABLE, AMD64))).size).toBe(kinds.length);
});

test("QEMU images are published packed as well", () => {
  expect(ImageKind.QEMU.fileName(STABLE, AMD64, Compression.BZ2)).toBe("flatcar_production_qemu_image.img.bz2");
  expect(ImageKind.QEMU_UEFI.fileName(STABLE, ARM64, Compression.BZ2)).toBe("flatcar_production_qemu_uefi_image.img.bz2");
});

test("a way of packing that is not published is refused", () => {
  expect(thrown(() => ImageKind.HETZNER.fileName(STABLE, AMD64, Compression.NONE))).toMatchObject({
    code: "image-not-published",
    received: "none",
    allowed: "bz2",
    mend: "use bz2",
  });
});

test("each published way of packing gives a file name", () => {
  for (const kind of ImageKind.all()) {
    for (const compression of kind.compressions) {
      expect(kind.fileName(STABLE, AMD64, compression).endsWith(".bz2")).toBe(compression === Compression.BZ2);
    }
  }
});

test("QEMU with BIOS has no arm64 image, and the error names the one there is", () => {
  expect(ImageKind.QEMU.isPublished(STABLE, ARM64)).toBe(false);
  expect(thrown(() => ImageKind.QEMU.fileName(STABLE, ARM64))).toMatchObject({
    code: "image-not-published",
    received: "4593.2.5 for arm64",
    allowed: "amd64",
    mend: "use ImageKind.QEMU_UEFI",
  });
});

test("every other kind is published for arm64", () => {
  for (const kind of ImageKind.all()) expect(kind.isPublished(STABLE, ARM64)).toBe(kind !== ImageKind.QEMU);
});

test("images for Hetzner begin with 3941.1.0", () => {
  const published = (text: string): boolean => ImageKind.HETZNER.isPublished(FlatcarVersion.parse(text), AMD64);
  expect(["3510.3.8", "3941.0.0", "3941.1.0", "3975.0.0", "4081.3.10"].map(published)).toEqual([false, false, true, true, true]);
  expect(thrown(() => ImageKind.HETZNER.fileName(FlatcarVersion.parse("3510.3.8"), AMD64))).toMatchObject({
    code: "image-not-published",
    allowed: "releases from 3941.1.0 on",
  });
});

test("arm64 images of all channels begin with 3005", () => {
  expect(ImageKind.GENERIC.isPublished(FlatcarVersion.parse("3005.0.0"), ARM64)).toBe(true);
  expect(thrown(() => ImageKind.GENERIC.fileName(FlatcarVersion.parse("2605.32.1"), ARM64)).code).toBe("image-not-published");
});

test("an image has a file name exactly where it is published", () => {
  const versions = fc.tuple(fc.integer({ min: 2000, max: 5000 }), fc.integer({ min: 0, max: 3 })).map(([a, b]) => `${a}.${b}.0`);
  fc.assert(
    fc.property(versions, fc.constantFrom(...ImageKind.all()), fc.constantFrom(AMD64, ARM64), (text, kind, architecture) => {
      const version = FlatcarVersion.parse(text);
      if (kind.isPublished(version, architecture)) expect(kind.fileName(version, architecture)).toMatch(/^flatcar_production_/);
      else expect(thrown(() => kind.fileName(version, architecture)).code).toBe("image-not-published");
    }),
  );
});
