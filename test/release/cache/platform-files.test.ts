import { expect, test } from "vitest";
import { Architecture } from "../../../lib/release";
import { ImagePlatform, platformFiles, platformFolder } from "../../../lib/release/cache";
import { thrown } from "../thrown";
import { releaseDirectory } from "./testing";

const AMD64 = releaseDirectory();
const ARM64 = releaseDirectory("4593.2.5", Architecture.ARM64);
const names = (...args: Parameters<typeof platformFiles>): string[] => platformFiles(...args).map(({ fileName }) => fileName);

test("libvirt boots by BIOS on amd64 unless UEFI is wanted, and arm64 has nothing else", () => {
  const uefi = [
    "flatcar_production_qemu_uefi_image.img",
    "flatcar_production_qemu_uefi_efi_code.qcow2",
    "flatcar_production_qemu_uefi_efi_vars.qcow2",
  ];
  expect(names(ImagePlatform.LIBVIRT, AMD64)).toEqual(["flatcar_production_qemu_image.img"]);
  expect(names(ImagePlatform.LIBVIRT, AMD64, true)).toEqual(uefi);
  expect(names(ImagePlatform.LIBVIRT, ARM64)).toEqual(uefi);
  expect(names(ImagePlatform.LIBVIRT, releaseDirectory("4081.3.10"), true)[1]).toBe("flatcar_production_qemu_uefi_efi_code.fd");
});

test("bare metal needs kernel, initrd and what is installed, each with its signature", () => {
  const files = platformFiles(ImagePlatform.BARE_METAL, AMD64);
  expect(files).toEqual(
    ["flatcar_production_pxe.vmlinuz", "flatcar_production_pxe_image.cpio.gz", "flatcar_production_image.bin.bz2"].map((fileName) => ({
      fileName,
      withSignature: true,
    })),
  );
});

test("Hetzner takes the packed image, where there is one", () => {
  expect(names(ImagePlatform.HETZNER, ARM64)).toEqual(["flatcar_production_hetzner_image.bin.bz2"]);
  expect(thrown(() => platformFiles(ImagePlatform.HETZNER, releaseDirectory("3815.2.5"))).code).toBe("image-not-published");
});

test("a raw disk is unpacked, to not much more than its partitions", () => {
  const below = (version: string): number | undefined => platformFiles(ImagePlatform.RAW, releaseDirectory(version))[0].unpackedBelow;
  expect(below("4593.2.5")).toBe((7994 + 256) * 1024 * 1024);
  expect(below("4081.3.10")).toBe((4532 + 256) * 1024 * 1024);
  expect(names(ImagePlatform.RAW, AMD64)).toEqual(["flatcar_production_image.bin.bz2"]);
});

test("files are put as on the release server, and those for matchbox as its own script puts them", () => {
  for (const platform of [ImagePlatform.LIBVIRT, ImagePlatform.HETZNER, ImagePlatform.RAW]) {
    expect(platformFolder(platform, AMD64)).toEqual(["amd64-usr", "4593.2.5"]);
    expect(platformFolder(platform, ARM64)).toEqual(["arm64-usr", "4593.2.5"]);
  }
  expect(platformFolder(ImagePlatform.BARE_METAL, AMD64)).toEqual(["4593.2.5"]);
  expect(platformFolder(ImagePlatform.BARE_METAL, ARM64)).toEqual(["arm64-usr", "4593.2.5"]);
});
