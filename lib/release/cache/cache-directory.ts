import * as path from "node:path";
import { FlatcarError } from "../../errors";

const NAME = "cdktf-flatcar";

/**
 * The user's folder for what can be fetched again: below `XDG_CACHE_HOME`, else `HOME/.cache`; on Windows below `LOCALAPPDATA`.
 *
 * @param platform as `process.platform` has it
 * @throws FlatcarError `cache-directory-unknown` where the environment names none
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function cacheDirectory(env: Readonly<Record<string, string | undefined>>, platform: string): string {
  if (platform === "win32") {
    const { LOCALAPPDATA } = env;
    if (LOCALAPPDATA !== undefined && path.win32.isAbsolute(LOCALAPPDATA)) return path.win32.join(LOCALAPPDATA, NAME);
    throw unknown("LOCALAPPDATA", LOCALAPPDATA);
  }
  const { XDG_CACHE_HOME, HOME } = env;
  // A relative path is to be ignored, by the specification.
  if (XDG_CACHE_HOME !== undefined && path.posix.isAbsolute(XDG_CACHE_HOME)) return path.posix.join(XDG_CACHE_HOME, NAME);
  if (HOME !== undefined && path.posix.isAbsolute(HOME)) return path.posix.join(HOME, ".cache", NAME);
  throw unknown("HOME", HOME);
}

function unknown(variable: string, received: string | undefined): FlatcarError {
  return new FlatcarError({
    code: "cache-directory-unknown",
    subject: `environment variable ${variable}`,
    received,
    allowed: "the absolute path of a folder, below which the cache is",
    mend: `set ${variable}, or name the folder of the cache with --cache`,
  });
}
