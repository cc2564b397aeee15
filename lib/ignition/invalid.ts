import { FlatcarError } from "../errors";
import { ConfigReport, ReportSeverity } from "./report";
import { isStruct } from "./schema";
import { maskSecrets } from "./secret-text";
import { IgnitionSpecVersion } from "./spec-version";

const SHOWN = 3;

/**
 * The reports that make a config unusable here: errors, and keys that the spec version does not have. Ignition passes over those in
 * silence, so that what they meant never happens.
 */
export function blocking(reports: readonly ConfigReport[]): readonly ConfigReport[] {
  return reports.filter((report) => report.severity === ReportSeverity.ERROR || report.code === "unused-key");
}

/** One error of all that is wrong with a config; the first three are in its message. */
export function invalidConfig(
  name: string,
  value: unknown,
  reports: readonly ConfigReport[],
  version: IgnitionSpecVersion | undefined,
): FlatcarError {
  const count = reports.length;
  const listed = reports.slice(0, SHOWN).map(describe).join("; ");
  const subject =
    count === 1 ? `${name}: ${listed}` : `${name} with ${count} problems: ${listed}${count > SHOWN ? `; and ${count - SHOWN} more` : ""}`;
  return new FlatcarError({
    code: "ignition-invalid",
    subject,
    received: masked(valueAt(value, reports[0].path), reports[0].path.slice(reports[0].path.lastIndexOf(".") + 1)),
    allowed: version === undefined ? "an Ignition config" : `a config of Ignition spec ${version}`,
    mend: count === 1 ? `correct ${reports[0].path || "the config"}` : "correct the fields named",
  });
}

function describe({ path, message, hint }: ConfigReport): string {
  const text = path === "" ? message : `${path}: ${message}`;
  return hint === undefined ? text : `${text} (${hint})`;
}

function valueAt(value: unknown, path: string): unknown {
  let found = value;
  for (const part of path === "" ? [] : path.split(".")) {
    if (Array.isArray(found)) found = found[Number(part)];
    else if (isStruct(found) && Object.hasOwn(found, part)) found = found[part];
    else return undefined;
  }
  return found;
}

/** A value without secrets: an error ends up in logs. By its name a word can be one that says nothing itself. */
function masked(value: unknown, name: string, known = new Map<object, object>()): unknown {
  if (typeof value === "string") {
    const line = maskSecrets(`${name}=${value}`);
    return line.startsWith(`${name}=`) ? line.slice(name.length + 1) : "***";
  }
  if (typeof value !== "object" || value === null) return value;
  const found = known.get(value);
  if (found !== undefined) return found;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [] : {};
  known.set(value, copy);
  for (const [key, item] of Object.entries(value)) Object.assign(copy, { [key]: masked(item, Array.isArray(value) ? name : key, known) });
  return copy;
}
