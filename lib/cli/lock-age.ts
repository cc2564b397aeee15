import { counted } from "../check/counted";
import { Channel } from "../release";
import { LockAge, isTooOld, lockAge } from "../release/lockfile/age";
import { lockedRelease } from "../release/lockfile/promote";
import { readLockFile } from "../release/lockfile/store";
import type { CommandArguments } from "./arguments";
import { Command, ExitCode, UsageError } from "./command";
import { FEED_OPTIONS, withFeed } from "./feed-options";
import { FORMAT, LOCK_FILE, chosenNames, lockFileOf } from "./lock-options";
import { table } from "../table";

/** `cdktf-flatcar lock age`: how old what is locked is. */
export const lockAges: Command = {
  name: "lock age",
  summary: "show how far behind the lock is, and what comes to an end",
  usage: "[options] [NAME]...",
  description:
    "Shows how many releases and days names of the lock, or all, are behind the newest release of their\n" +
    "channel or stream, when a stream of LTS ends, and when AMIs are removed. With --max-age it ends\n" +
    "with 1 where something is more days behind than that, where a stream has ended, and where AMIs\n" +
    "have 30 days left or fewer.",
  options: [LOCK_FILE, { name: "max-age", value: "DAYS", summary: "days behind that are fine, from 0 on" }, FORMAT, ...FEED_OPTIONS],
  examples: [
    { title: "Look", line: "cdktf-flatcar lock age" },
    { title: "Let a nightly job fail when production is two weeks behind", line: "cdktf-flatcar lock age prod --max-age 14" },
  ],
  async run(args, io) {
    const maxAge = maxAgeOf(args);
    const file = lockFileOf(args, io);
    const document = readLockFile(file);
    const names = chosenNames(args.operands, document, file);
    return withFeed(args, io, async (feed) => {
      const age = async (name: string): Promise<LockAge> => {
        const release = lockedRelease(document, name, file);
        const channel = Channel.of(release.channel);
        const [releases, streams] = await Promise.all([feed.releases(channel), channel === Channel.LTS ? feed.ltsStreams() : []]);
        return lockAge(name, release, { releases, streams, now: io.now() });
      };
      const ages = await Promise.all(names.map(age));
      const tooOld = maxAge === undefined ? [] : ages.filter((one) => isTooOld(one, maxAge)).map(({ name }) => name);
      io.stdout.write(args.value("format") === "json" ? `${JSON.stringify({ file, ages, tooOld }, null, 2)}\n` : agesText(ages));
      if (tooOld.length > 0) io.stderr.write(`too old: ${tooOld.join(", ")}\n`);
      return tooOld.length === 0 ? ExitCode.FINE : ExitCode.FINDINGS;
    });
  },
};

function maxAgeOf(args: CommandArguments): number | undefined {
  const given = args.value("max-age");
  if (given === undefined) return undefined;
  if (!/^(0|[1-9][0-9]{0,4})$/.test(given))
    throw new UsageError(`--max-age takes a number of days from 0 on, not ${JSON.stringify(given)}`);
  return Number(given);
}

function agesText(ages: readonly LockAge[]): string {
  const head = ["NAME", "RELEASE", "RELEASED", "DAYS AGO", "NEWEST", "BEHIND"];
  const rows = ages.map(({ name, channel, version, releaseDate = "", days, newest = "not known", releasesBehind, daysBehind }) => [
    name,
    `${channel} ${version}`,
    releaseDate,
    days === undefined ? "" : String(days),
    newest,
    releasesBehind === 0 ? "no" : `${counted(releasesBehind, "release")}, ${counted(daysBehind, "day")}`,
  ]);
  return `${table([head, ...rows])}${ages.flatMap(endings).join("")}`;
}

function endings({ name, lts, amis }: LockAge): string[] {
  const lines: string[] = [];
  if (lts !== undefined) {
    const end = lts.nominalEnd === undefined ? "" : `; its nominal end is ${lts.nominalEnd}`;
    lines.push(`${name}: ${lts.stream} ${lts.isSupported ? "gets updates" : "gets no updates any more"}${end}\n`);
  }
  if (amis?.isDue === true) {
    const when =
      amis.daysLeft < 0
        ? `may have been removed on ${amis.removal}`
        : `may be removed on ${amis.removal}, in ${counted(amis.daysLeft, "day")}`;
    lines.push(`${name}: its AMIs ${when}; groups that use them make no new machines then\n`);
  }
  return lines;
}
