import { FlatcarError } from "../errors";
import type { Channel } from "./channel";
import type { ReleaseArtifact } from "./release";
import type { FlatcarVersion } from "./version";

/** Characters of a label's value, as of its name (https://docs.hetzner.cloud/reference/cloud#labels). */
export const HETZNER_LABEL_LIMIT = 63;

/** The labels by which a snapshot in a project of Hetzner Cloud tells what it holds. */
export enum HetznerImageLabel {
  /** Always `flatcar`. */
  OS = "os",
  CHANNEL = "flatcar-channel",
  VERSION = "flatcar-version",
  /** Of the packed artifact it was written from, see {@link sha512Label}. Only snapshots that were made from a verified artifact have it. */
  SHA512 = "flatcar-sha512",
}

/** The labels a snapshot of a release has, whoever made it. */
export function hetznerImageLabels(channel: Channel, version: FlatcarVersion): { [key: string]: string } {
  return {
    [HetznerImageLabel.OS]: "flatcar",
    [HetznerImageLabel.CHANNEL]: channel.name,
    [HetznerImageLabel.VERSION]: versionLabel(version),
  };
}

/**
 * A version as the value of a label: the `+` of a nightly is not allowed there.
 *
 * @throws FlatcarError `hetzner-label` for a build that somebody has named longer than a label can be, or with a dash at its end
 */
export function versionLabel(version: FlatcarVersion): string {
  const label = version.toString().replace(/\+/g, "_");
  if (label.length <= HETZNER_LABEL_LIMIT && !label.endsWith("-")) return label;
  throw new FlatcarError({
    code: "hetzner-label",
    subject: `label ${HetznerImageLabel.VERSION}`,
    received: label,
    allowed: `at most ${HETZNER_LABEL_LIMIT} characters, the last one a letter or a digit`,
    mend: "build the release with a version that fits",
  });
}

/** A hash as the value of a label: as many of its digits as fit, 252 of its 512 bits. */
export function sha512Label({ sha512 }: Pick<ReleaseArtifact, "sha512">): string {
  return sha512.slice(0, HETZNER_LABEL_LIMIT);
}
