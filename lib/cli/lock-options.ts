import * as path from "path";
import { didYouMean } from "../errors";
import { LockDocument } from "../release/lockfile/document";
import { LOCK_PLATFORMS, LockPlatform } from "../release/lockfile/files";
import { lockedRelease } from "../release/lockfile/promote";
import type { CommandArguments } from "./arguments";
import { CommandOption, UsageError } from "./command";
import type { CommandIo } from "./io";

/** The option of every command of the lock that names its file. */
export const LOCK_FILE: CommandOption = { name: "file", value: "FILE", summary: "the lock file (default: flatcar.lock.json)" };

/** Text, or JSON for programs. */
export const FORMAT: CommandOption = {
  name: "format",
  value: "FORMAT",
  choices: ["text", "json"],
  summary: "text, or json for programs (default: text)",
};

/** For which platforms hashes and AMIs are locked. */
export const PLATFORMS: CommandOption = {
  name: "platforms",
  value: "LIST",
  summary: "lock what these need: libvirt,bare-metal,hetzner,aws",
};

export const ALLOW_DOWNGRADE: CommandOption = { name: "allow-downgrade", summary: "take an older release too" };
export const ALLOW_LTS_SKIP: CommandOption = { name: "allow-lts-skip", summary: "take a newer LTS stream too, over others as well" };

/** The absolute path of the lock file. */
export function lockFileOf(args: CommandArguments, io: CommandIo): string {
  return path.resolve(io.cwd, args.value("file") ?? "flatcar.lock.json");
}

/** The platforms that are named; undefined where none is. */
export function platformsFrom(args: CommandArguments): LockPlatform[] | undefined {
  const given = args.value("platforms");
  if (given === undefined) return undefined;
  const names = given.split(",").map((name) => name.trim());
  return names.map((name) => {
    const found = LOCK_PLATFORMS.find((platform) => platform === name);
    if (found !== undefined) return found;
    const near = didYouMean(name, LOCK_PLATFORMS);
    throw new UsageError(
      `--platforms takes ${LOCK_PLATFORMS.join(", ")}, separated by commas, not ${JSON.stringify(name)}${near === undefined ? "" : `; ${near}`}`,
    );
  });
}

/**
 * The names that are given, each once, or all of the lock.
 *
 * @throws FlatcarError `lock-release-missing`
 */
export function chosenNames(given: readonly string[], document: LockDocument, file: string): string[] {
  const names = given.length === 0 ? [...document.releases.keys()] : [...new Set(given)];
  for (const name of names) lockedRelease(document, name, file);
  return names;
}
