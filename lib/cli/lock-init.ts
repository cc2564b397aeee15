import { catalogue } from "../release";
import { ChangeKind, LockChange, lockChange } from "../release/lockfile/changes";
import { newValues } from "../release/lockfile/changes-text";
import { LockDocument } from "../release/lockfile/document";
import { LOCK_PLATFORMS } from "../release/lockfile/files";
import { catalogued, heldBack } from "../release/lockfile/offline";
import { NamedRequest, parseRequests } from "../release/lockfile/request";
import { refuseReplays } from "../release/lockfile/rules";
import { createLockFile, refuseExisting } from "../release/lockfile/store";
import { PlannedChange } from "../release/lockfile/update";
import type { CommandArguments } from "./arguments";
import { Command, ExitCode, UsageError } from "./command";
import { FEED_OPTIONS } from "./feed-options";
import type { CommandIo } from "./io";
import { FORMAT, LOCK_FILE, PLATFORMS, lockFileOf, platformsFrom } from "./lock-options";
import { LockWork, waiting, withLockWork, writeNotes } from "./lock-work";
import { table } from "../table";

const DEFAULT_NAMES = ["dev=beta", "staging=stable", "prod=stable"];

/** `cdktf-flatcar lock init`: a new lock file. */
export const lockInit: Command = {
  name: "lock init",
  summary: "make a lock file: names for exact releases, with signed hashes",
  usage: "[options] [NAME=CHANNEL|NAME=lts-YEAR|NAME=VERSION]...",
  description:
    "Makes a lock file. Each name gets the newest release of a channel, or of a stream of LTS, or a\n" +
    "version, with the SHA-512 of every image and the AMIs as the release feed has signed them. Without\n" +
    `names: ${DEFAULT_NAMES.join(" ")}. A file that is there already is left alone.`,
  options: [
    LOCK_FILE,
    PLATFORMS,
    { name: "offline", summary: "ask nobody: take releases this package knows, without hashes" },
    { name: "force", summary: "replace a file that is there" },
    FORMAT,
    ...FEED_OPTIONS,
  ],
  examples: [
    { title: "Begin with the names of this project's environments", line: "cdktf-flatcar lock init" },
    { title: "Name what each is to be", line: "cdktf-flatcar lock init dev=beta prod=4593.2.5 old=lts-2024" },
    { title: "Lock what one platform needs", line: "cdktf-flatcar lock init --platforms hetzner" },
    { title: "Begin without a network, and add hashes later", line: "cdktf-flatcar lock init --offline && cdktf-flatcar lock update" },
  ],
  async run(args, io) {
    const requests = parseRequests(args.operands.length === 0 ? DEFAULT_NAMES : args.operands);
    const platforms = platformsFrom(args) ?? LOCK_PLATFORMS;
    const file = lockFileOf(args, io);
    if (!args.has("force")) refuseExisting(file);
    if (args.has("offline")) {
      const asking = FEED_OPTIONS.find(({ name }) => args.value(name) !== undefined);
      if (asking !== undefined) throw new UsageError(`--offline reads no feed, and so --${asking.name} says nothing`);
      const note =
        "no hashes and no AMIs are locked, and the releases are those this package knew; lock update asks for what is newest and adds them";
      return create(args, io, file, requests.map(offline), [note]);
    }
    const ask = async ({ resolver }: LockWork): Promise<PlannedChange[]> =>
      Promise.all(
        requests.map(async ({ name, request }) => {
          const version = await resolver.versionOf(request);
          const { release, software, notes } = await resolver.resolve(request.channel, version, { platforms });
          const old = request.version === undefined ? heldBack(request, version) : [];
          return { name, after: release, softwareBefore: {}, softwareAfter: software, passed: [], notes: [...old, ...notes] };
        }),
      );
    return withLockWork(args, io, ask, async (plans) =>
      create(
        args,
        io,
        file,
        plans,
        plans.flatMap(({ notes }) => notes),
        io.signal,
      ),
    );
  },
};

function offline({ name, request }: NamedRequest): PlannedChange {
  const after = catalogued(request);
  return { name, after, softwareBefore: {}, softwareAfter: { ...catalogue.find(after.version) }, passed: [], notes: [] };
}

async function create(
  args: CommandArguments,
  io: CommandIo,
  file: string,
  plans: readonly PlannedChange[],
  notes: readonly string[],
  signal?: AbortSignal,
): Promise<number> {
  const document = LockDocument.empty().with(new Map(plans.map(({ name, after }) => [name, after])));
  refuseReplays(document, new Set(plans.map(({ name }) => name)));
  await createLockFile(file, document, args.has("force"), { signal, onWait: waiting(file, io) });
  const changes = plans.map(lockChange);
  if (args.value("format") === "json") io.stdout.write(`${JSON.stringify({ file, changes, notes: [...new Set(notes)] }, null, 2)}\n`);
  else {
    io.stdout.write(table(changes.map(row)));
    writeNotes(io, notes);
  }
  return ExitCode.FINE;
}

function row(change: LockChange): string[] {
  const { name, kind, after } = change;
  const values = newValues(change);
  return [
    name,
    `${after.channel} ${after.version}`,
    after.releaseDate ?? "",
    kind === ChangeKind.NEW && values === "" ? "no hashes" : values,
  ];
}
