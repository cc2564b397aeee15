import { FlatcarError } from "../../errors";
import { Architecture } from "../architecture";
import { catalogue } from "../catalogue";
import { Channel } from "../channel";
import { LockedArchitecture, LockedRelease } from "../release";
import { FlatcarVersion } from "../version";
import { LockDocument } from "./document";
import { isOfOneVersion } from "./files";

/** Channel and version of an entry: `stable 4593.2.5`. */
export function releaseText({ channel, version }: LockedRelease): string {
  return `${channel} ${version}`;
}

/**
 * Refuses an older version in the place of a newer one.
 *
 * @throws FlatcarError `lock-downgrade`
 */
export function refuseDowngrade(name: string, before: LockedRelease, after: LockedRelease): void {
  if (FlatcarVersion.parse(after.version).compare(FlatcarVersion.parse(before.version)) >= 0) return;
  throw new FlatcarError({
    code: "lock-downgrade",
    subject: `new release of ${JSON.stringify(name)}`,
    received: releaseText(after),
    allowed: `${before.version} or newer, since that is what is locked`,
    mend: "choose a newer release, or add --allow-downgrade where the older one is meant: machines that run already do not go back by themselves",
  });
}

/**
 * Refuses a stream of LTS that is not the next one after that of the locked release.
 *
 * @param majors first numbers of the streams there are
 * @throws FlatcarError `lock-lts-skip`
 */
export function refuseLtsSkip(name: string, before: LockedRelease, after: LockedRelease, majors: readonly number[]): void {
  const [from, to] = [before, after].map(({ version }) => FlatcarVersion.parse(version).major);
  if (before.channel !== Channel.LTS.name || after.channel !== Channel.LTS.name) return;
  const between = majors.filter((major) => major > from && major < to).sort((a, b) => a - b);
  if (between.length === 0) return;
  throw new FlatcarError({
    code: "lock-lts-skip",
    subject: `new release of ${JSON.stringify(name)}`,
    received: releaseText(after),
    allowed: `a release of the stream ${from}, or of ${between[0]}, which follows it`,
    mend: "go to the next stream first, or add --allow-lts-skip where no machine has to be updated in place",
  });
}

/** First numbers of the LTS streams that this package, and a lock where one is given, know of. */
export function knownLtsMajors(document = LockDocument.empty()): number[] {
  const known = catalogue.releases.filter(({ channel }) => channel.name === Channel.LTS.name).map(({ version }) => version);
  const locked = [...document.releases.values()].filter(({ channel }) => channel === Channel.LTS.name).map(({ version }) => version);
  return [...new Set([...known, ...locked].map((version) => FlatcarVersion.parse(version).major))];
}

/**
 * The entry of a version that is locked already, with what the lock lacks of it.
 *
 * @throws FlatcarError `lock-hash-changed` where the feed now has another hash, size or AMI than is locked: what is published never changes
 */
export function completed(name: string, before: LockedRelease, fresh: LockedRelease): LockedRelease {
  const architectures = Architecture.all().flatMap(({ name: architecture }): [string, LockedArchitecture][] => {
    const [old, now] = [before.architectures.get(architecture), fresh.architectures.get(architecture)];
    if (old === undefined || now === undefined) return (old ?? now) === undefined ? [] : [[architecture, (old ?? now)!]];
    for (const [file, { sha512, size }] of now.artifacts) {
      const locked = old.artifacts.get(file);
      const what = `${file} for ${architecture} of ${releaseText(before)}, in ${JSON.stringify(name)}`;
      if (locked === undefined) continue;
      if (locked.sha512 !== sha512) throw changed(what, `SHA-512 ${sha512}`, `SHA-512 ${locked.sha512}`);
      if (locked.size !== size) throw changed(what, `${size} bytes`, `${locked.size} bytes`);
    }
    for (const [region, ami] of now.amis) {
      const locked = old.amis.get(region);
      const what = `AMI of ${region} for ${architecture} of ${releaseText(before)}, in ${JSON.stringify(name)}`;
      if (locked !== undefined && locked !== ami) throw changed(what, ami, locked);
    }
    const both: LockedArchitecture = {
      artifacts: new Map([...old.artifacts, ...now.artifacts]),
      amis: new Map([...old.amis, ...now.amis]),
    };
    return [[architecture, both]];
  });
  return { ...before, releaseDate: before.releaseDate ?? fresh.releaseDate, architectures: new Map(architectures) };
}

/**
 * Refuses a hash or an AMI that the lock has for another release or architecture: somebody serves one of them under the name of another, which no signature contradicts.
 *
 * @param changed names of the entries that are new
 * @param before the lock as it was: what it had under a name that is changed counts too. Default: nothing
 * @throws FlatcarError `lock-hash-replayed`
 */
export function refuseReplays(document: LockDocument, changed: ReadonlySet<string>, before = LockDocument.empty()): void {
  const entries = [...document.releases];
  const known = [...entries.filter(([name]) => !changed.has(name)), ...before.releases];
  const fresh = entries.filter(([name]) => changed.has(name));
  const owners = new Map<string, { name: string; of: string }>();
  // The changed ones last, so that they are what is found to repeat another.
  for (const [i, [name, release]] of [...known, ...fresh].entries()) {
    const isFresh = i >= known.length;
    for (const { what, architecture, value } of valuesOf(release)) {
      const of = `for ${architecture} of ${releaseText(release)}`;
      const owner = owners.get(value);
      if (owner === undefined) owners.set(value, { name, of });
      else if (isFresh && owner.of !== of) {
        throw new FlatcarError({
          code: "lock-hash-replayed",
          subject: `${what} ${of}, in ${JSON.stringify(name)}`,
          received: value,
          allowed: `one of its own; this one is that ${owner.of}, in ${JSON.stringify(owner.name)}`,
          mend: "do not use this feed: it serves one release or architecture under the name of another",
        });
      }
    }
  }
}

function* valuesOf({ architectures }: LockedRelease): Generator<{ what: string; architecture: string; value: string }> {
  for (const [architecture, { artifacts, amis }] of architectures) {
    for (const [file, { sha512 }] of artifacts) {
      if (isOfOneVersion(file)) yield { what: file, architecture, value: sha512 };
    }
    for (const [region, ami] of amis) yield { what: `AMI of ${region}`, architecture, value: ami };
  }
}

function changed(subject: string, received: string, allowed: string): FlatcarError {
  return new FlatcarError({
    code: "lock-hash-changed",
    subject,
    received,
    allowed: `${allowed}, as it is locked`,
    mend: "do not use this feed before you know why: what is published never changes; where the lock is wrong, delete the value there and update again",
  });
}
