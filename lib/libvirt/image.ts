import { createHash } from "crypto";
import { Construct } from "constructs";
import { FlatcarError } from "../errors";
import { refuseUnknownImage } from "../pool/known-image";
import { hasToken, identityOf } from "../pool/tokens";
import { Architecture, FlatcarRelease, ImageKind, releaseFileUrl } from "../release";

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

  /** The `source` of a volume. */
  public abstract sourceFor(context: LibvirtImageContext): string;

  /** A short text that tells two sources of one release apart; empty for the release's own. */
  public abstract variantFor(context: LibvirtImageContext): string;
}

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

function shortHash(scope: Construct, source: string): string {
  return createHash("sha256").update(identityOf(scope, source)).digest("hex").slice(0, 8);
}
