import { Channel, FlatcarVersion } from "../../release";
import { HetznerImageLabel } from "../../release/hetzner-labels";
import { VERSION_PATTERN } from "../../release/version";
import { JsonObject, isRecord, own } from "../record";
import { filterOf, machineImage, selectedLabels } from "../synth/machine-image";
import type { ReleaseEntry } from "../synth/manifest";
import { referencesIn } from "../synth/referred";
import type { SynthesisedStack } from "../synth/stack";
import { terraformText } from "../synth/terraform-text";

/** What somebody says of a release: a version as it is written, and a channel where one is. */
interface Told {
  readonly version: unknown;
  readonly channel?: unknown;
}

/** https://github.com/flatcar/mantle/blob/main/cmd/plume/prerelease.go */
const AMI_NAME = /^Flatcar-(?<channel>[a-z]+)-(?<version>[\d.]+)(?:-arm64)?-hvm$/;

/** A version in the name of a file or in an address: no part of an IP address, and no other number that goes on. */
const IN_TEXT = /(?<![\d.])\d{4,9}\.\d{1,9}\.\d{1,9}(?!\.?\d)/;

const WHOLE = new RegExp(VERSION_PATTERN);

/**
 * The release that a machine which no pool made begins with, as far as the stack's resources tell: by the image that is looked up for it, by its
 * labels or tags, or by the file that it boots. Undefined where they name no exact version.
 */
export function foreignRelease(stack: SynthesisedStack, type: string, name: string): ReleaseEntry | undefined {
  const resource = stack.resources[type]?.[name];
  if (resource === undefined) return undefined;
  const told = [...byLookup(stack, `${type}.${name}`), byLabels(resource), ...byFiles(stack, type, resource)];
  return told.map(releaseOf).find((release) => release !== undefined);
}

function byLookup(stack: SynthesisedStack, address: string): Told[] {
  const lookup = machineImage(stack, address)?.lookup;
  if (lookup === undefined) return [];
  const labels = selectedLabels(lookup, stack);
  const [name, ...others] = filterOf(lookup, "name", stack) ?? [];
  // Of several names nobody knows which one is found.
  const { version, channel } = (name === undefined || others.length > 0 ? undefined : AMI_NAME.exec(name)?.groups) ?? {};
  return [
    { version: labels.get(HetznerImageLabel.VERSION), channel: labels.get(HetznerImageLabel.CHANNEL) },
    { version, channel },
  ];
}

/** The release that the labels or tags of a machine name, in a stack or in a plan. */
export function labelledRelease(resource: JsonObject): ReleaseEntry | undefined {
  return releaseOf(byLabels(resource));
}

function byLabels({ labels, tags, tag }: JsonObject): Told {
  const list: readonly unknown[] = Array.isArray(tag) ? tag : [];
  const inList = (key: string): unknown => list.filter(isRecord).find((each) => each.key === key)?.value;
  const of = (key: string): unknown => own(labels, key) ?? own(tags, key) ?? inList(key);
  return { version: of(HetznerImageLabel.VERSION), channel: of(HetznerImageLabel.CHANNEL) };
}

/** Of disks the images that they are copies of, of a network boot the kernel. */
function byFiles(stack: SynthesisedStack, type: string, resource: JsonObject): Told[] {
  const files = type === "libvirt_domain" ? volumes(stack, resource) : type === "matchbox_group" ? bootFiles(stack, resource) : [];
  return files
    .map((file) => terraformText(file, stack.locals))
    .filter((file) => /flatcar/i.test(file))
    .map((file) => ({ version: IN_TEXT.exec(file)?.[0], channel: /\b(?:alpha|beta|stable|lts)\b/.exec(file)?.[0] }));
}

function volumes(stack: SynthesisedStack, domain: JsonObject): string[] {
  const all = stack.resources.libvirt_volume ?? {};
  const names = new Set(namesOf(stack, "libvirt_volume", domain));
  // Those that they are made from, too: what is added to a set on the way comes in its turn.
  for (const name of names) for (const origin of namesOf(stack, "libvirt_volume", all[name])) names.add(origin);
  return [...names].flatMap((name) => textsIn(withoutComment(all[name])));
}

function bootFiles(stack: SynthesisedStack, { profile }: JsonObject): string[] {
  const profiles = stack.resources.matchbox_profile ?? {};
  const [referred] = namesOf(stack, "matchbox_profile", profile);
  const found = referred ?? Object.keys(profiles).find((name) => profiles[name].name === profile);
  const { kernel, initrd } = (found === undefined ? undefined : profiles[found]) ?? {};
  return textsIn([kernel, initrd]);
}

/** The names of the resources of a type that a value refers to. */
function namesOf(stack: SynthesisedStack, type: string, value: unknown): string[] {
  return referencesIn(stack, value)
    .filter((each) => each.mode === "managed" && each.type === type)
    .map(({ name }) => name);
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  const members = Array.isArray(value) ? (value as readonly unknown[]) : isRecord(value) ? Object.values(value) : [];
  return members.flatMap(textsIn);
}

// cdktf's own words on the resource.
function withoutComment(resource: JsonObject | undefined): JsonObject {
  const { "//": _comment, ...rest } = resource ?? {};
  return rest;
}

function releaseOf({ version, channel }: Told): ReleaseEntry | undefined {
  // In a label `+` is not allowed.
  const text = typeof version === "string" ? version.replace("_", "+") : "";
  if (!WHOLE.test(text)) return undefined;
  const byNumber = FlatcarVersion.parse(text).channel?.name;
  const named = Channel.all().find(({ name }) => name === channel)?.name;
  const found = byNumber ?? named;
  return found === undefined ? undefined : { channel: found, version: text };
}
