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

/** A version as the value of a label: the `+` of a nightly is not allowed there. */
export function versionLabel(version: FlatcarVersion): string {
  return version.toString().replace(/\+/g, "_");
}

/** A hash as the value of a label: as many of its digits as fit, 252 of its 512 bits. */
export function sha512Label({ sha512 }: Pick<ReleaseArtifact, "sha512">): string {
  return sha512.slice(0, HETZNER_LABEL_LIMIT);
}
