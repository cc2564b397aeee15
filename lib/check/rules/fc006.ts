import { counted } from "../counted";
import { catalogue } from "../../release";
import { LockAge, amiAge, lockAge, newerReleases } from "../../release/lockfile/age";
import { fixesLine } from "../../release/lockfile/changes-text";
import { SecurityFix, securityFixes } from "../../release/lockfile/notes";
import type { FeedRelease } from "../../release/feed/feed-release";
import type { LockedRelease } from "../../release/release";
import type { CheckedMachine } from "../model/checked-machine";
import type { CheckedPool } from "../model/checked-stack";
import { thresholdsOf } from "../settings/settings";
import { Severity } from "../severity";
import { machineImage } from "../synth/machine-image";
import type { ReleaseEntry } from "../synth/manifest";
import type { SynthesisedStack } from "../synth/stack";
import { LockEntry, lockedOf } from "./locked";
import { grouped } from "./machine-groups";
import { isOfFlatcar, lockedAmis } from "./published-ami";
import type { PublishedReleases } from "./published";
import { releaseName, versionOf } from "./release-names";
import { Need, Problem, Rule, RuleSubject } from "./rule";
import { subjectsOf, whom } from "./whom";

/** More are counted, not listed. */
const RELEASES_SHOWN = 8;
const COMPONENTS_SHOWN = 3;

/** Releases that are behind what is published, and images that will soon be gone. */
export const FC006: Rule = {
  id: "FC006",
  title: "pin age",
  severity: Severity.WARN,
  why:
    "A release that is pinned gets no fixes: each newer one mends holes that are public from that day on, and machines that update themselves begin with what is " +
    "pinned. Flatcar takes AMIs away nine months after their release; a group that launches from one makes no new machines then " +
    "(https://www.flatcar.org/docs/latest/deploy/cloud/aws-ec2/). A stream of LTS that has ended gets no fixes at all.",
  mend: "Update the lock: cdktf-flatcar lock update NAME.",
  triggers:
    "The lock's release came out 220 days ago, so that its AMIs are removed in about 50; or the first newer release is 46 days old.",
  passes: "The AMIs have 60 days left, and the first newer release is 45 days old.",
  parts: [
    { needs: [Need.LOCK], find: (subject) => subject.stack.pools.flatMap((pool) => fadingImages(subject, pool)) },
    { needs: [Need.FEED], find: (subject) => subject.stack.pools.flatMap((pool) => oldReleases(subject, pool)) },
  ],
};

/** AMIs that are about to be removed. */
function fadingImages({ stack: { stack }, lock = new Map(), settings, now }: RuleSubject, pool: CheckedPool): Problem[] {
  const { warn, fail } = thresholdsOf(settings, pool.path).amiDaysLeft;
  const fading = grouped(pool.machines, (machine) => {
    const entry = machine.release === undefined ? undefined : lockedOf(lock, machine.release);
    if (machine.release === undefined || entry === undefined || !isFromFlatcar(stack, machine, entry)) return undefined;
    const released = entry.release.releaseDate ?? catalogue.find(entry.release.version)?.releaseDate;
    const age = released === undefined ? undefined : amiAge(released, now);
    return age === undefined || age.daysLeft >= warn ? undefined : { ...age, name: entry.name, release: machine.release };
  });
  return fading.map(({ of: { name, release, removal, daysLeft }, machines }) => {
    const { who, are } = whom(pool, machines);
    const when = daysLeft < 0 ? `may have been removed on ${removal}` : `may be removed on ${removal}, in ${counted(daysLeft, "day")}`;
    return {
      ...{ pool, subjects: subjectsOf(pool, machines), severity: daysLeft < fail ? Severity.FAIL : Severity.WARN },
      message: `${who} ${are} made from the AMI of ${releaseName(release)}, which ${when}: no machine can be made from it then`,
      mend: `run cdktf-flatcar lock update ${name}, or copy the AMI to your account and find it by AwsImage.byName({ owner: "self", … })`,
    };
  });
}

