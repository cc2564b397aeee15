import { FlatcarError } from "../errors";
import { Architecture } from "./architecture";
import { Channel } from "./channel";
import { channelOfVersion } from "./channel-of-version";
import { Compression, ImageKind } from "./image";
import { FlatcarVersion } from "./version";

/** Where a file of a release is fetched from. */
export interface ReleaseFileUrlOptions {
  /**
   * Channel of the release.
   *
   * @default - the channel the version's second number tells
   */
  readonly channel?: Channel;
  /**
   * Base URL of a mirror, http or https, with neither query nor fragment. It takes the place of `https://{channel}.release.flatcar-linux.net`:
   * the mirror has the directories `{amd64-usr|arm64-usr}/{version}` below it.
   *
   * @default - the project's release server
   */
  readonly baseUrl?: string;
}

/** Which image is fetched from where. */
export interface ImageUrlOptions extends ReleaseFileUrlOptions {
  /**
   * How the file is packed.
   *
   * @default - the first of the kind's compressions: none where an unpacked file is published
   */
  readonly compression?: Compression;
}

const BASE_URL = /^https?:\/\/[^\s/?#]+(\/[^\s?#]*)?$/;

/** Begins what Terraform fills in at plan or apply; such a URL cannot be looked at here. */
const INTERPOLATION = "${";

/**
 * The URL of a file in a release's own directory, whose content never changes once it is published.
 *
 * @param fileName such as `flatcar_production_qemu_image.img`, or the same with `.sig` or `.DIGESTS`
 * @throws FlatcarError `mirror-url-invalid`; without a mirror also `image-not-published` for a nightly and the errors of {@link channelOfVersion}
 * @see https://www.flatcar.org/docs/latest/deploy/bare-metal/booting-with-ipxe/
 */
export function releaseFileUrl(
  version: FlatcarVersion,
  architecture: Architecture,
  fileName: string,
  options: ReleaseFileUrlOptions = {},
): string {
  const base = options.baseUrl === undefined ? releaseServer(version, options.channel) : mirror(options.baseUrl);
  return `${base}/${architecture.board}/${version.toString()}/${fileName}`;
}

/**
 * The URL of an image.
 *
 * @throws FlatcarError the errors of {@link releaseFileUrl} and of {@link ImageKind.fileName}
 */
export function imageUrl(kind: ImageKind, version: FlatcarVersion, architecture: Architecture, options: ImageUrlOptions = {}): string {
  return releaseFileUrl(version, architecture, kind.fileName(version, architecture, options.compression), options);
}

function releaseServer(version: FlatcarVersion, given: Channel | undefined): string {
  if (version.build !== undefined) {
    throw new FlatcarError({
      code: "image-not-published",
      subject: "Flatcar version on the release server",
      received: version.toString(),
      allowed: "a published release, which is a version without a build",
      mend: "choose a release, or give the base URL of a mirror that has this nightly",
    });
  }
  return `https://${channelOfVersion(version, given).name}.release.flatcar-linux.net`;
}

function mirror(baseUrl: string): string {
  if (typeof baseUrl !== "string" || !(BASE_URL.test(baseUrl) || baseUrl.includes(INTERPOLATION))) {
    throw new FlatcarError({
      code: "mirror-url-invalid",
      subject: "base URL of the mirror",
      received: baseUrl,
      allowed: "an http or https URL with neither query nor fragment, such as https://mirror.example.com/flatcar",
      mend: "give the directory above amd64-usr and arm64-usr",
    });
  }
  return baseUrl.replace(/\/+$/, "");
}
