import { createHash } from "crypto";
import { Construct } from "constructs";
import { FlatcarError } from "../errors";
import { refuseUnknownImage } from "../pool/known-image";
import { lockedArtifact } from "../pool/locked-image";
import { hasToken, identityOf, withoutTokens } from "../pool/tokens";
import { Architecture, FlatcarRelease, ImageKind, ReleaseArtifact, releaseFileUrl } from "../release";
import { LibvirtImageFile } from "./image-file";

/** What an image is looked up for. */
export interface LibvirtImageContext {
  readonly scope: Construct;
  readonly release: FlatcarRelease;
  readonly architecture: Architecture;
  /** Whether the machine boots by UEFI. */
  readonly uefi: boolean;
}

/** Where the image comes from when it is not the release server's own. */
export interface LibvirtReleaseImageOptions {
  /**
   * The base URL of a mirror with the release server's layout below the channel: `<base>/amd64-usr/<version>/<file>`. A token must be known
   * at plan.
   *
   * @default - the release server of the channel
   */
  readonly mirror?: string;
}

/** How the files of {@link LibvirtImage.fromDirectory} are looked at. */
export interface LibvirtDirectoryImageOptions {
  /**
   * Whether a plan fails where the file does not have the SHA-512 that the lock holds. Terraform reads the file for that in every plan in which it is there:
   * about a second and a half for an image of 500 MB.
   *
   * @default true
   */
  readonly verify?: boolean;
}

/** Which disk image machines are made from. libvirt needs it unpacked, as qcow2. */
export abstract class LibvirtImage {
  /** The image of the release, fetched by the provider from the release server or a mirror. */
  public static fromRelease(options: LibvirtReleaseImageOptions = {}): LibvirtImage {
    return new ReleaseImage(options);
  }

  /**
   * A file or a URL that somebody has put there for the release. The version is still the release's: a new release is a new image.
   *
   * @param source absolute path on the machine that runs Terraform, or http(s) URL, of an unpacked qcow2 image; `@VERSION@`, `@CHANNEL@` and `@BOARD@` (`amd64-usr`)
   * are filled in. A token must be known at plan.
   * @throws FlatcarError, when a pool uses it, `libvirt-image-source`, `image-unknown-at-plan`
   */
  public static fromSource(source: string): LibvirtImage {
    return new SourceImage(source);
  }

  /**
   * The file that `cdktf-flatcar image fetch --platform libvirt --to DIR` has put into a directory: `DIR/{amd64-usr|arm64-usr}/{version}/{file}`.
   *
   * What is in it is the lock's to say: a file with other bytes than the lock's ends the plan, one that is missing ends a plan that would make a disk of it, and
   * another directory with the same bytes changes nothing.
   *
   * @param directory absolute path on the machine that runs Terraform. A token must be known at plan.
   * @throws FlatcarError, when a pool uses it, `libvirt-image-source`, `image-unknown-at-plan`, `image-not-locked` where the lock holds no hash
   */
  public static fromDirectory(directory: string, options: LibvirtDirectoryImageOptions = {}): LibvirtImage {
    return new DirectoryImage(directory, options.verify ?? true);
  }

  /** The `source` of a volume. */
  public abstract sourceFor(context: LibvirtImageContext): string;

  /** A short text that tells two sources of one release apart; empty for the release's own. */
  public abstract variantFor(context: LibvirtImageContext): string;

  /** What Terraform is to hold the source against, where it is a file whose hash is known. */
  public fileFor(_context: LibvirtImageContext): LibvirtImageFile | undefined {
    return undefined;
  }
}

const FROM_DIRECTORY = "image: LibvirtImage.fromDirectory(…)";
const PUT_BEFORE = "put the image where it is in a run of its own";

class ReleaseImage extends LibvirtImage {
  constructor(private readonly options: LibvirtReleaseImageOptions) {
    super();
  }

