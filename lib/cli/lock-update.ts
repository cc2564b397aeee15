import { placed } from "../errors";
import { FlatcarVersion } from "../release";
import { applyChanges, withChanges } from "../release/lockfile/apply";
import { lockChange } from "../release/lockfile/changes";
import { changesMarkdown } from "../release/lockfile/changes-markdown";
import { changesText } from "../release/lockfile/changes-text";
import { lockedRelease } from "../release/lockfile/promote";
import { readLockFile } from "../release/lockfile/store";
import { PlannedChange, planUpdate } from "../release/lockfile/update";
import { Command, ExitCode, UsageError } from "./command";
import { FEED_OPTIONS } from "./feed-options";
import type { CommandIo } from "./io";
import { ALLOW_DOWNGRADE, ALLOW_LTS_SKIP, LOCK_FILE, PLATFORMS, chosenNames, lockFileOf, platformsFrom } from "./lock-options";
import { LockWork, waiting, withLockWork, writeNotes } from "./lock-work";

/** `cdktf-flatcar lock update`: newer releases for the names of a lock. */
export const lockUpdate: Command = {
  name: "lock update",
  summary: "lock the newest releases, and show what changes",
  usage: "[options] [NAME]...",
  description:
    "Gives names of the lock, or all, the newest release of their channel; an entry of LTS stays in its\n" +
    "stream. Shows what changes: versions, and the security fixes of all releases in between. Hashes and\n" +
    "AMIs the lock lacks are added. It writes all that it was asked for, or nothing.",
  options: [
    LOCK_FILE,
    { name: "to", value: "VERSION", summary: "lock this version, whatever is the newest" },
    PLATFORMS,
    ALLOW_DOWNGRADE,
    ALLOW_LTS_SKIP,
    { name: "dry-run", summary: "show what would change, and write nothing" },
    {
      name: "format",
      value: "FORMAT",
      choices: ["text", "markdown", "json"],
      summary: "text, markdown for a pull request, or json (default: text)",
    },
    ...FEED_OPTIONS,
  ],
  examples: [
    { title: "Update everything, and show it in a pull request", line: "cdktf-flatcar lock update --format markdown > changes.md" },
    { title: "See what an update of dev would bring", line: "cdktf-flatcar lock update --dry-run dev" },
    { title: "Go back to a version", line: "cdktf-flatcar lock update prod --to 4593.2.4 --allow-downgrade" },
    { title: "Move a name to the next stream of LTS", line: "cdktf-flatcar lock update old --allow-lts-skip" },
  ],
  async run(args, io) {
    const file = lockFileOf(args, io);
    const to = args.value("to");
    if (to !== undefined && args.operands.length === 0) throw new UsageError("--to needs the names that are to have the version");
    const options = {
      to: to === undefined ? undefined : FlatcarVersion.parse(to),
      allowDowngrade: args.has("allow-downgrade"),
      allowLtsSkip: args.has("allow-lts-skip"),
      platforms: platformsFrom(args),
    };
    const document = readLockFile(file);
    const names = chosenNames(args.operands, document, file);
    const ask = async ({ resolver }: LockWork): Promise<PlannedChange[]> =>
      Promise.all(names.map(async (name) => planUpdate(name, lockedRelease(document, name, file), resolver, options)));
    try {
      return await withLockWork(args, io, ask, async (plans) => {
        if (args.has("dry-run")) withChanges(document, plans, file);
        else await applyChanges(file, plans, { signal: io.signal, onWait: waiting(file, io) });
        show(io, args.value("format") ?? "text", file, plans);
        return ExitCode.FINE;
      });
    } catch (e) {
      // What no file of the feed is to blame for alone is said of the lock.
      throw placed(e, file);
    }
  },
};

function show(io: CommandIo, format: string, file: string, plans: readonly PlannedChange[]): void {
  const changes = plans.map(lockChange);
  const notes = [...new Set(plans.flatMap((plan) => plan.notes))];
  if (format === "json") io.stdout.write(`${JSON.stringify({ file, changes, notes }, null, 2)}\n`);
  else if (format === "markdown") io.stdout.write(changesMarkdown(changes, notes));
  else {
    io.stdout.write(changesText(changes));
    writeNotes(io, notes);
  }
}
