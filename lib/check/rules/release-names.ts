import { Channel, FlatcarVersion } from "../../release";
import { VERSION_PATTERN } from "../../release/version";
import type { ReleaseEntry } from "../synth/manifest";

const VERSION = new RegExp(VERSION_PATTERN);

/** The version of a release; undefined where what is written there is none. */
export function versionOf({ version }: ReleaseEntry): FlatcarVersion | undefined {
  return VERSION.test(version) ? FlatcarVersion.parse(version) : undefined;
}

/** Whether a release is of the channel with long-term support. */
export function isLts({ channel }: ReleaseEntry): boolean {
  return channel === Channel.LTS.name;
}

/** A release as a message names it: `stable 4593.2.5`, `LTS 2024 (4081.3.10)`. */
export function releaseName(release: ReleaseEntry): string {
  const { channel, version } = release;
  const year = isLts(release) ? versionOf(release)?.ltsStream : undefined;
  return year === undefined ? `${channel} ${version}` : `LTS ${year} (${version})`;
}
