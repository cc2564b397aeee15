import { didYouMean, FlatcarError } from "../../errors";
import { catalogue } from "../catalogue";
import { LockedRelease } from "../release";
import { LockDocument } from "./document";
import { knownLtsMajors, refuseDowngrade, refuseLtsSkip, releaseText } from "./rules";
import { PlannedChange } from "./update";

/** What a promotion may do. */
export interface PromoteOptions {
  readonly allowDowngrade: boolean;
  readonly allowLtsSkip: boolean;
}

/**
 * What a promotion makes of a name: the same release that another name has, hashes and AMIs and all.
 *
 * @param from a name of the lock
 * @param to a name; it need not be in the lock
 * @param file the place errors name
 * @throws FlatcarError `lock-release-missing`, `lock-downgrade`, `lock-lts-skip`
 */
export function planPromotion(document: LockDocument, from: string, to: string, file: string, options: PromoteOptions): PlannedChange {
  const after = lockedRelease(document, from, file);
  const before = document.releases.get(to);
  const notes: string[] = [];
  if (before !== undefined) {
    if (!options.allowDowngrade) refuseDowngrade(to, before, after);
    if (!options.allowLtsSkip) refuseLtsSkip(to, before, after, knownLtsMajors(document));
    if (before.channel !== after.channel)
      notes.push(`${JSON.stringify(to)} changes its channel from ${before.channel} to ${after.channel}, which updates follow from now on`);
  }
  const without = [...after.architectures].filter(([, { artifacts }]) => artifacts.size === 0).map(([name]) => name);
  if (without.length > 0)
    notes.push(`no hash of ${releaseText(after)} is locked for ${without.join(" and ")}; lock update ${from} ${to} adds them`);
  const softwareOf = (release: LockedRelease | undefined): PlannedChange["softwareAfter"] => ({
    ...(release === undefined ? {} : catalogue.find(release.version)),
  });
  return { name: to, before, after, softwareBefore: softwareOf(before), softwareAfter: softwareOf(after), passed: [], notes };
}

/**
 * An entry of a lock.
 *
 * @param file the place errors name
 * @throws FlatcarError `lock-release-missing`
 */
export function lockedRelease(document: LockDocument, name: string, file: string): LockedRelease {
  const found = document.releases.get(name);
  if (found !== undefined) return found;
  const names = [...document.releases.keys()];
  throw new FlatcarError({
    code: "lock-release-missing",
    subject: "release in the lock",
    received: name,
    allowed: names.length === 0 ? "nothing, since the lock holds no release" : names.join(", "),
    mend: didYouMean(name, names) ?? "name one that it has",
    path: file,
  });
}
