import { DisklessState } from "./diskless-state";
import { InstallDisk } from "./disk";

/** Options of {@link BareMetalBoot.installToDisk}. */
export interface InstallToDiskOptions {
  /**
   * The disk of every machine whose node names none.
   *
   * @default - each node names its own
   */
  readonly disk?: InstallDisk;
  /**
   * Whether a machine installs only the image whose SHA-512 the lock holds. It takes the packed image, about half a gigabyte, into RAM then, and touches its
   * disk only when signature and hash are good. Without, `flatcar-install` writes what arrives, and makes the disk unusable where the signature is not good.
   *
   * @default false
   */
  readonly verify?: boolean;
}

/** Options of {@link BareMetalBoot.diskless}. */
export interface DisklessOptions {
  /**
   * What stays from one boot to the next.
   *
   * @default DisklessState.ram()
   */
  readonly state?: DisklessState;
}

/** What machines do with what they boot from the network. */
export class BareMetalBoot {
  /**
   * They install Flatcar to a disk, once for each generation of their node, and start from it. Put the disk first in the boot order, and the
   * network second: an empty disk leads to the network, and an installed one starts without it.
   */
  public static installToDisk(options: InstallToDiskOptions = {}): BareMetalBoot {
    return new BareMetalBoot(false, options.disk, DisklessState.ram(), options.verify ?? false);
  }

  /**
   * They run from RAM what they get at each boot, and install nothing. They update when they are restarted, never by themselves:
   * https://www.flatcar.org/docs/latest/deploy/bare-metal/booting-with-ipxe/
   */
  public static diskless(options: DisklessOptions = {}): BareMetalBoot {
    return new BareMetalBoot(true, undefined, options.state ?? DisklessState.ram(), false);
  }

  private constructor(
    public readonly isDiskless: boolean,
    /** The disk of machines whose node names none. */
    public readonly disk: InstallDisk | undefined,
    public readonly state: DisklessState,
    /** Whether what is installed is held against the lock. */
    public readonly verify: boolean,
  ) {}
}
