import { lockedRelease } from "../release/lockfile/promote";
import { readLockFile } from "../release/lockfile/store";
import { VerifiedEntry, VerifyFinding, contradictions, verifyEntry } from "../release/lockfile/verify";
import { Command, ExitCode } from "./command";
import { FEED_OPTIONS } from "./feed-options";
import { FORMAT, LOCK_FILE, chosenNames, lockFileOf } from "./lock-options";
import { LockWork, withLockWork } from "./lock-work";

/** `cdktf-flatcar lock verify`: whether a lock says what is signed. */
export const lockVerify: Command = {
  name: "lock verify",
  summary: "hold every hash and AMI of the lock against what is signed",
  usage: "[options] [NAME]...",
  description:
    "Asks the release feed for every hash, size and AMI that names of the lock have, or all, and tells in\n" +
    "one line each what is not as the project has signed it, what the feed does not have, and what is\n" +
    "not locked. Ends with 1 where there is any. The lock is not changed.",
  options: [LOCK_FILE, FORMAT, ...FEED_OPTIONS],
  examples: [
    { title: "Check a pull request that changes the lock", line: "cdktf-flatcar lock verify" },
    {
      title: "See whether a mirror has all that prod needs",
      line: "cdktf-flatcar lock verify prod --mirror https://mirror.example.com/flatcar",
    },
  ],
  async run(args, io) {
    const file = lockFileOf(args, io);
    const document = readLockFile(file);
    const names = chosenNames(args.operands, document, file);
    const verify = async (name: string, { feed, progress }: LockWork): Promise<VerifiedEntry> => {
      const entry = await verifyEntry(name, lockedRelease(document, name, file), feed, progress, io.signal);
      return { ...entry, findings: [...contradictions(name, document, file), ...entry.findings] };
    };
    const ask = async (work: LockWork): Promise<VerifiedEntry[]> => Promise.all(names.map(async (name) => verify(name, work)));
    return withLockWork(args, io, ask, (entries) => {
      io.stdout.write(
        args.value("format") === "json" ? `${JSON.stringify({ file, entries }, null, 2)}\n` : entries.map(entryText).join(""),
      );
      return entries.every(({ findings }) => findings.length === 0) ? ExitCode.FINE : ExitCode.FINDINGS;
    });
  },
};

function entryText({ name, channel, version, good, findings }: VerifiedEntry): string {
  const verdict = findings.length === 0 ? "" : `, ${findings.length} ${findings.length === 1 ? "is" : "are"} not`;
  return `${findings.map(findingText).join("")}${name}: ${channel} ${version}: ${good} hashes and AMIs are as signed${verdict}\n`;
}

function findingText({ name, architecture, subject, message }: VerifyFinding): string {
  return `${name}${architecture === undefined ? "" : ` ${architecture}`}: ${subject}: ${message}\n`;
}
