import * as fs from "fs";
import * as path from "path";
import { FlatcarError } from "../errors";
import { Architecture, FlatcarLock, FlatcarRelease, ReleaseArtifact } from "../release";
import { CacheRequest, ImagePlatform, PlatformFile, platformFiles } from "../release/cache";
import { isOfOneVersion } from "../release/lockfile/files";
import { VERSION_PATTERN } from "../release/version";
import type { CommandArguments } from "./arguments";
import { UsageError } from "./command";
import type { CommandIo } from "./io";

/** A file to be fetched. */
export interface PlannedFile {
  readonly file: PlatformFile;
  readonly request: CacheRequest;
}

const VERSION = new RegExp(VERSION_PATTERN);
const LOCK = "flatcar.lock.json";

/**
 * The files that a call of `image fetch` means, each once.
 *
 * @throws UsageError where no platform is named
 * @throws FlatcarError those of the lock and of a release in it, `architecture-unknown`, `architecture-not-released`, `image-not-published`
 */
export function planFetch(args: CommandArguments, io: Pick<CommandIo, "cwd">): PlannedFile[] {
  const platform = platformOf(args);
  const given = args.value("arch");
  const architecture = given === undefined ? undefined : Architecture.of(given);
  const lock = lockOf(args, io.cwd);
  const planned = new Map<string, PlannedFile>();
  for (const release of releasesOf(args.operands, lock)) {
    for (const one of architecturesOf(release, architecture)) {
      const directory = { channel: release.channel, version: release.version, architecture: one };
      for (const file of platformFiles(platform, directory, args.has("uefi"))) {
        const { fileName } = file;
        const expected = lockedArtifact(release, one, fileName, lock);
        const request = { directory, fileName, expected, otherReleases: otherReleases(release, one, fileName, lock) };
        planned.set(`${release.toString()} ${one.name} ${fileName}`, { file, request });
      }
    }
  }
  return [...planned.values()];
}

/** The platform that is asked for. */
export function platformOf(args: CommandArguments): ImagePlatform {
  const platforms = Object.values(ImagePlatform);
  const found = platforms.find((platform) => platform === args.value("platform"));
  if (found === undefined) throw new UsageError(`name a platform: --platform ${platforms.join(", ")}`);
  if (args.has("uefi") && found !== ImagePlatform.LIBVIRT) throw new UsageError("--uefi is for --platform libvirt");
  return found;
}

/** The lock, where it is there or has to be. */
function lockOf(args: CommandArguments, cwd: string): FlatcarLock | undefined {
  const file = path.resolve(cwd, args.value("lock") ?? LOCK);
  const isNeeded = args.value("lock") !== undefined || args.operands.length === 0 || args.operands.some((name) => !VERSION.test(name));
  return isNeeded || fs.existsSync(file) ? FlatcarLock.fromFile(file) : undefined;
}

function releasesOf(operands: readonly string[], lock: FlatcarLock | undefined): FlatcarRelease[] {
  if (lock === undefined) return operands.map((version) => FlatcarRelease.version(version));
  const names = operands.length === 0 ? lock.names : operands;
  // A name may look like a version; then the lock is what somebody means who has one.
  return names.map((name) => (lock.names.includes(name) || !VERSION.test(name) ? lock.release(name) : FlatcarRelease.version(name)));
}

function architecturesOf(release: FlatcarRelease, given: Architecture | undefined): Architecture[] {
  if (given === undefined) return release.lockName === undefined ? [Architecture.AMD64] : release.architectures;
  if (release.supports(given)) return [given];
  throw new FlatcarError({
    code: "architecture-not-released",
    subject: `--arch for ${release.toString()}`,
    received: given.name,
    allowed: release.architectures.map(({ name }) => name).join(", "),
    mend: "name another architecture, or add this one to the lock",
  });
}

/** What the lock says of a file of a release: under the name that is asked for, or else under any other of the same release. */
function lockedArtifact(
  release: FlatcarRelease,
  architecture: Architecture,
  fileName: string,
  lock: FlatcarLock | undefined,
): ReleaseArtifact | undefined {
  const same = lock?.names.map((name) => lock.release(name)).filter((locked) => locked.equals(release)) ?? [];
  return [release, ...same].map((locked) => locked.artifact(architecture, fileName)).find((artifact) => artifact !== undefined);
}

function otherReleases(
  release: FlatcarRelease,
  architecture: Architecture,
  fileName: string,
  lock: FlatcarLock | undefined,
): ReadonlyMap<string, string> {
  const others = new Map<string, string>();
  if (lock === undefined || !isOfOneVersion(fileName)) return others;
  for (const other of lock.names.map((name) => lock.release(name))) {
    for (const one of other.architectures) {
      const artifact = other.artifact(one, fileName);
      const isOther = one.name !== architecture.name || !other.equals(release);
      if (isOther && artifact !== undefined) others.set(artifact.sha512, `${other.toString()} for ${one.name}`);
    }
  }
  return others;
}
