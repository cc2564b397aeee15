import { FlatcarError } from "../errors";
import { hasToken } from "../pool/tokens";

// The kernel counts these up as it finds disks, which may be in another order at the next boot.
const COUNTED = /^\/dev\/(?:(?:[shv]d|xvd)[a-z]+|(?:nvme\d+n|mmcblk|pmem|dasd[a-z]*|md|sr|loop|nbd)\d*)$/;
// A partition, or what the installation itself writes over: neither is there when the disk is installed anew.
const PART =
  /^\/dev\/(?:(?:[shv]d|xvd)[a-z]+\d+|(?:nvme\d+n|mmcblk|md|nbd|loop)\d+p\d+|disk\/(?:.*-part\d+|by-(?:label|uuid|partlabel|partuuid)\/.*))$/;
const PATH = /^\/dev\/[^\s/\x00-\x1f\x7f][^\s\x00-\x1f\x7f]*[^\s/\x00-\x1f\x7f]$/;

/** The disk of a machine that Flatcar is installed to. All that is on it is lost. */
export class InstallDisk {
  /**
   * The disk at a path of the machine.
   *
   * @param path best below `/dev/disk/by-id` or `/dev/disk/by-path`: names such as `/dev/sda` can be another disk at the next boot
   * @throws FlatcarError, when a pool uses it, `install-disk`
   */
  public static byPath(path: string): InstallDisk {
    return new InstallDisk(path);
  }

  /**
   * The smallest disk that is fixed, in use by nothing, over 10 GB and large enough for Flatcar. Of several of that size, the one whose
   * name comes first. For machines with one disk, or with a small one for the system.
   */
  public static smallest(): InstallDisk {
    return new InstallDisk(undefined);
  }

  private constructor(
    /** Undefined for the smallest. */
    public readonly path: string | undefined,
  ) {}

  /** Whether the path may lead to another disk at the next boot. */
  public get isUnstable(): boolean {
    return this.path !== undefined && !hasToken(this.path) && COUNTED.test(this.path);
  }

  /**
   * Checks it for a node.
   *
   * @internal
   */
  public _validate(subject: string): void {
    const { path } = this;
    if (path === undefined || hasToken(path) || (PATH.test(path) && !PART.test(path) && !/\/\.{0,2}\/|\/\.{1,2}$/.test(path))) return;
    throw new FlatcarError({
      code: "install-disk",
      subject,
      received: path,
      allowed: "the absolute path of a whole disk below /dev, not of a partition or of what is on the disk, without '.', '..' and spaces",
      mend: "write it like /dev/disk/by-id/…; 'ls -l /dev/disk/by-id' on the machine lists them",
    });
  }
}

/**
 * The disk that a node is installed to: its own, or the pool's.
 *
 * @throws FlatcarError `install-disk-missing`, `install-disk`
 */
export function installDiskOf(node: string, own: InstallDisk | undefined, pools: InstallDisk | undefined): InstallDisk {
  const disk = own ?? pools;
  if (disk === undefined) {
    throw new FlatcarError({
      code: "install-disk-missing",
      subject: `nodes.${node}.disk`,
      received: undefined,
      allowed: "a disk for every node: all that is on it is lost",
      mend: "give the node a 'disk', or BareMetalBoot.installToDisk({ disk }) one for all; InstallDisk.smallest() where each machine has but one",
    });
  }
  disk._validate(own === undefined ? "boot: BareMetalBoot.installToDisk({ disk })" : `nodes.${node}.disk`);
  return disk;
}
