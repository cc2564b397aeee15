import { isLockName } from "../release/lock-format";
import { withChanges } from "../release/lockfile/apply";
import { lockChange } from "../release/lockfile/changes";
import { changesText } from "../release/lockfile/changes-text";
import { planPromotion } from "../release/lockfile/promote";
import { changeLockFile } from "../release/lockfile/store";
import { PlannedChange } from "../release/lockfile/update";
import { Command, ExitCode, UsageError } from "./command";
import { ALLOW_DOWNGRADE, ALLOW_LTS_SKIP, FORMAT, LOCK_FILE, lockFileOf } from "./lock-options";
import { waiting, writeNotes } from "./lock-work";

/** `cdktf-flatcar lock promote`: what was tried under one name is taken for another. */
export const lockPromote: Command = {
  name: "lock promote",
  summary: "give one name the release that another has",
  usage: "[options] FROM TO",
  description:
    "Gives the name TO the very release that FROM has, with its hashes and AMIs. Nothing is asked of\n" +
    "anybody. TO need not be in the lock.",
  options: [LOCK_FILE, ALLOW_DOWNGRADE, ALLOW_LTS_SKIP, FORMAT],
  examples: [
    { title: "Take for production what staging has run", line: "cdktf-flatcar lock promote staging prod" },
    { title: "Keep what is there now under another name", line: "cdktf-flatcar lock promote prod before" },
  ],
  async run(args, io) {
    const [from, to, ...rest] = args.operands;
    if (from === undefined || to === undefined) throw new UsageError("name the release to take and the name to give it to: FROM TO");
    if (rest.length > 0) throw new UsageError(`one promotion at a time: what is ${JSON.stringify(rest[0])}?`);
    if (!isLockName(to)) throw new UsageError(`${JSON.stringify(to)} is no name: use letters, digits, dot, underscore and hyphen`);
    const file = lockFileOf(args, io);
    const options = { allowDowngrade: args.has("allow-downgrade"), allowLtsSkip: args.has("allow-lts-skip") };
    const plans: PlannedChange[] = [];
    await changeLockFile(
      file,
      (document) => {
        plans.push(planPromotion(document, from, to, file, options));
        return withChanges(document, plans, file);
      },
      { onWait: waiting(file, io) },
    );
    const changes = plans.map(lockChange);
    const notes = plans.flatMap((plan) => plan.notes);
    if (args.value("format") === "json") io.stdout.write(`${JSON.stringify({ file, changes, notes }, null, 2)}\n`);
    else {
      io.stdout.write(changesText(changes));
      writeNotes(io, notes);
    }
    return ExitCode.FINE;
  },
};
