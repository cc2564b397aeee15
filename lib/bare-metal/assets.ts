import { FlatcarError } from "../errors";
import { hasToken } from "../pool/tokens";
import { Architecture, FlatcarRelease, ImageKind, releaseFileUrl } from "../release";
import { checkAssets } from "./check-assets";
import { matchboxBase } from "./matchbox-url";

/** What the files of a network boot are asked for. */
export interface PxeContext {
  readonly release: FlatcarRelease;
  readonly architecture: Architecture;
  readonly matchboxUrl: string;
  /** Which node, as an error names it. */
  readonly node: string;
}

/** The files of a network boot. */
export interface PxeFiles {
  /** URL of the kernel, or a path on the server that the iPXE script comes from. */
  readonly kernel: string;
  readonly initrd: string;
  /**
   * Where `flatcar-install` finds `<version>/flatcar_production_image.bin.bz2`.
   *
   * @default - the release server of the channel
   */
  readonly imageBase?: string;
}

/** How the release server is asked. */
export enum PxeProtocol {
  /** Many a build of iPXE has no TLS, or knows no certificate: https://ipxe.org/crypto */
  HTTP = "http",
  HTTPS = "https",
}

/** Options of {@link PxeAssets.fromReleaseServer}. */
export interface ReleaseServerAssetsOptions {
  /**
   * How iPXE asks. Over plain http nothing verifies the kernel.
   *
   * @default PxeProtocol.HTTPS
   */
  readonly protocol?: PxeProtocol;
}

/** Options of {@link PxeAssets.fromMatchbox}. */
export interface MatchboxAssetsOptions {
  /**
   * The folder below matchbox's assets that has a folder for each version.
   *
   * @default - `flatcar`, where matchbox's own script get-flatcar puts amd64, and `flatcar/arm64-usr` for arm64
   */
  readonly directory?: string;
  /**
   * What the files in the folder are for.
   *
   * @default - the pool's architecture
   */
  readonly architecture?: Architecture;
}

/** Options of {@link PxeAssets.fromUrls}. `@VERSION@`, `@CHANNEL@` and `@BOARD@` (`amd64-usr`) are filled in. Tokens are allowed. */
export interface UrlAssetsOptions {
  /** An http, https or tftp URL, or a path on matchbox that begins with a slash. */
  readonly kernel: string;
  /** As `kernel`. */
  readonly initrd: string;
  /**
   * The folder in which `flatcar-install` finds `<version>/flatcar_production_image.bin.bz2` and its signature: an http or https URL.
   *
   * @default - the release server of the channel
   */
  readonly imageBase?: string;
  /**
   * What the files are for.
   *
   * @default - the pool's architecture
   */
  readonly architecture?: Architecture;
  /**
   * Which version the files are.
   *
   * @default - the release of the node
   */
  readonly version?: string;
}

/**
 * Where machines get the kernel and the initial RAM disk that they boot from the network: always those of the node's release.
 *
 * @see https://www.flatcar.org/docs/latest/deploy/bare-metal/booting-with-ipxe/
 */
export abstract class PxeAssets {
  /** From the project's release server. */
  public static fromReleaseServer(options: ReleaseServerAssetsOptions = {}): PxeAssets {
    return new ServerAssets(undefined, options.protocol ?? PxeProtocol.HTTPS);
  }

  /**
   * From a mirror of the release server, the image that is installed too.
   *
   * @param baseUrl the folder above `amd64-usr` and `arm64-usr`, without the channel
   */
  public static fromMirror(baseUrl: string): PxeAssets {
    return new ServerAssets(baseUrl, PxeProtocol.HTTPS);
  }

  /** From matchbox itself, which serves the files below its `-assets-path`, the image that is installed too. */
  public static fromMatchbox(options: MatchboxAssetsOptions = {}): PxeAssets {
    return new MatchboxAssets(options);
  }

  /** From wherever somebody has put them. */
  public static fromUrls(options: UrlAssetsOptions): PxeAssets {
    return new UrlAssets(options);
  }

