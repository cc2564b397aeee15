import { FlatcarError } from "../errors";
import { Channel, retiredChannel } from "./channel";
import { FlatcarVersion } from "./version";

/**
 * The channel of a version: the given one, or else the one its second number tells.
 *
 * @throws FlatcarError `channel-retired` for an edge release; `release-channel-contradicted` where the second number is not the given channel's;
 * `channel-unknown` where none is given and no channel has that number
 */
export function channelOfVersion(version: FlatcarVersion, given?: Channel): Channel {
  const text = version.toString();
  if (version.isEdge) throw retiredChannel(text, "Flatcar version, of the edge channel,");
  const told = version.channel;
  if (given === undefined) {
    if (told !== undefined) return told;
    throw new FlatcarError({
      code: "channel-unknown",
      subject: "channel of the Flatcar version",
      received: text,
      allowed: `a second number that tells the channel: ${branches()}`,
      mend: "correct the version, or name the channel of a release that is older than this rule",
    });
  }
  if (told?.name === given.name || (told === undefined && version.countsBranches)) return given;
  throw new FlatcarError({
    code: "release-channel-contradicted",
    subject: `Flatcar version on the channel ${given.name}`,
    received: text,
    allowed: `a version whose second number is ${given.branch}; ${branches()}`,
    mend: told === undefined ? "correct the version" : `name the channel ${told.name}, or a version of ${given.name}`,
  });
}

function branches(): string {
  return Channel.all()
    .map((channel) => `${channel.branch} (${channel.name})`)
    .join(", ");
}
