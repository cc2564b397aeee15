import { FlatcarError } from "../../errors";
import { FlatcarVersion } from "../version";
import { documentError } from "./document-error";
import { linesOf } from "./text";

/** What `version.txt` says of the release in whose directory it stands. */
export interface VersionText {
  readonly version: FlatcarVersion;
  /** Midnight in UTC of the day it was built; undefined where it does not say. */
  readonly built?: Date;
}

const LINE = /^([A-Z][A-Z0-9_]*)=(?:"([^"\\$`]*)"|([^\s"'\\$`]*))$/;
const BUILD_ID = /^([0-9]{4})-([0-9]{2})-([0-9]{2})-([0-9]{4})$/;

/**
 * Reads a `version.txt`: assignments of a shell, of which `FLATCAR_VERSION` has to be there.
 *
 * @param file the place errors name
 * @throws FlatcarError `feed-document`
 * @see https://github.com/flatcar/scripts/blob/stable-4593.2.5/build_image
 */
export function parseVersionText(text: string, file: string): VersionText {
  const values = new Map<string, { readonly value: string; readonly number: number }>();
  for (const { line, number } of linesOf(text)) {
    const match = LINE.exec(line);
    if (match === null) throw documentError({ file, place: `line ${number}`, received: line, allowed: "KEY=VALUE" });
    const [, key] = match;
    if (values.has(key)) throw documentError({ file, place: `line ${number}`, received: line, allowed: `${key} once` });
    values.set(key, { value: match[2] ?? match[3], number });
  }
  const version = values.get("FLATCAR_VERSION");
  if (version === undefined) {
    throw documentError({ file, place: "FLATCAR_VERSION", received: undefined, allowed: "a line FLATCAR_VERSION=4593.2.5" });
  }
  return { version: versionOf(version.value, version.number, file), built: dayOf(values.get("FLATCAR_BUILD_ID")?.value ?? "") };
}

function versionOf(text: string, number: number, file: string): FlatcarVersion {
  try {
    return FlatcarVersion.parse(text);
  } catch (e) {
    if (!FlatcarError.isFlatcarError(e)) throw e;
    throw documentError({ file, place: `line ${number}`, received: `FLATCAR_VERSION=${text}`, allowed: "a version such as 4593.2.5" });
  }
}

/** Undefined also for what is no day: builders choose the id, and may choose a name. */
function dayOf(buildId: string): Date | undefined {
  const match = BUILD_ID.exec(buildId);
  if (match === null) return undefined;
  const day = new Date(`${match[1]}-${match[2]}-${match[3]}T00:00:00Z`);
  return Number.isNaN(day.getTime()) ? undefined : day;
}
