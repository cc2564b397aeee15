import type { ReleaseSoftware } from "../feed/feed-release";
import { highestSpec } from "../ignition-support";
import { LockedRelease } from "../release";
import { FlatcarVersion } from "../version";
import { sameRelease } from "./document";
import { SecurityFix, securityFixes } from "./notes";
import { PlannedChange } from "./update";

/** What an entry's release is made of. */
export interface ReleaseFacts {
  readonly channel: string;
  readonly version: string;
  readonly releaseDate?: string;
  readonly kernel?: string;
  readonly containerd?: string;
  readonly docker?: string;
  readonly systemd?: string;
  readonly ignition: string;
  /** The highest spec that its Ignition boots. */
  readonly ignitionSpec?: string;
}

/** What one release mended. */
export interface ReleaseFixes {
  readonly version: string;
  readonly releaseDate: string;
  readonly fixes: readonly SecurityFix[];
}

/** What becomes of an entry. */
export enum ChangeKind {
  NEW = "new",
  UPGRADE = "upgrade",
  DOWNGRADE = "downgrade",
  /** The same release, with hashes or AMIs that were not locked before. */
  COMPLETED = "completed",
  NONE = "none",
}

/** One entry of a lock before and after, as it is shown; as JSON it is what `lock update --format json` gives. */
export interface LockChange {
  readonly name: string;
  readonly kind: ChangeKind;
  readonly before?: ReleaseFacts;
  readonly after: ReleaseFacts;
  /** How many hashes of files are locked that were not before. */
  readonly newHashes: number;
  /** How many AMIs are locked that were not before. */
  readonly newAmis: number;
  /** Of each release that is passed, from new to old: what it mended, or where the change is a downgrade what is lost. */
  readonly security: readonly ReleaseFixes[];
}

/** What a planned change shows. */
export function lockChange({ name, before, after, softwareBefore, softwareAfter, passed }: PlannedChange): LockChange {
  return {
    name,
    kind: kindOf(before, after),
    ...(before === undefined ? {} : { before: facts(before, softwareBefore) }),
    after: facts(after, softwareAfter),
    newHashes: [...hashes(after)].filter((hash) => !hashes(before).has(hash)).length,
    newAmis: [...amis(after)].filter((ami) => !amis(before).has(ami)).length,
    security: passed.map(({ version, releaseDate, notes }) => ({
      version: version.toString(),
      releaseDate,
      fixes: securityFixes(notes),
    })),
  };
}

/** Changes that differ in their names alone, together, in the order of the first of each. */
export function alike(changes: readonly LockChange[]): LockChange[][] {
  const groups = new Map<string, LockChange[]>();
  for (const change of changes) {
    const key = JSON.stringify({ ...change, name: "" });
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()];
}

function kindOf(before: LockedRelease | undefined, after: LockedRelease): ChangeKind {
  if (before === undefined) return ChangeKind.NEW;
  if (sameRelease(before, after)) return ChangeKind.NONE;
  const order = FlatcarVersion.parse(after.version).compare(FlatcarVersion.parse(before.version));
  if (order === 0) return ChangeKind.COMPLETED;
  return order > 0 ? ChangeKind.UPGRADE : ChangeKind.DOWNGRADE;
}

function facts({ channel, version, releaseDate, ignition }: LockedRelease, software: ReleaseSoftware): ReleaseFacts {
  const { kernel, containerd, docker, systemd } = software;
  return { channel, version, releaseDate, kernel, containerd, docker, systemd, ignition, ignitionSpec: highestSpec(ignition) };
}

function hashes(release: LockedRelease | undefined): ReadonlySet<string> {
  const architectures = [...(release?.architectures ?? [])];
  return new Set(architectures.flatMap(([name, { artifacts }]) => [...artifacts].map(([file, { sha512 }]) => `${name} ${file} ${sha512}`)));
}

function amis(release: LockedRelease | undefined): ReadonlySet<string> {
  return new Set([...(release?.architectures.values() ?? [])].flatMap((architecture) => [...architecture.amis.values()]));
}
