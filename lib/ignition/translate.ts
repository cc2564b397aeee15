import { FlatcarError } from "../errors";
import { CONFIG, Struct, StructSpec, isStruct } from "./schema";
import { IgnitionSpecVersion, unsupportedVersion } from "./spec-version";
import { IgnitionClevisCustom, IgnitionConfig, IgnitionLuks, IgnitionStorage } from "./types";
import { TooNew, newerValues } from "./newer-values";
import { refusedValues } from "./refused-values";

const { V3_3_0, V3_6_0 } = IgnitionSpecVersion;
const PERMISSIONS = 0o777;

/**
 * A config as a higher spec version means it, by the steps Ignition itself takes at boot: from 3.6.0 on special mode bits take effect, so
 * that those of a lower version, where they did nothing, are masked. A config that names no version is taken for one of the target.
 *
 * @throws FlatcarError `ignition-translate-down` for a target below the version of the config, and as `IgnitionSpecVersion.read`
 */
export function translateUp(config: IgnitionConfig, target: IgnitionSpecVersion): IgnitionConfig {
  const version = versionOf(config) ?? target;
  if (!target.isAtLeast(version)) {
    throw new FlatcarError({
      code: "ignition-translate-down",
      subject: "target of translateUp",
      received: target.toString(),
      allowed: `${version} or higher`,
      mend: "use lowerTo(), which tells what the lower version can not say",
    });
  }
  const passes = (step: IgnitionSpecVersion): boolean => target.isAtLeast(step) && !version.isAtLeast(step);
  let { storage } = config;
  if (storage !== undefined && passes(V3_3_0)) storage = withPlainStrings(storage);
  if (storage !== undefined && passes(V3_6_0)) storage = withoutSpecialBits(storage);
  const translated = { ...config, ignition: { ...config.ignition, version: target.toString() } };
  return storage === undefined ? translated : { ...translated, storage };
}

/**
 * A config as a lower spec version says it. Nothing is left out: what the lower version does not have, or refuses, is an error.
 *
 * @param config whose values all have their types
 *
 * @throws FlatcarError `ignition-spec-too-new` naming the fields that need a higher version, and as `IgnitionSpecVersion.read`
 */
export function lowerTo(config: IgnitionConfig, target: IgnitionSpecVersion): IgnitionConfig {
  const version = versionOf(config);
  if (version !== undefined && target.isAtLeast(version)) return translateUp(config, target);
  const newer = [...newerFields(config, target), ...newerValues(config, target, version)];
  for (const refused of refusedValues(config, version ?? IgnitionSpecVersion.V3_7_0_EXPERIMENTAL, target)) {
    if (!newer.some(({ path }) => path === refused.path || refused.path.startsWith(`${path}.`))) newer.push(refused);
  }
  if (newer.length > 0) throw tooNew(newer, target);
  const lowered: IgnitionConfig = isStruct(config) ? withoutNewer(CONFIG, config, target) : config;
  return { ...lowered, ignition: { ...lowered.ignition, version: target.toString() } };
}

function versionOf(config: IgnitionConfig): IgnitionSpecVersion | undefined {
  const version = config.ignition?.version;
  if (version === undefined) return undefined;
  if (typeof version !== "string") throw unsupportedVersion(version);
  return IgnitionSpecVersion.read(version);
}

/** Before 3.3.0 these strings could not be absent, so that a config of then overrides with the empty string. */
function withPlainStrings(storage: IgnitionStorage): IgnitionStorage {
  const { links, raid, luks } = storage;
  return {
    ...storage,
    ...(links !== undefined && { links: links.map((link) => ({ ...link, target: link.target ?? "" })) }),
    ...(raid !== undefined && { raid: raid.map((array) => ({ ...array, level: array.level ?? "" })) }),
    ...(luks !== undefined && { luks: luks.map(withPlainCustom) }),
  };
}

function withPlainCustom(luks: IgnitionLuks): IgnitionLuks {
  const custom = luks.clevis?.custom;
  if (custom === undefined) return luks;
  const plain: IgnitionClevisCustom = { ...custom, config: custom.config ?? "", pin: custom.pin ?? "" };
  return { ...luks, clevis: { ...luks.clevis, custom: plain } };
}

function withoutSpecialBits(storage: IgnitionStorage): IgnitionStorage {
  const masked = <T extends { readonly mode?: number }>(node: T): T =>
    node.mode === undefined || (node.mode & ~PERMISSIONS) === 0 ? node : { ...node, mode: node.mode & PERMISSIONS };
  const { directories, files } = storage;
  return {
    ...storage,
    ...(directories !== undefined && { directories: directories.map(masked) }),
    ...(files !== undefined && { files: files.map(masked) }),
  };
}

function newerFields(config: IgnitionConfig, target: IgnitionSpecVersion): readonly TooNew[] {
  const found: TooNew[] = [];
  if (isStruct(config)) collect(CONFIG, config, "", target, found);
  return found;
}

function collect(spec: StructSpec, value: Struct, path: string, target: IgnitionSpecVersion, found: TooNew[]): void {
  for (const field of spec.fields) {
    const given = value[field.name];
    if (given === undefined || given === null || isNothing(given)) continue;
    const at = path === "" ? field.name : `${path}.${field.name}`;
    if (!target.isAtLeast(field.since)) found.push({ path: at, needs: field.since });
    else if (field.kind === "struct" && isStruct(given)) collect(field.struct, given, at, target, found);
    else if (field.kind === "structs" && Array.isArray(given)) {
      for (const [i, entry] of given.entries()) {
        if (isStruct(entry)) collect(field.struct, entry, `${at}.${i}`, target, found);
      }
    }
  }
}

/** The object without fields that the version does not have, in which nothing is. */
function withoutNewer(spec: StructSpec, value: Struct, target: IgnitionSpecVersion): Struct {
  const result: Record<string, unknown> = { ...value };
  for (const field of spec.fields) {
    const given = value[field.name];
    if (given === undefined) continue;
    if (!target.isAtLeast(field.since)) delete result[field.name];
    else if (field.kind === "struct" && isStruct(given)) result[field.name] = withoutNewer(field.struct, given, target);
    else if (field.kind === "structs" && Array.isArray(given)) {
      result[field.name] = given.map((entry: unknown) => (isStruct(entry) ? withoutNewer(field.struct, entry, target) : entry));
    }
  }
  return result;
}

/** Empty lists and objects of such are not written, so that they need no version. */
function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isStruct(value) && Object.values(value).every((part) => part === undefined || part === null || isNothing(part));
}

function tooNew(newer: readonly TooNew[], target: IgnitionSpecVersion): FlatcarError {
  const highest = newer.reduce((high, { needs }) => (needs.isAtLeast(high) ? needs : high), target);
  return new FlatcarError({
    code: "ignition-spec-too-new",
    subject: `Ignition config for spec ${target}`,
    received: newer.map(({ path, needs }) => `${path} (since ${needs})`),
    allowed: `fields of spec ${target}`,
    mend: `leave ${newer[0].path} out, or use a Flatcar release that reads spec ${highest}`,
  });
}
