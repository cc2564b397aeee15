import { FlatcarError } from "../../errors";
import { catalogue, CatalogueRelease } from "../catalogue";
import { Channel } from "../channel";
import { LockedRelease } from "../release";
import { FlatcarVersion } from "../version";
import { ReleaseRequest, requestText } from "./request";

/**
 * The entry of a release as this package knows it: without hashes and AMIs.
 *
 * @throws FlatcarError `release-not-in-catalogue`
 */
export function catalogued(request: ReleaseRequest): LockedRelease {
  const found = catalogue.releases.find((release) => isMeant(release, request));
  if (found === undefined) {
    const known = catalogue.releases.map(({ channel, version }) => `${channel.name} ${version}`);
    throw new FlatcarError({
      code: "release-not-in-catalogue",
      subject: "release that this package knows",
      received: requestText(request),
      allowed: known.join(", "),
      mend: "choose one of these, or leave out --offline",
    });
  }
  const { channel, version, releaseDate, ignition, architectures } = found;
  const nothing = { artifacts: new Map<string, never>(), amis: new Map<string, string>() };
  return {
    channel: channel.name,
    version,
    releaseDate,
    ignition,
    architectures: new Map(architectures.map(({ name }) => [name, nothing])),
  };
}

function isMeant(release: CatalogueRelease, { channel, year, version }: ReleaseRequest): boolean {
  if (version !== undefined) return release.version === version.toString();
  const isStream = year === undefined || FlatcarVersion.parse(release.version).ltsStream === year;
  // The catalogue goes from new to old: the first of a channel is its newest.
  return release.channel.name === channel.name && isStream && (channel !== Channel.LTS || year !== undefined || !release.endOfLife);
}
