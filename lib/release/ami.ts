import { FlatcarError } from "../errors";
import { Architecture } from "./architecture";
import { Channel } from "./channel";
import { channelOfVersion } from "./channel-of-version";
import { FlatcarVersion } from "./version";

/**
 * The Amazon account that publishes the AMIs. Its images need no Marketplace subscription.
 *
 * @see https://github.com/poseidon/typhoon/blob/main/aws/flatcar-linux/kubernetes/ami.tf
 */
export const FLATCAR_AMI_OWNER = "075585003325";

/**
 * The name of the AMI of a release, such as `Flatcar-stable-4593.2.5-hvm` or `Flatcar-stable-4593.2.5-arm64-hvm`.
 *
 * Names are exact but for their owner: look them up together with {@link FLATCAR_AMI_OWNER}.
 *
 * @param channel default: the channel the version's second number tells
 * @throws FlatcarError `image-not-published` for a nightly, and the errors of {@link channelOfVersion}
 * @see https://github.com/flatcar/mantle/blob/main/cmd/plume/prerelease.go
 */
export function amiName(version: FlatcarVersion, architecture: Architecture, channel?: Channel): string {
  if (version.build !== undefined) {
    throw new FlatcarError({
      code: "image-not-published",
      subject: "AMI of the Flatcar version",
      received: version.toString(),
      allowed: "a published release, which is a version without a build",
      mend: "choose a release",
    });
  }
  const tag = architecture.name === Architecture.AMD64.name ? "" : `-${architecture.name}`;
  return `Flatcar-${channelOfVersion(version, channel).name}-${version.toString()}${tag}-hvm`;
}
