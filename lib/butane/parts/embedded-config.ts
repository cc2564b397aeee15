import { findDuplicates } from "../../ignition/duplicates";
import { TypeFault, decodeConfig } from "../../ignition/go-decode";
import { parseGoSemver } from "../../ignition/go-semver";
import { JsonNode, JsonSyntaxFault, JsonText } from "../../ignition/json-tree";
import { PROBLEMS as IGNITION_PROBLEMS, notJson, unsupportedConfigVersion } from "../../ignition/problems";
import { checkRules } from "../../ignition/rules";
import type { IgnitionSpecVersion } from "../../ignition/spec-version";
import type { IgnitionConfig } from "../../ignition/types";
import { unusedKeys } from "../../ignition/unused-keys";
import { bytesOf } from "../../ignition/go-bytes";
import { PROBLEMS } from "../problems";
import { versionText } from "../version-text";
import type { Walk } from "../walk";

/**
 * Checks an Ignition config that stands in a Butane one. Only a config of the target version is looked into; what is found there has the path
 * it has in the inner config.
 *
 * @see https://github.com/coreos/butane/blob/v0.29.0/base/v0_5/util.go
 */
export function checkEmbedded(text: string, target: IgnitionSpecVersion, walk: Walk): void {
  const json = new JsonText(Buffer.from(bytesOf(text)).toString("latin1"));
  let root: JsonNode;
  try {
    root = json.read();
  } catch (e) {
    if (!(e instanceof JsonSyntaxFault)) throw e;
    return invalid(e, walk);
  }
  const { config, fault } = decodeConfig(json, root, target);
  if (fault !== undefined) return invalid(fault, walk);

  const version = parseGoSemver(config.ignition?.version ?? "");
  if (version !== undefined && versionText(version) !== target.toString()) return walk.warn("version", PROBLEMS.embeddedVersion);
  checkRulesAndVersion(config, target, version !== undefined, walk);
  walk.add(findDuplicates(config));
  // Go's second reader, which knows keys, gives up on such a number.
  if (json.hasHugeNumber) return;
  for (const { path, problem, hint } of unusedKeys(config, root, target)) walk.warnAt(path, problem, hint);
}

function invalid({ message }: JsonSyntaxFault | TypeFault, walk: Walk): void {
  walk.errorAt("", notJson(message));
  walk.error("inline", PROBLEMS.embeddedInvalid);
}

/** The version is looked at after the paths of units, which are about the whole, and before everything else. */
function checkRulesAndVersion(config: IgnitionConfig, target: IgnitionSpecVersion, hasVersion: boolean, walk: Walk): void {
  const found = checkRules(config, target);
  const first = found.findIndex(({ code }) => code !== IGNITION_PROBLEMS.unitPath.code);
  const ofUnits = first < 0 ? found.length : first;
  walk.add(found.slice(0, ofUnits));
  if (!hasVersion) walk.errorAt("ignition.version", unsupportedConfigVersion("ignition-version-unsupported", config.ignition?.version));
  walk.add(found.slice(ofUnits));
}
