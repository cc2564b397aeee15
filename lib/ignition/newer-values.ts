import { IgnitionSpecVersion } from "./spec-version";
import { IgnitionConfig, IgnitionResource } from "./types";

/** Something that a spec version does not have. */
export interface TooNew {
  /** Where it is in the config. */
  readonly path: string;
  /** The first version that has it. */
  readonly needs: IgnitionSpecVersion;
}

const { V3_1_0, V3_2_0, V3_3_0, V3_4_0, V3_6_0 } = IgnitionSpecVersion;
const SPECIAL_BITS = 0o7000;
const OLD_PINS = ["tpm2", "tang", "sss"];

/**
 * Values that `target` refuses or passes over although it has their fields: URL schemes, hash functions, formats, mode bits, pins.
 *
 * @param own the version of the config: what has no effect there is not lost. Absent for the highest
 */
export function newerValues(config: IgnitionConfig, target: IgnitionSpecVersion, own?: IgnitionSpecVersion): readonly TooNew[] {
  const found: TooNew[] = [];
  const note = (path: string, needs: IgnitionSpecVersion): void => {
    if (!target.isAtLeast(needs) && own?.isAtLeast(needs) !== false) found.push({ path, needs });
  };
  for (const [path, resource] of resources(config)) {
    const scheme = /^([a-z0-9]+):/i.exec(resource.source ?? "")?.[1].toLowerCase();
    if (scheme === "gs") note(`${path}.source`, V3_2_0);
    if (scheme === "arn") note(`${path}.source`, V3_4_0);
    if (resource.verification?.hash?.startsWith("sha256-") === true) note(`${path}.verification.hash`, V3_1_0);
  }
  const { directories = [], files = [], filesystems = [], luks = [] } = config.storage ?? {};
  for (const [i, { mode = 0 }] of directories.entries()) if ((mode & SPECIAL_BITS) !== 0) note(`storage.directories.${i}.mode`, V3_6_0);
  for (const [i, { mode = 0 }] of files.entries()) if ((mode & SPECIAL_BITS) !== 0) note(`storage.files.${i}.mode`, V3_6_0);
  for (const [i, { format }] of filesystems.entries()) if (format === "none") note(`storage.filesystems.${i}.format`, V3_3_0);
  for (const [i, { clevis }] of luks.entries()) {
    const pin = clevis?.custom?.pin ?? "";
    if (pin !== "" && !OLD_PINS.includes(pin)) note(`storage.luks.${i}.clevis.custom.pin`, V3_6_0);
  }
  return found;
}

/** Every place bytes come from, with its path. */
function* resources(config: IgnitionConfig): Generator<[path: string, resource: IgnitionResource]> {
  const { merge = [], replace } = config.ignition?.config ?? {};
  for (const [i, reference] of merge.entries()) yield [`ignition.config.merge.${i}`, reference];
  if (replace !== undefined) yield ["ignition.config.replace", replace];
  const authorities = config.ignition?.security?.tls?.certificateAuthorities ?? [];
  for (const [i, authority] of authorities.entries()) yield [`ignition.security.tls.certificateAuthorities.${i}`, authority];
  for (const [i, { append = [], contents }] of (config.storage?.files ?? []).entries()) {
    for (const [j, fragment] of append.entries()) yield [`storage.files.${i}.append.${j}`, fragment];
    if (contents !== undefined) yield [`storage.files.${i}.contents`, contents];
  }
  for (const [i, { keyFile }] of (config.storage?.luks ?? []).entries()) {
    if (keyFile !== undefined) yield [`storage.luks.${i}.keyFile`, keyFile];
  }
}
