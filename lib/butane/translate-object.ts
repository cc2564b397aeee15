import { decodeObject, isObject, wrong } from "./decode-object";
import { SOURCE_INVALID, translateDecoded } from "./phases";
import { ButaneResult } from "./result";
import type { TranslateButaneOptions } from "./translate-options";
import type { FlatcarButane } from "./types";
import { VARIANT, versionOf } from "./versions";
import { Walk } from "./walk";

// The last one that is stable.
const DEFAULT_VERSION = "1.1.0";

/**
 * Translates a Butane config that is an object of TypeScript, by the same rules as a text. Its reports have paths and no lines.
 *
 * @param config without a version it is one of 1.1.0; versions that have other keys than the type are read too
 */
export function translateButaneObject(config: FlatcarButane, options: TranslateButaneOptions = {}): ButaneResult {
  const { filesDir, pretty = false } = options;
  const walk = new Walk();
  const refused = (): ButaneResult => new ButaneResult({ reports: walk.reports, error: SOURCE_INVALID }, pretty);
  if (!isObject(config)) wrong("an object", config, walk);
  else for (const key of ["variant", "version"] as const) textOrNothing(config, key, walk);
  if (walk.isFatal()) return refused();
  const version = versionOf(config.variant ?? VARIANT, config.version ?? DEFAULT_VERSION);
  if (typeof version === "string") return new ButaneResult({ reports: [], error: version }, pretty);
  const decoded = decodeObject(version.config, config, walk);
  if (walk.isFatal()) return refused();
  const { reports, ...outcome } = translateDecoded(version, decoded, filesDir);
  return new ButaneResult({ ...outcome, reports: [...walk.reports, ...reports] }, pretty);
}

function textOrNothing(config: FlatcarButane, key: "variant" | "version", walk: Walk): void {
  const value: unknown = config[key] ?? undefined;
  if (value === undefined || typeof value === "string") return;
  walk.enter(key);
  wrong("a string", value, walk);
  walk.leave();
}
