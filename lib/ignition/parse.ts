import { FlatcarError } from "../errors";
import { examine } from "./check";
import { normaliseShaped } from "./encode";
import { blocking, invalidConfig } from "./invalid";
import { JsonFault, parseJson } from "../json";
import { IgnitionSpecVersion, experimentalVersion } from "./spec-version";
import { IgnitionConfig } from "./types";

/** What is read besides stable configs. */
export interface IgnitionReading {
  /**
   * Whether a config of {@link IgnitionSpecVersion.V3_7_0_EXPERIMENTAL} is taken too.
   *
   * @default false
   */
  readonly experimental?: boolean;
}

/**
 * Reads an Ignition config from its JSON text and checks it by the rules of the spec version it names.
 *
 * Unlike Ignition, which passes over them, keys that the version does not have are errors. Warnings are not: `checkIgnition` tells them.
 * The result is normalised: without nulls, empty lists and empty objects, in the order of the spec.
 *
 * @param name what the config is called in an error, usually its file
 * @throws FlatcarError `ignition-not-json` with line and column, `ignition-version-unsupported`, `ignition-version-legacy`,
 * `ignition-version-experimental`, `ignition-invalid` with all that is wrong
 */
export function parseIgnition(text: string, name = "Ignition config", reading: IgnitionReading = {}): IgnitionConfig {
  return accepted(readJson(text, name), name, undefined, reading);
}

/**
 * Checks an object as an Ignition config, as {@link parseIgnition} does with a text.
 *
 * @param defaultVersion written into a config that names no version; without it that is an error
 * @param name what the config is called in an error
 * @throws FlatcarError as {@link parseIgnition}, without `ignition-not-json`
 */
export function ignitionFromObject(
  config: object,
  defaultVersion?: IgnitionSpecVersion,
  name = "Ignition config",
  reading: IgnitionReading = {},
): IgnitionConfig {
  return accepted(config, name, defaultVersion, reading);
}

/**
 * Throws where {@link ignitionFromObject} would: for a config that is only to be checked, such as a merged one.
 *
 * @param name what the config is called in an error
 * @throws FlatcarError as {@link ignitionFromObject}
 */
export function assertIgnition(config: IgnitionConfig, name = "Ignition config", reading: IgnitionReading = {}): void {
  examined(config, name, undefined, reading);
}

function accepted(value: unknown, name: string, defaultVersion: IgnitionSpecVersion | undefined, reading: IgnitionReading): IgnitionConfig {
  const { config, version } = examined(value, name, defaultVersion, reading);
  return normaliseShaped(config, version);
}

interface Examined {
  readonly config: IgnitionConfig;
  readonly version: IgnitionSpecVersion;
}

function examined(
  value: unknown,
  name: string,
  defaultVersion: IgnitionSpecVersion | undefined,
  { experimental = false }: IgnitionReading,
): Examined {
  const { reports, versionError, version, config } = examine(value, defaultVersion);
  if (versionError !== undefined) throw versionError.at(name);
  if (version?.experimental === true && !experimental) throw experimentalVersion(version.toString()).at(name);
  const problems = blocking(reports);
  if (problems.length > 0 || config === undefined || version === undefined) throw invalidConfig(name, value, problems, version);
  return { config, version };
}

function readJson(text: string, name: string): unknown {
  try {
    return parseJson(text);
  } catch (e) {
    if (!(e instanceof JsonFault)) throw e;
    throw new FlatcarError({
      code: "ignition-not-json",
      subject: `${name}, line ${e.line}, column ${e.column}: ${text === "" ? "not a config (empty)" : e.message}`,
      received: text.split("\n")[e.line - 1],
      allowed: "an Ignition config in JSON",
      mend: "translate Butane or Container Linux Config to Ignition first, or correct the JSON",
    });
  }
}
