import { TooNew } from "./newer-values";
import { ConfigReport, ReportSeverity } from "./report";
import { checkRules } from "./rules";
import { IgnitionSpecVersion } from "./spec-version";
import { IgnitionConfig } from "./types";

/** What the rules of `target` refuse and those of the config's own version do not, each with the first version above that takes it. */
export function refusedValues(config: IgnitionConfig, own: IgnitionSpecVersion, target: IgnitionSpecVersion): readonly TooNew[] {
  const refused = errors(config, target);
  if (refused.size === 0) return [];
  for (const known of errors(config, own).keys()) refused.delete(known);
  const between = IgnitionSpecVersion.ALL.filter((version) => version.compare(target) > 0 && own.compare(version) > 0);
  return [...refused].map(([key, { path }]) => ({ path, needs: between.find((version) => !errors(config, version).has(key)) ?? own }));
}

function errors(config: IgnitionConfig, version: IgnitionSpecVersion): Map<string, ConfigReport> {
  const found = checkRules(config, version).filter(({ severity }) => severity === ReportSeverity.ERROR);
  return new Map(found.map((report) => [`${report.path} ${report.code}`, report]));
}
