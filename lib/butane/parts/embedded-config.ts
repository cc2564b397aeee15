import { JsonFault, parseJson } from "../../json";
import { findDuplicates } from "../../ignition/duplicates";
import { Findings, unsupportedConfigVersion } from "../../ignition/problems";
import { checkRules } from "../../ignition/rules";
import { Struct, isStruct } from "../../ignition/schema";
import { shapeConfig } from "../../ignition/shape";
import type { IgnitionSpecVersion } from "../../ignition/spec-version";
import { PROBLEMS } from "../problems";
import { normalVersion } from "../version";
import type { Walk } from "../walk";

/**
 * Checks an Ignition config that stands in a Butane one. Only a config of the target version is looked into; what is found there has the path
 * it has in the inner config.
 *
 * @see https://github.com/coreos/butane/blob/v0.29.0/base/v0_5/util.go
 */
export function checkEmbedded(text: string, target: IgnitionSpecVersion, walk: Walk): void {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (e) {
    if (!(e instanceof JsonFault)) throw e;
    walk.addError("", { code: "json-malformed", message: e.message });
    walk.error("inline", PROBLEMS.embeddedInvalid);
    return;
  }
  const config = isStruct(value) ? value : {};
  const version = versionOf(config);
  if (normalVersion(version) !== undefined && normalVersion(version) !== target.toString()) {
    walk.warn("version", PROBLEMS.embeddedVersion);
    return;
  }
  const findings = new Findings();
  const shaped = shapeConfig(config, target, findings);
  if (normalVersion(version) === undefined) {
    const { code, message } = unsupportedConfigVersion("ignition-version-unsupported", version);
    walk.addError("ignition.version", { code, message });
  }
  walk.add(checkRules(shaped, target), findDuplicates(shaped), findings.reports);
}

function versionOf({ ignition }: Struct): string {
  return isStruct(ignition) && typeof ignition.version === "string" ? ignition.version : "";
}
