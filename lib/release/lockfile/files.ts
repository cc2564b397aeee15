import { Architecture } from "../architecture";
import { uefiFirmware } from "../firmware";
import { ImageKind } from "../image";
import { LockedRelease } from "../release";
import { FlatcarVersion } from "../version";

/** A platform that a lock holds hashes or AMIs for. */
export enum LockPlatform {
  /** Disk images of QEMU, with the firmware for UEFI. */
  LIBVIRT = "libvirt",
  /** Kernel and initrd for the network, and the disk that the installer writes. */
  BARE_METAL = "bare-metal",
  /** The disk that snapshots are made of. */
  HETZNER = "hetzner",
  /** AMI ids; no files. */
  AWS = "aws",
}

const KINDS: Readonly<Record<LockPlatform, readonly ImageKind[]>> = {
  [LockPlatform.LIBVIRT]: [ImageKind.QEMU, ImageKind.QEMU_UEFI],
  [LockPlatform.BARE_METAL]: [ImageKind.PXE_KERNEL, ImageKind.PXE_INITRD, ImageKind.GENERIC],
  [LockPlatform.HETZNER]: [ImageKind.HETZNER],
  [LockPlatform.AWS]: [],
};

/** All platforms. */
export const LOCK_PLATFORMS: readonly LockPlatform[] = Object.values(LockPlatform);

const FIRMWARE = /^flatcar_production_qemu_uefi_efi_/;

/**
 * The files of a release whose hashes a lock holds, in the order of their code units: of each image the first of its compressions, which is the one that pools use.
 *
 * @param platforms those whose files are wanted; what is not published for the version and architecture is left out
 */
export function lockedFiles(version: FlatcarVersion, architecture: Architecture, platforms: readonly LockPlatform[]): string[] {
  const files = platforms.flatMap((platform) => {
    const kinds = KINDS[platform].filter((kind) => kind.isPublished(version, architecture));
    const names = kinds.map((kind) => kind.fileName(version, architecture));
    if (!kinds.includes(ImageKind.QEMU_UEFI)) return names;
    const { code, vars } = uefiFirmware(version, architecture);
    return [...names, code, vars];
  });
  return [...new Set(files)].sort();
}

/**
 * The platforms an entry of a lock is kept for: those that it has any file of, AWS where it has an AMI, or a file of all others. An entry that has nothing is kept for all.
 */
export function platformsOf(entry: LockedRelease): LockPlatform[] {
  const version = FlatcarVersion.parse(entry.version);
  const architectures = Architecture.all().filter(({ name }) => entry.architectures.has(name));
  const published = (platform: LockPlatform): [Architecture, string][] =>
    architectures.flatMap((architecture) =>
      lockedFiles(version, architecture, [platform]).map((file): [Architecture, string] => [architecture, file]),
    );
  const has = ([{ name }, file]: [Architecture, string]): boolean => entry.architectures.get(name)?.artifacts.has(file) === true;
  const withFiles = LOCK_PLATFORMS.filter((platform) => published(platform).length > 0);
  const found = withFiles.filter((platform) => published(platform).some(has));
  const hasAmis = [...entry.architectures.values()].some(({ amis }) => amis.size > 0);
  if (found.length === 0 && !hasAmis) return [...LOCK_PLATFORMS];
  return hasAmis || found.length === withFiles.length ? [...found, LockPlatform.AWS] : found;
}

/**
 * Whether no two releases can have the same file: images hold their version. Firmware comes from another project and stays the same over many releases.
 */
export function isOfOneVersion(fileName: string): boolean {
  return !FIRMWARE.test(fileName);
}
