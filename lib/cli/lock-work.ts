import type { ReleaseFeed } from "../release/feed/feed";
import { ReleaseResolver } from "../release/lockfile/resolve";
import type { CommandArguments } from "./arguments";
import { withFeed } from "./feed-options";
import type { CommandIo } from "./io";
import { LockProgress } from "./lock-progress";

/** What a command of the lock has of the feed. */
export interface LockWork {
  readonly feed: ReleaseFeed;
  readonly resolver: ReleaseResolver;
  readonly progress: LockProgress;
}

/** Asks the feed with a progress that is seen, and gives what came to `finish`, when it is seen no more. */
export async function withLockWork<T>(
  args: CommandArguments,
  io: CommandIo,
  ask: (work: LockWork) => Promise<T>,
  finish: (result: T) => Promise<number> | number,
): Promise<number> {
  return withFeed(args, io, async (feed) => {
    const progress = new LockProgress(io.stderr);
    let result: T;
    try {
      result = await ask({ feed, resolver: new ReleaseResolver(feed, progress), progress });
    } finally {
      progress.end();
    }
    return finish(result);
  });
}

/** What people should know, on standard error. The same is told once. */
export function writeNotes(io: CommandIo, notes: readonly string[]): void {
  for (const note of new Set(notes)) io.stderr.write(`note: ${note}\n`);
}

/** Tells that a lock is waited for, and by whom it is held. */
export function waiting(file: string, io: CommandIo): (holder: string) => void {
  return (holder) => io.stderr.write(`${file} is held by ${holder}; waiting\n`);
}
