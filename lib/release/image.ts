import { FlatcarError } from "../errors";
import { Architecture } from "./architecture";
import { FlatcarVersion } from "./version";

/** How a file on the release server is packed. */
export enum Compression {
  /** As it is. */
  NONE = "none",
  /** With bzip2; the file name ends in `.bz2`. */
  BZ2 = "bz2",
}

interface ImageKindFacts {
  readonly fileName: string;
  readonly compressions: readonly Compression[];
  readonly amd64Only?: boolean;
  readonly since?: string;
  readonly instead?: string;
}

/**
 * The first major version published for arm64 on all channels.
 * @see https://www.flatcar.org/releases-json/releases.json
 */
const FIRST_MAJOR_WITH_ARM64 = 3005;

/**
 * A kind of image each release is published as.
 *
 * @see https://www.flatcar.org/docs/latest/deploy/
 */
export class ImageKind {
  /** qcow2 disk for QEMU with BIOS; amd64 only. */
  public static readonly QEMU = new ImageKind("qemu", {
    fileName: "flatcar_production_qemu_image.img",
    compressions: [Compression.NONE, Compression.BZ2],
    amd64Only: true,
    instead: "use ImageKind.QEMU_UEFI",
  });

  /** qcow2 disk for QEMU with UEFI, see {@link uefiFirmware}. */
  public static readonly QEMU_UEFI = new ImageKind("qemu-uefi", {
    fileName: "flatcar_production_qemu_uefi_image.img",
    compressions: [Compression.NONE, Compression.BZ2],
  });

  /** Raw disk for a Hetzner Cloud snapshot; from 3941.1.0 on: https://www.flatcar.org/docs/latest/deploy/cloud/hetzner/ */
  public static readonly HETZNER = new ImageKind("hetzner", {
    fileName: "flatcar_production_hetzner_image.bin",
    compressions: [Compression.BZ2],
    since: "3941.1.0",
    instead: "choose a newer release",
  });

  /** Raw disk the AMIs are made of, for an AMI in one's own account. */
  public static readonly AMI = new ImageKind("ami", {
    fileName: "flatcar_production_ami_image.bin",
    compressions: [Compression.BZ2],
  });

  /** Linux kernel for network boot. */
  public static readonly PXE_KERNEL = new ImageKind("pxe-kernel", {
    fileName: "flatcar_production_pxe.vmlinuz",
    compressions: [Compression.NONE],
  });

  /** Initial RAM disk for network boot. It is served as it is, `.gz` included. */
  public static readonly PXE_INITRD = new ImageKind("pxe-initrd", {
    fileName: "flatcar_production_pxe_image.cpio.gz",
    compressions: [Compression.NONE],
  });

  /** Raw disk for machines that are installed by `flatcar-install`. */
  public static readonly GENERIC = new ImageKind("generic", {
    fileName: "flatcar_production_image.bin",
    compressions: [Compression.BZ2],
  });

  /** All kinds. */
  public static all(): ImageKind[] {
    return [
      ImageKind.QEMU,
      ImageKind.QEMU_UEFI,
      ImageKind.HETZNER,
      ImageKind.AMI,
      ImageKind.PXE_KERNEL,
      ImageKind.PXE_INITRD,
      ImageKind.GENERIC,
    ];
  }

  private constructor(
    /** A short name such as `qemu-uefi`. */
    public readonly name: string,
    private readonly facts: ImageKindFacts,
  ) {}

  /** How its file is packed on the release server; the first is the one that needs the least work after the download. */
  public get compressions(): readonly Compression[] {
    return this.facts.compressions;
  }

  /** Whether it is published for this version and architecture. */
  public isPublished(version: FlatcarVersion, architecture: Architecture): boolean {
    return this.obstacle(version, architecture) === undefined;
  }

  /**
   * The name of its file on the release server.
   *
   * @param compression default: the first of {@link compressions}
   * @throws FlatcarError `image-not-published`
   */
  public fileName(version: FlatcarVersion, architecture: Architecture, compression: Compression = this.compressions[0]): string {
    const obstacle = this.obstacle(version, architecture);
    if (obstacle !== undefined) throw obstacle;
    if (!this.compressions.includes(compression)) {
      throw new FlatcarError({
        code: "image-not-published",
        subject: `compression of the ${this.name} image`,
        received: compression,
        allowed: this.compressions.join(", "),
        mend: `use ${this.compressions[0]}`,
      });
    }
    return compression === Compression.NONE ? this.facts.fileName : `${this.facts.fileName}.${compression}`;
  }

  /** The name. */
  public toString(): string {
    return this.name;
  }

  private obstacle(version: FlatcarVersion, architecture: Architecture): FlatcarError | undefined {
    const { since, amd64Only, instead } = this.facts;
    const received = `${version.toString()} for ${architecture.name}`;
    const refuse = (allowed: string, mend: string): FlatcarError =>
      new FlatcarError({ code: "image-not-published", subject: `${this.name} image`, received, allowed, mend });
    const arm64 = architecture.name === Architecture.ARM64.name;
    if (arm64 && amd64Only === true) return refuse("amd64", instead ?? "use another kind of image");
    if (since !== undefined && version.compare(FlatcarVersion.parse(since)) < 0) {
      return refuse(`releases from ${since} on`, instead ?? "choose a newer release");
    }
    if (arm64 && version.major < FIRST_MAJOR_WITH_ARM64) {
      return refuse(`amd64, and arm64 from ${FIRST_MAJOR_WITH_ARM64}.0.0 on`, "choose a newer release");
    }
    return undefined;
  }
}
