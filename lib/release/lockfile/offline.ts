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

/**
 * What to know of a release that a feed calls the newest: nothing, unless this package knows a newer one. No signature tells how old `current` may be.
 *
 * @param request the channel or stream that was asked for
 * @returns sentences without a final period
 */
export function heldBack({ channel, year }: ReleaseRequest, newest: FlatcarVersion): string[] {
  const known = catalogue.releases.find((release) => isMeant(release, { channel, year }))?.version;
  if (known === undefined || newest.compare(FlatcarVersion.parse(known)) >= 0) return [];
  const what = requestText({ channel, year });
  return [
    `the feed has ${newest.toString()} for the newest release of ${what}, and this package knows of ${known}: the feed is out of date, or somebody holds newer releases back`,
  ];
}

function isMeant(release: CatalogueRelease, { channel, year, version }: ReleaseRequest): boolean {
  if (version !== undefined) return release.version === version.toString();
  const isStream = year === undefined || FlatcarVersion.parse(release.version).ltsStream === year;
  // The catalogue goes from new to old: the first of a channel is its newest.
  return release.channel.name === channel.name && isStream && (channel !== Channel.LTS || year !== undefined || !release.endOfLife);
}
