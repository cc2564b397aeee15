import { findDuplicates } from "../ignition/duplicates";
import { ConfigReport, ReportSeverity } from "../ignition/report";
import { checkRules } from "../ignition/rules";
import type { IgnitionConfig } from "../ignition/types";
import type { ButaneVersion } from "./define-version";
import type { FilesDirectory } from "./files/directory";
import type { LargeIntegers } from "./large-integers";
import { Run } from "./run";
import type { Decoded } from "./struct";
import type { Position } from "./yaml";
import { Walk } from "./walk";

/** What became of a decoded config. */
export interface Outcome {
  readonly config?: IgnitionConfig;
  readonly reports: readonly ConfigReport[];
  readonly error?: string;
  readonly integers?: LargeIntegers;
  /** The path in the Butane config that a path in `config` comes from. */
  readonly originOf?: (path: string) => string;
  /** Where in the text a path in `config` comes from. */
  readonly positionOf?: (path: string) => Position;
}

export const SOURCE_INVALID = "source config is invalid";
const RESULT_INVALID = "config generated was invalid";

/**
 * Checks, translates and checks again. A phase with an error ends it, but duplicates and the rules of Ignition, which come last, are both looked
 * at.
 *
 * @see https://github.com/coreos/butane/blob/v0.29.0/config/util/util.go
 */
export function translateDecoded(version: ButaneVersion, source: Decoded, files: FilesDirectory | undefined): Outcome {
  const walk = new Walk();
  const run = new Run(walk, files);
  version.check(source, walk);
  if (walk.isFatal()) return { reports: walk.reports, error: SOURCE_INVALID };
  const config = version.translate(source, run);
  if (walk.isFatal()) return { reports: walk.reports, error: SOURCE_INVALID };

  const originOf = (path: string): string => run.origins.of(path, source);
  const atSource = (report: ConfigReport): ConfigReport => ({ ...report, path: originOf(report.path) });
  const refused = new Walk();
  version.refuse(config, refused);
  if (refused.isFatal()) return { reports: [...walk.reports, ...refused.reports.map(atSource)], error: SOURCE_INVALID };

  const found = [...findDuplicates(config), ...checkRules(config, version.target)];
  const reports = [...walk.reports, ...found.map(atSource)];
  if (found.some(({ severity }) => severity === ReportSeverity.ERROR)) return { reports, error: RESULT_INVALID };
  return { config, reports, integers: run.integers, originOf };
}
