import { Findings } from "./problems";
import { ConfigReport } from "./report";
import { checkIgnitionSection } from "./rules-resource";
import { checkStorage } from "./rules-storage";
import { checkSystemd, checkUnitPaths } from "./rules-systemd";
import { IgnitionSpecVersion } from "./spec-version";
import { IgnitionConfig } from "./types";

/**
 * What the rules of a spec version say about the contents of a config, in the order of Ignition's own walk; {@link findDuplicates} is not
 * part of it. A value with a placeholder of a Terraform token passes.
 *
 * @param config whose values all have their types; a name, path or device that is absent is written as the empty string
 */
export function checkRules(config: IgnitionConfig, version: IgnitionSpecVersion): ConfigReport[] {
  const findings = new Findings();
  checkUnitPaths(config, findings);
  if (config.ignition !== undefined) checkIgnitionSection(config.ignition, version, findings);
  if (config.storage !== undefined) checkStorage(config.storage, version, findings);
  if (config.systemd !== undefined) checkSystemd(config.systemd, findings);
  return findings.reports;
}
