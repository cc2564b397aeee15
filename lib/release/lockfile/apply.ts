import { FlatcarError } from "../../errors";
import { LockedRelease } from "../release";
import { LockDocument, sameRelease } from "./document";
import { HoldOptions } from "./hold";
import { refuseReplays, releaseText } from "./rules";
import { changeLockFile, cleanUpBeside } from "./store";
import { PlannedChange } from "./update";

/**
 * Writes what was planned. Entries that nobody planned anything for stay as they are in the file by then.
 *
 * @param file absolute path
 * @throws FlatcarError those of {@link withChanges} and {@link changeLockFile}; then nothing is changed
 */
export async function applyChanges(file: string, plans: readonly PlannedChange[], options: HoldOptions = {}): Promise<void> {
  // Without a change the folder need not be one that can be written to.
  if (plans.every(({ before, after }) => sameRelease(before, after))) await cleanUpBeside(file);
  else await changeLockFile(file, (document) => withChanges(document, plans, file), options);
}

/**
 * A lock with what was planned.
 *
 * @param document what the file says now, which need not be what it said when the plans were made
 * @param file the place errors name
 * @throws FlatcarError `lock-changed-meanwhile` where an entry is neither as it was nor as it is to be; `lock-hash-replayed`
 */
export function withChanges(document: LockDocument, plans: readonly PlannedChange[], file: string): LockDocument {
  const changed = plans.filter(({ before, after }) => !sameRelease(before, after));
  if (changed.length === 0) return document;
  for (const { name, before, after } of changed) {
    const now = document.releases.get(name);
    if (!sameRelease(now, before) && !sameRelease(now, after)) throw changedMeanwhile(file, name, before, now);
  }
  const result = document.with(new Map(changed.map(({ name, after }) => [name, after])));
  refuseReplays(result, new Set(changed.map(({ name }) => name)), document);
  return result;
}

function changedMeanwhile(file: string, name: string, read: LockedRelease | undefined, now: LockedRelease | undefined): FlatcarError {
  return new FlatcarError({
    code: "lock-changed-meanwhile",
    subject: `release ${JSON.stringify(name)}`,
    received: entryText(now),
    allowed: `${entryText(read)}, as it was when this run began`,
    mend: "another run has changed it, and nothing of this one was written; look at what is there and run again",
    path: file,
  });
}

function entryText(release: LockedRelease | undefined): string {
  if (release === undefined) return "no entry";
  const architectures = [...release.architectures].map(
    ([name, { artifacts, amis }]) => `${name} with ${artifacts.size} hashes and ${amis.size} AMIs`,
  );
  return `${releaseText(release)} for ${architectures.join(" and ")}`;
}
