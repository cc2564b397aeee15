import { CONFIG, isStruct } from "../schema";
import { IgnitionSpecVersion } from "../spec-version";
import { translateUp } from "../translate";
import { IgnitionConfig } from "../types";
import { Comparison } from "./comparison";
import { Pair } from "./pair";
import { ShownConfig } from "./shown";
import { DiffOptions, IgnitionDiff } from "./types";

/**
 * What differs between the machines that two configs make. Contents are compared decoded and decompressed, entries of lists by key in any
 * order, fields with Ignition's defaults in place, modes as the version of each config means them. Configs that they refer to are not looked
 * into: `renderIgnition` puts those in first.
 *
 * @param before a valid config
 * @param after likewise
 * @throws FlatcarError as `IgnitionSpecVersion.read`, for versions that are none
 */
export function diffIgnition(before: IgnitionConfig, after: IgnitionConfig, options: DiffOptions = {}): IgnitionDiff {
  const { maskSecrets = true } = options;
  const comparison = new Comparison(new ShownConfig(maskSecrets ? before : undefined), new ShownConfig(maskSecrets ? after : undefined));
  const highest = higherVersion(before, after);
  const whole = new Pair(structOf(before, highest), structOf(after, highest), "", "");
  for (const field of CONFIG.fields) {
    if (field.kind !== "struct") continue;
    const { before: ours, after: theirs } = whole.child(field.name);
    comparison.part(field.struct, new Pair(ours, theirs, field.name, field.name), field.name);
  }
  return { changes: comparison.changes };
}

/** The config as the higher of the two versions says it, under the version it names. */
function structOf(config: IgnitionConfig, version: IgnitionSpecVersion | undefined) {
  const meant = version === undefined ? config : { ...translateUp(config, version), ignition: config.ignition };
  return isStruct(meant) ? meant : {};
}

function higherVersion(...configs: readonly IgnitionConfig[]): IgnitionSpecVersion | undefined {
  const named = configs.flatMap(({ ignition }) => (ignition?.version === undefined ? [] : [IgnitionSpecVersion.read(ignition.version)]));
  return named.sort((a, b) => b.compare(a)).at(0);
}
