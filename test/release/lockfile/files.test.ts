import { expect, test } from "vitest";
import { Architecture, FlatcarVersion, ImageKind, uefiFirmware } from "../../../lib/release";
import { LOCK_PLATFORMS, LockPlatform, isOfOneVersion, lockedFiles, platformsOf } from "../../../lib/release/lockfile/files";
import { locked } from "./locks";

const STABLE = FlatcarVersion.parse("4593.2.5");
const { AMD64, ARM64 } = Architecture;
const filesOf = (...platforms: LockPlatform[]): string[] => lockedFiles(STABLE, AMD64, platforms);
const entry = (files: readonly string[], amis: Record<string, string> = {}): ReturnType<typeof locked> => {
  const artifacts = Object.fromEntries(files.map((file) => [file, { sha512: "0".repeat(128), size: 1 }]));
  return locked({ architectures: { amd64: { artifacts, amis } } });
};
const AMIS = { "eu-central-1": "ami-018d9b9d7151ab6c8" };

test("each platform has the files that its pools use, and all have each once", () => {
  expect(filesOf(LockPlatform.LIBVIRT)).toEqual([
    "flatcar_production_qemu_image.img",
    "flatcar_production_qemu_uefi_efi_code.qcow2",
    "flatcar_production_qemu_uefi_efi_vars.qcow2",
    "flatcar_production_qemu_uefi_image.img",
  ]);
  expect(filesOf(LockPlatform.BARE_METAL)).toEqual([
    "flatcar_production_image.bin.bz2",
    "flatcar_production_pxe.vmlinuz",
    "flatcar_production_pxe_image.cpio.gz",
  ]);
  expect(filesOf(LockPlatform.HETZNER)).toEqual(["flatcar_production_hetzner_image.bin.bz2"]);
  expect(filesOf(LockPlatform.AWS)).toEqual([]);
  const all = filesOf(...LOCK_PLATFORMS, ...LOCK_PLATFORMS);
  expect(all).toEqual([...new Set(all)].sort());
  expect(all).toHaveLength(8);
});

test("what is not published for a version or an architecture is left out", () => {
  expect(lockedFiles(STABLE, ARM64, LOCK_PLATFORMS)).not.toContain("flatcar_production_qemu_image.img");
  const old = lockedFiles(FlatcarVersion.parse("3510.3.8"), AMD64, LOCK_PLATFORMS);
  expect(old).toContain("flatcar_production_qemu_uefi_efi_code.fd");
  expect(old.filter((file) => file.includes("hetzner"))).toEqual([]);
});

test("an entry is kept for the platforms that it has files or AMIs of", () => {
  for (const platform of [LockPlatform.LIBVIRT, LockPlatform.BARE_METAL, LockPlatform.HETZNER])
    expect(platformsOf(entry(filesOf(platform).slice(0, 1)))).toEqual([platform]);
  expect(platformsOf(entry([], AMIS))).toEqual([LockPlatform.AWS]);
  expect(platformsOf(entry(filesOf(LockPlatform.HETZNER), AMIS))).toEqual([LockPlatform.HETZNER, LockPlatform.AWS]);
});

test("an entry that has nothing is kept for all, and so is one that has files of all and whose AMIs were not published", () => {
  expect(platformsOf(locked())).toEqual(LOCK_PLATFORMS);
  expect(platformsOf(entry(filesOf(...LOCK_PLATFORMS)))).toEqual(LOCK_PLATFORMS);
});

test("images are of one version, and firmware is not", () => {
  for (const kind of ImageKind.all()) expect(isOfOneVersion(kind.fileName(STABLE, AMD64)), kind.name).toBe(true);
  const { code, vars } = uefiFirmware(STABLE, AMD64);
  expect([code, vars].map(isOfOneVersion)).toEqual([false, false]);
});