/** Whether a machine is made from an AMI in Flatcar's account, as far as that is known; a copy elsewhere stays. */
function isFromFlatcar(stack: SynthesisedStack, { address }: CheckedMachine, { release }: LockEntry): boolean {
  const image = machineImage(stack, address);
  if (image === undefined || image.address.startsWith("hcloud_")) return false;
  return image.lookup === undefined ? lockedAmis(release).includes(image.text) : isOfFlatcar(image.lookup);
}

/** Releases that are behind, and streams that have ended. */
function oldReleases({ published, lock = new Map(), settings, now }: RuleSubject, pool: CheckedPool): Problem[] {
  if (published === undefined) return [];
  return grouped(pool.machines, ({ release }) => release).flatMap(({ of: release, machines }) => {
    const releases = published.releases.get(release.channel);
    if (releases === undefined || versionOf(release) === undefined) return [];
    const entry = lockedOf(lock, release);
    const age = lockAge(entry?.name ?? "", entry?.release ?? unlocked(release), { releases, streams: published.streams, now });
    const { warn, fail } = thresholdsOf(settings, pool.path).daysBehind;
    const common = { pool, subjects: subjectsOf(pool, machines) };
    const { who, are } = whom(pool, machines);
    const update = entry === undefined ? "choose a newer release" : `run cdktf-flatcar lock update ${entry.name}`;
    const problems: Problem[] = [];
    if (age.daysBehind > warn) {
      const newer = newerReleases(release, releases);
      problems.push({
        ...{ ...common, severity: age.daysBehind > fail ? Severity.FAIL : Severity.WARN, mend: update, details: details(newer) },
        message: `${who} ${are} made from ${releaseName(release)}, which is ${behind(age)} behind ${age.newest}${mended(newer)}`,
      });
    }
    if (hasEnded(age, published)) {
      const message = `${who} ${are} made from ${releaseName(release)}, of a stream that gets no updates any more`;
      problems.push({ ...common, severity: Severity.FAIL, message, mend: "go to the next stream of LTS, or to stable" });
    }
    return problems;
  });
}

function unlocked({ channel, version, ignition = "" }: ReleaseEntry): LockedRelease {
  return { channel, version, ignition, architectures: new Map() };
}

function behind({ releasesBehind, daysBehind }: LockAge): string {
  return `${counted(releasesBehind, "release")} and ${counted(daysBehind, "day")}`;
}

// A feed without the list of streams says nothing of them.
function hasEnded({ lts }: LockAge, { streams }: PublishedReleases): boolean {
  return streams.length > 0 && lts?.isSupported === false;
}

/** What newer releases mended, by numbers: `; 14 CVEs have been fixed since (Linux, openssl and 3 more)`. */
function mended(newer: readonly FeedRelease[]): string {
  const byComponent = new Map<string, Set<string>>();
  for (const { component, cves } of newer.flatMap(({ notes }) => securityFixes(notes))) {
    const known = byComponent.get(component) ?? new Set();
    byComponent.set(component, known);
    for (const cve of cves) known.add(cve);
  }
  const all = new Set([...byComponent.values()].flatMap((cves) => [...cves]));
  if (all.size === 0) return "";
  const components = [...byComponent].filter(([, cves]) => cves.size > 0).sort(([, a], [, b]) => b.size - a.size);
  const shown = components.slice(0, COMPONENTS_SHOWN).map(([name]) => name);
  const more = components.length - shown.length;
  return `; ${counted(all.size, "CVE")} ${all.size === 1 ? "has" : "have"} been fixed since (${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""})`;
}

/** A line for each newer release that mended something, from new to old. */
function details(newer: readonly FeedRelease[]): string[] {
  const fixed = newer
    .map(({ notes, ...release }) => ({ ...release, fixes: securityFixes(notes) }))
    .filter(hasFixes)
    .reverse();
  const lines = fixed.slice(0, RELEASES_SHOWN).map((each) => `${each.version.toString()} (${each.releaseDate}): ${fixesLine(each)}`);
  return fixed.length > RELEASES_SHOWN ? [...lines, `and ${fixed.length - RELEASES_SHOWN} more releases`] : lines;
}

function hasFixes({ fixes }: { readonly fixes: readonly SecurityFix[] }): boolean {
  return fixes.length > 0;
}
