import { parseGoSemver } from "../ignition/go-semver";
import type { ButaneVersion } from "./define-version";
import { V1_0 } from "./v1_0";
import { V1_1 } from "./v1_1";
import { V1_2_EXPERIMENTAL } from "./v1_2_exp";
import { versionText } from "./version-text";

/** The variant of Butane for Flatcar Container Linux. */
export const VARIANT = "flatcar";

const VERSIONS: readonly ButaneVersion[] = [V1_0, V1_1, V1_2_EXPERIMENTAL];

/** Why a config without a variant is none. */
export const NO_VARIANT = "error parsing variant; must be specified";

/**
 * The version that a config names, or why there is none.
 *
 * @see https://github.com/coreos/butane/blob/v0.29.0/config/config.go
 */
export function versionOf(variant: string, version: string): ButaneVersion | string {
  if (variant === "") return NO_VARIANT;
  const parsed = parseGoSemver(version);
  if (parsed === undefined) return "error parsing version; must be a valid semver";
  const normal = versionText(parsed);
  if (variant === "rhcos" && normal === "0.1.0") return RHCOS;
  const found = variant === VARIANT ? VERSIONS.find((known) => known.version === normal) : undefined;
  return found ?? `No translator exists for variant ${variant} with version ${normal}`;
}

const RHCOS = "rhcos variant has been removed; use openshift variant instead: https://coreos.github.io/butane/upgrading-openshift/";
