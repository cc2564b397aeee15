import { createHash } from "node:crypto";
import type { Digests } from "./content";

/** Flatcar's own words for the versions of what a release is made of. */
export interface Software {
  readonly kernel?: string;
  readonly systemd?: string;
  readonly docker?: string;
  readonly containerd?: string;
  readonly ignition?: string;
}

/** What a `version.txt` says. */
export interface VersionFacts {
  readonly version: string;
  /** `YYYY-MM-DD-HHMM`, or empty as it is for some builds. */
  readonly buildId: string;
  readonly sdkVersion?: string;
}

/**
 * A `version.txt`: seven keys in their order.
 *
 * @see https://github.com/flatcar/scripts/blob/stable-4593.2.5/build_image
 */
export function versionText(facts: VersionFacts): string {
  const [numbers] = facts.version.split("+");
  const [build, branch, patch] = numbers.split(".");
  return [
    `FLATCAR_BUILD=${build}`,
    `FLATCAR_BRANCH=${branch}`,
    `FLATCAR_PATCH=${patch}`,
    `FLATCAR_VERSION=${facts.version}`,
    `FLATCAR_VERSION_ID=${numbers}`,
    `FLATCAR_BUILD_ID="${facts.buildId}"`,
    `FLATCAR_SDK_VERSION=${facts.sdkVersion ?? `${build}.0.0`}`,
    "",
  ].join("\n");
}

/**
 * The text of a file's DIGESTS.
 *
 * @see https://github.com/flatcar/scripts/blob/stable-4593.2.5/ci-automation/ci_automation_common.sh
 */
export function digestsText(fileName: string, digests: Digests): string {
  return [
    "# MD5 HASH",
    `${digests.md5}  ${fileName}`,
    "# SHA1 HASH",
    `${digests.sha1}  ${fileName}`,
    "# SHA512 HASH",
    `${digests.sha512}  ${fileName}`,
    "",
  ].join("\n");
}

/** One release in the JSON of a channel. */
export interface ReleaseEntry {
  readonly channel: string;
  readonly architectures: readonly string[];
  /** `2026-08-13 15:48:35 +0000`. */
  readonly releaseDate: string;
  readonly software: Software;
  readonly notes: string;
}

/**
 * The JSON of releases: versions as Python sorts texts, then those that move.
 *
 * @see https://github.com/flatcar/flatcar-website/blob/main/tools/release-scripts/releases_as_json.py
 */
export function releasesJson(releases: ReadonlyMap<string, ReleaseEntry>, moving: ReadonlyMap<string, ReleaseEntry>): string {
  const document: Record<string, unknown> = {};
  for (const version of [...releases.keys()].sort()) document[version] = entryJson(releases.get(version));
  for (const [name, entry] of moving) document[name] = entryJson(entry);
  return `${ascii(JSON.stringify(document, null, 2))}\n`;
}

function entryJson(entry: ReleaseEntry | undefined): object {
  if (entry === undefined) throw new Error("an entry without a release");
  const { software } = entry;
  const names = (["containerd", "docker", "ignition", "kernel", "systemd"] as const).filter((name) => software[name] !== undefined);
  return {
    channel: entry.channel,
    architectures: entry.architectures,
    release_date: entry.releaseDate,
    major_software: Object.fromEntries(names.map((name) => [name, [software[name]]])),
    release_notes: entry.notes,
  };
}

// As Python's json writes it.
function ascii(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A stream of the channel lts. */
export interface Stream {
  readonly major: number;
  readonly year: string;
  readonly supported: boolean;
}

/** The list of LTS streams: https://lts.release.flatcar-linux.net/lts-info */
export function ltsInfo(streams: readonly Stream[]): string {
  return streams.map(({ major, year, supported }) => `${major}:${year}:${supported ? "supported" : "unsupported"}\n`).join("");
}

/** Regions that AMIs are published in, a few of them. */
export const AMI_REGIONS = ["ap-south-1", "eu-central-1", "us-east-1"] as const;

/** AMI ids that follow from what they are of. */
export function amisOf(release: string, regions: readonly string[] = AMI_REGIONS): ReadonlyMap<string, string> {
  return new Map(
    regions.map((region) => [region, `ami-${createHash("sha256").update(`${release} ${region}`).digest("hex").slice(0, 17)}`]),
  );
}

/**
 * The lists of AMIs, by file name.
 *
 * @see https://github.com/flatcar/mantle/blob/main/cmd/plume/prerelease.go
 */
export function amiLists(amis: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const regions = [...amis].sort(([a], [b]) => (a < b ? -1 : 1));
  const line = `${regions.map(([region, id]) => `${region}=${id}`).join("|")}\n`;
  const lists = new Map([
    ["flatcar_production_ami_all.json", JSON.stringify({ amis: regions.map(([name, hvm]) => ({ name, hvm })) }, null, 2)],
    ["flatcar_production_ami_all.txt", line],
    ["flatcar_production_ami_hvm.txt", line],
  ]);
  for (const [region, id] of regions) {
    lists.set(`flatcar_production_ami_${region}.txt`, `${id}\n`);
    lists.set(`flatcar_production_ami_hvm_${region}.txt`, `${id}\n`);
  }
  return lists;
}
