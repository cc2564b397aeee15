import { Architecture } from "../release";

/** The files of a UEFI firmware on the libvirt host. */
export interface UefiFiles {
  /** The firmware's code. */
  readonly code: string;
  /** The variable store that each machine's own is copied from. */
  readonly variables: string;
}

/** How machines start: by BIOS, or by UEFI with the firmware of the host. */
export class LibvirtFirmware {
  /** SeaBIOS, which QEMU brings along; for amd64. */
  public static bios(): LibvirtFirmware {
    return new LibvirtFirmware(undefined);
  }

  /**
   * UEFI.
   *
   * @param files default: where Debian and Ubuntu put them (packages `ovmf` and `qemu-efi-aarch64`)
   */
  public static uefi(files?: UefiFiles): LibvirtFirmware {
    return new LibvirtFirmware((architecture) => files ?? DEBIAN[architecture.name]);
  }

  /** BIOS where Flatcar has an image for it, else UEFI. */
  public static defaultFor(architecture: Architecture): LibvirtFirmware {
    return architecture.name === Architecture.AMD64.name ? LibvirtFirmware.bios() : LibvirtFirmware.uefi();
  }

  private constructor(private readonly files: ((architecture: Architecture) => UefiFiles) | undefined) {}

  /** Whether it is UEFI. */
  public get isUefi(): boolean {
    return this.files !== undefined;
  }

  /** The firmware's files; undefined for BIOS. */
  public filesFor(architecture: Architecture): UefiFiles | undefined {
    return this.files?.(architecture);
  }
}

// https://packages.debian.org/bookworm/all/ovmf/filelist and https://packages.debian.org/bookworm/all/qemu-efi-aarch64/filelist
const DEBIAN: { readonly [architecture: string]: UefiFiles } = {
  amd64: { code: "/usr/share/OVMF/OVMF_CODE_4M.fd", variables: "/usr/share/OVMF/OVMF_VARS_4M.fd" },
  arm64: { code: "/usr/share/AAVMF/AAVMF_CODE.fd", variables: "/usr/share/AAVMF/AAVMF_VARS.fd" },
};
