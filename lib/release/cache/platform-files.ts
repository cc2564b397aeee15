import { Architecture } from "../architecture";
import { imageDiskMib } from "../disk-size";
import type { ReleaseDirectory } from "../feed/feed";
import { uefiFirmware } from "../firmware";
import { ImageKind } from "../image";

/** What images are fetched for. */
export enum ImagePlatform {
  /** qcow2, as libvirt boots it. */
  LIBVIRT = "libvirt",
  /** What matchbox serves: kernel, initial RAM disk and the image that is installed, each with its signature. */
  BARE_METAL = "bare-metal",
  /** What a snapshot is made of, packed. */
  HETZNER = "hetzner",
  /** The disk of any machine, unpacked. */
  RAW = "raw",
}

/** A file that a platform needs. */
export interface PlatformFile {
  /** As on the release server. */
  readonly fileName: string;
  /** Whether its signature is wanted beside it: the machine verifies it again. */
  readonly withSignature: boolean;
  /** Where it is wanted unpacked: bytes that are no image any more. */
  readonly unpackedBelow?: number;
}

const MIB = 1024 * 1024;

/** What the partition table and alignment take at most beside the partitions, in MiB: see {@link imageDiskMib}. */
const BESIDE_PARTITIONS_MIB = 256;

/**
 * The files that a platform needs of a release.
 *
 * @param uefi for libvirt: the image for UEFI, and the firmware. Machines of arm64 have nothing else.
 * @throws FlatcarError `image-not-published`
 */
export function platformFiles(platform: ImagePlatform, directory: ReleaseDirectory, uefi = false): PlatformFile[] {
  const { version, architecture } = directory;
  const file = (kind: ImageKind, more: Partial<PlatformFile> = {}): PlatformFile => ({
    fileName: kind.fileName(version, architecture),
    withSignature: false,
    ...more,
  });
  switch (platform) {
    case ImagePlatform.LIBVIRT: {
      if (!uefi && architecture.name === Architecture.AMD64.name) return [file(ImageKind.QEMU)];
      const { code, vars } = uefiFirmware(version, architecture);
      const firmware = [code, vars].map((fileName) => ({ fileName, withSignature: false }));
      return [file(ImageKind.QEMU_UEFI), ...firmware];
    }
    case ImagePlatform.BARE_METAL:
      return [ImageKind.PXE_KERNEL, ImageKind.PXE_INITRD, ImageKind.GENERIC].map((kind) => file(kind, { withSignature: true }));
    case ImagePlatform.HETZNER:
      return [file(ImageKind.HETZNER)];
    case ImagePlatform.RAW: {
      const mib = (imageDiskMib(ImageKind.GENERIC, version) ?? 0) + BESIDE_PARTITIONS_MIB;
      return [file(ImageKind.GENERIC, { unpackedBelow: mib * MIB })];
    }
  }
}

/**
 * The folder of a release below the one that somebody names: `amd64-usr/4593.2.5`, as on the release server. For bare metal it is as matchbox's own script get-flatcar has it,
 * which has no folder for amd64: `4593.2.5` and `arm64-usr/4593.2.5`.
 *
 * @see https://github.com/poseidon/matchbox/blob/main/scripts/get-flatcar
 */
export function platformFolder(platform: ImagePlatform, { version, architecture }: ReleaseDirectory): string[] {
  const isPlain = platform === ImagePlatform.BARE_METAL && architecture.name === Architecture.AMD64.name;
  return isPlain ? [version.toString()] : [architecture.board, version.toString()];
}
