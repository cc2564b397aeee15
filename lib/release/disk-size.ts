import { ImageKind } from "./image";
import { FlatcarVersion } from "./version";

/** Which partition table an image carries. */
export enum DiskLayout {
  /** Small root partition, for disks that are larger anyway. */
  BASE = "base",
  /** Root partition with some room, for clouds and hypervisors. */
  VM = "vm",
}

/**
 * The first major version with the larger partitions ("Increased all partition sizes").
 * @see https://www.flatcar.org/releases#release-4593.2.0
 */
const FIRST_LARGE_MAJOR = 4487;

/**
 * Sums of the partitions in MiB.
 * @see https://github.com/flatcar/scripts/blob/stable-4593.2.5/build_library/disk_layout.json
 * @see https://github.com/flatcar/scripts/blob/lts-4081.3.10/build_library/disk_layout.json
 */
const SMALL_MIB: Readonly<Record<DiskLayout, number>> = { [DiskLayout.BASE]: 4532, [DiskLayout.VM]: 8690 };
const LARGE_MIB: Readonly<Record<DiskLayout, number>> = { [DiskLayout.BASE]: 7994, [DiskLayout.VM]: 12530 };

const MIB_PER_GIB = 1024;

/**
 * Size of an AMI's root snapshot in GiB, before and after October 2025.
 * @see https://github.com/flatcar/mantle/commit/66a6cead7d4d2c4b2dcba7578cbd4f942bd811e4
 */
const AMI_SNAPSHOT_OLD_GIB = 8;
const AMI_SNAPSHOT_GIB = 16;

/**
 * The first release of each line that was uploaded with the larger snapshot. The size is the uploading tool's, so that old lines got it as well.
 * @see https://github.com/flatcar/scripts/blob/lts-4081.3.7/sdk_container/.repo/manifests/mantle-container
 */
const FIRST_WITH_LARGE_AMI: readonly string[] = ["4081.3.7", "4230.2.4", "4459.1.0"];

/** The partition table of a kind of image, or undefined for network boot, which needs no disk. */
export function diskLayout(kind: ImageKind, version: FlatcarVersion): DiskLayout | undefined {
  switch (kind) {
    case ImageKind.PXE_KERNEL:
    case ImageKind.PXE_INITRD:
      return undefined;
    case ImageKind.GENERIC:
      return DiskLayout.BASE;
    case ImageKind.AMI:
      return version.major >= FIRST_LARGE_MAJOR ? DiskLayout.VM : DiskLayout.BASE;
    default:
      return DiskLayout.VM;
  }
}

/**
 * The sum of an image's partitions in MiB: what the unpacked disk holds. The partition table and alignment come on top, less than 256 MiB.
 *
 * From 4487 on the partitions are larger: 12530 instead of 8690 MiB for virtual machines. Undefined for network boot.
 */
export function imageDiskMib(kind: ImageKind, version: FlatcarVersion): number | undefined {
  const layout = diskLayout(kind, version);
  if (layout === undefined) return undefined;
  return (version.major >= FIRST_LARGE_MAJOR ? LARGE_MIB : SMALL_MIB)[layout];
}

/**
 * The smallest root disk in whole GiB a new machine can have. Undefined for network boot.
 *
 * 13 GiB from 4487 on for virtual machines (9 before), 8 GiB for the generic image (5 before). For an AMI it is the size of its snapshot,
 * 16 GiB (8 before October 2025), because Amazon refuses a volume that is smaller than its snapshot.
 */
export function minimumRootDiskGib(kind: ImageKind, version: FlatcarVersion): number | undefined {
  if (kind === ImageKind.AMI) return hasLargeAmi(version) ? AMI_SNAPSHOT_GIB : AMI_SNAPSHOT_OLD_GIB;
  const mib = imageDiskMib(kind, version);
  return mib === undefined ? undefined : Math.ceil(mib / MIB_PER_GIB);
}

function hasLargeAmi(version: FlatcarVersion): boolean {
  if (version.major >= FIRST_LARGE_MAJOR) return true;
  return FIRST_WITH_LARGE_AMI.map((text) => FlatcarVersion.parse(text)).some(
    (first) => version.major === first.major && version.compare(first) >= 0,
  );
}