  public override sourceFor({ scope, release, architecture, uefi }: LibvirtImageContext): string {
    const { mirror } = this.options;
    if (mirror !== undefined) refuseUnknownImage(scope, "image: LibvirtImage.fromRelease({ mirror })", mirror, PUT_BEFORE);
    const kind = uefi ? ImageKind.QEMU_UEFI : ImageKind.QEMU;
    const file = kind.fileName(release.version, architecture);
    return releaseFileUrl(release.version, architecture, file, { channel: release.channel, baseUrl: mirror });
  }

  public override variantFor({ scope }: LibvirtImageContext): string {
    return this.options.mirror === undefined ? "" : shortHash(scope, this.options.mirror);
  }
}

// libvirt would take the packed bytes for the disk, and the machine would find nothing to start.
const PACKED = /\.(bz2|gz|xz|zst|zip)$/i;

class SourceImage extends LibvirtImage {
  constructor(private readonly source: string) {
    super();
  }

  public override sourceFor(context: LibvirtImageContext): string {
    const { scope, release, architecture } = context;
    refuseUnknownImage(scope, "image: LibvirtImage.fromSource(…)", this.source, PUT_BEFORE);
    if (!hasToken(this.source) && (!/^(https?:\/\/\S+|\/.*[^/])$/.test(this.source) || PACKED.test(this.source))) {
      throw new FlatcarError({
        code: "libvirt-image-source",
        subject: "image: LibvirtImage.fromSource(…)",
        received: this.source,
        allowed: "an absolute path, or an http or https URL, of an image that is not packed",
        mend: "write the whole path or URL of an unpacked qcow2 image",
      });
    }
    return this.source
      .replace(/@VERSION@/g, release.version.toString())
      .replace(/@CHANNEL@/g, release.channel.name)
      .replace(/@BOARD@/g, architecture.board);
  }

  public override variantFor({ scope }: LibvirtImageContext): string {
    return shortHash(scope, this.source);
  }
}

class DirectoryImage extends LibvirtImage {
  constructor(
    private readonly directory: string,
    private readonly verify: boolean,
  ) {
    super();
  }

  public override sourceFor(context: LibvirtImageContext): string {
    const { scope, release, architecture } = context;
    refuseUnknownImage(scope, FROM_DIRECTORY, this.directory, PUT_BEFORE);
    const known = withoutTokens(this.directory);
    // What begins with these is no text for Terraform.
    if ((known === this.directory && !known.startsWith("/")) || /[\x00-\x1f\x7f]|[$%]\{/.test(known)) {
      throw new FlatcarError({
        code: "libvirt-image-source",
        subject: FROM_DIRECTORY,
        received: this.directory,
        allowed: "an absolute path without control characters, '${' and '%{'",
        mend: "write the whole path of the directory that 'cdktf-flatcar image fetch --to DIR' was given",
      });
    }
    return `${this.directory.replace(/\/+$/, "")}/${architecture.board}/${release.version.toString()}/${this.fileName(context)}`;
  }

  // By the bytes, where they are certain, so that a directory may move.
  public override variantFor(context: LibvirtImageContext): string {
    return this.verify ? this.artifact(context).sha512.slice(0, 8) : shortHash(context.scope, this.directory);
  }

  public override fileFor(context: LibvirtImageContext): LibvirtImageFile | undefined {
    if (!this.verify) return undefined;
    const { release, architecture, uefi } = context;
    const fetch = [
      "image fetch",
      release.version.toString(),
      "--platform libvirt",
      ...(uefi ? ["--uefi"] : []),
      "--arch",
      architecture.name,
    ];
    return {
      path: this.sourceFor(context),
      sha512: this.artifact(context).sha512,
      mend: `run 'cdktf-flatcar ${fetch.join(" ")} --to DIR' on the machine that runs Terraform.`,
    };
  }

  private fileName({ release, architecture, uefi }: LibvirtImageContext): string {
    return (uefi ? ImageKind.QEMU_UEFI : ImageKind.QEMU).fileName(release.version, architecture);
  }

  private artifact(context: LibvirtImageContext): ReleaseArtifact {
    return lockedArtifact(context.release, context.architecture, this.fileName(context), FROM_DIRECTORY, "give 'verify: false'");
  }
}

function shortHash(scope: Construct, source: string): string {
  return createHash("sha256").update(identityOf(scope, source)).digest("hex").slice(0, 8);
}
