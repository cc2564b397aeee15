import type { LockedRelease } from "../../release/release";
import type { ReleaseEntry } from "../synth/manifest";

/** An entry of a lock. */
export interface LockEntry {
  readonly name: string;
  readonly release: LockedRelease;
}

/**
 * The entry of a lock that a release is of: by its name, or of one that has none in the lock by channel and version. Undefined where the lock has
 * another version under the name, since the stack was synthesised with another lock then.
 */
export function lockedOf(lock: ReadonlyMap<string, LockedRelease>, { name, channel, version }: ReleaseEntry): LockEntry | undefined {
  const isSame = (release: LockedRelease | undefined): boolean => release?.channel === channel && release.version === version;
  const names = name !== undefined && lock.has(name) ? [name] : [...lock.keys()];
  const found = names.find((each) => isSame(lock.get(each)));
  const release = found === undefined ? undefined : lock.get(found);
  return found === undefined || release === undefined ? undefined : { name: found, release };
}
