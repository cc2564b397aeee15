import { FlatcarError } from "../errors";
import { findDuplicates } from "./duplicates";
import { JsonNumber } from "../json";
import { Findings, PROBLEMS, unsupportedConfigVersion } from "./problems";
import { ConfigReport, ReportSeverity } from "./report";
import { checkRules } from "./rules";
import { isStruct } from "./schema";
import { shapeConfig } from "./shape";
import { IgnitionSpecVersion, unsupportedVersion } from "./spec-version";
import { IgnitionConfig } from "./types";

/** What came of looking at a value as a config. */
export interface Examination {
  readonly reports: readonly ConfigReport[];
  /** The error of a version that can not be read; nothing else was looked at then. */
  readonly versionError?: FlatcarError;
  /** The spec version, where there is one. */
  readonly version?: IgnitionSpecVersion;
  /** The config, where all values have their types. */
  readonly config?: IgnitionConfig;
}

/**
 * All findings about a config, errors and warnings, in the order of `ignition-validate`. A value with a placeholder of a Terraform token
 * passes every check of contents.
 *
 * @param config an object, such as parsed JSON
 * @param defaultVersion taken where the config names no version; without it that is an error
 */
export function checkIgnition(config: unknown, defaultVersion?: IgnitionSpecVersion): ConfigReport[] {
  return [...examine(config, defaultVersion).reports];
}

/** Looks at a value by the rules of the version it names. */
export function examine(value: unknown, defaultVersion?: IgnitionSpecVersion): Examination {
  const types = new Findings();
  if (!isStruct(value) || value instanceof JsonNumber) {
    types.error("", PROBLEMS.notConfig);
    return { reports: types.reports };
  }
  let version: IgnitionSpecVersion;
  try {
    version = versionOf(value.ignition) ?? defaultVersion ?? missing();
  } catch (e) {
    if (!FlatcarError.isFlatcarError(e)) throw e;
    types.error("ignition.version", unsupportedConfigVersion(e.code, e.received));
    return { reports: types.reports, versionError: e };
  }
  const config = shapeConfig(value, version, types);
  // As in Ignition, a config whose types are wrong is not looked at further: most of what followed would be of no use.
  if (types.reports.some((report) => report.severity === ReportSeverity.ERROR)) return { reports: types.reports, version };

  return { reports: [...checkRules(config, version), ...findDuplicates(config), ...types.reports], version, config };
}

function versionOf(section: unknown): IgnitionSpecVersion | undefined {
  if (!isStruct(section) || section.version === undefined || section.version === null || section.version === "") return undefined;
  if (typeof section.version !== "string") throw unsupportedVersion(section.version);
  return IgnitionSpecVersion.read(section.version);
}

function missing(): never {
  throw unsupportedVersion(undefined);
}