  /**
   * The files for a node.
   *
   * @throws FlatcarError `image-not-published`, `mirror-url-invalid`, `assets-url`, `assets-directory`, `assets-architecture`, `assets-version`
   */
  public filesFor(context: PxeContext): PxeFiles {
    const files = this.locate(context);
    checkAssets(files, context);
    return files;
  }

  protected abstract locate(context: PxeContext): PxeFiles;
}

class ServerAssets extends PxeAssets {
  constructor(
    private readonly mirror: string | undefined,
    private readonly protocol: PxeProtocol,
  ) {
    super();
  }

  protected override locate({ release, architecture }: PxeContext): PxeFiles {
    const url = (kind: ImageKind): string => {
      const file = kind.fileName(release.version, architecture);
      const found = releaseFileUrl(release.version, architecture, file, { channel: release.channel, baseUrl: this.mirror });
      return this.mirror === undefined ? found.replace(/^https:/, `${this.protocol}:`) : found;
    };
    const mirror = this.mirror?.replace(/\/+$/, "");
    const imageBase = mirror === undefined ? undefined : `${mirror}/${architecture.board}`;
    return { kernel: url(ImageKind.PXE_KERNEL), initrd: url(ImageKind.PXE_INITRD), imageBase };
  }
}

class MatchboxAssets extends PxeAssets {
  constructor(private readonly options: MatchboxAssetsOptions) {
    super();
  }

  protected override locate(context: PxeContext): PxeFiles {
    const { release, architecture, matchboxUrl } = context;
    checkSame("assets: PxeAssets.fromMatchbox(…)", this.options.architecture, context);
    const isAmd64 = architecture.name === Architecture.AMD64.name;
    const directory = this.options.directory ?? (isAmd64 ? "flatcar" : `flatcar/${architecture.board}`);
    if (!hasToken(directory) && (!/^[^\s/?#%\\]+(\/[^\s/?#%\\]+)*$/.test(directory) || /(^|\/)\.{1,2}(\/|$)/.test(directory))) {
      throw new FlatcarError({
        code: "assets-directory",
        subject: "assets: PxeAssets.fromMatchbox({ directory })",
        received: directory,
        allowed: "a relative path without '.' and '..', with no slash around it",
        mend: "write the folder below matchbox's assets, like flatcar",
      });
    }
    const below = (kind: ImageKind): string =>
      `/assets/${directory}/${release.version.toString()}/${kind.fileName(release.version, architecture)}`;
    const imageBase = `${matchboxBase(matchboxUrl)}/assets/${directory}`;
    return { kernel: below(ImageKind.PXE_KERNEL), initrd: below(ImageKind.PXE_INITRD), imageBase };
  }
}

class UrlAssets extends PxeAssets {
  constructor(private readonly options: UrlAssetsOptions) {
    super();
  }

  protected override locate(context: PxeContext): PxeFiles {
    const { release, architecture } = context;
    const { kernel, initrd, imageBase, version } = this.options;
    checkSame("assets: PxeAssets.fromUrls(…)", this.options.architecture, context);
    if (version !== undefined && !hasToken(version) && version !== release.version.toString()) {
      throw new FlatcarError({
        code: "assets-version",
        subject: `assets of nodes.${context.node}: version`,
        received: version,
        allowed: `${release.version.toString()}, the node's release: the installer and what it installs are of one version`,
        mend: "give the files of that version, or leave 'version' out and write @VERSION@ into their URLs",
      });
    }
    const fill = (text: string): string =>
      text
        .replace(/@VERSION@/g, release.version.toString())
        .replace(/@CHANNEL@/g, release.channel.name)
        .replace(/@BOARD@/g, architecture.board);
    return {
      kernel: fill(kernel),
      initrd: fill(initrd),
      imageBase: imageBase === undefined ? undefined : fill(imageBase).replace(/\/+$/, ""),
    };
  }
}

function checkSame(subject: string, given: Architecture | undefined, { architecture, node }: PxeContext): void {
  if (given === undefined || given.name === architecture.name) return;
  throw new FlatcarError({
    code: "assets-architecture",
    subject: `${subject} for nodes.${node}: architecture`,
    received: given.name,
    allowed: `${architecture.name}, the pool's architecture`,
    mend: "give files for the machines, or make a pool for each architecture",
  });
}
