import { Channel, FlatcarVersion, catalogue } from "../../release";
import type { CheckedMachine } from "../model/checked-machine";
import type { CheckedPool } from "../model/checked-stack";
import { poolPairs } from "../model/pairs";
import { Severity } from "../severity";
import type { ReleaseEntry } from "../synth/manifest";
import { MachineGroup, grouped } from "./machine-groups";
import type { PublishedReleases } from "./published";
import { releaseName, versionOf } from "./release-names";
import { Need, Problem, Rule } from "./rule";
import { publicGroup } from "./update-group";
import { subjectsOf, whom } from "./whom";

/** Machines that are to go back to what is older than they are. */
export const FC004: Rule = {
  id: "FC004",
  title: "older release than before",
  severity: Severity.FAIL,
  why:
    "No update server offers a version that is lower than a machine's own, neither Flatcar's nor Nebraska " +
    "(https://github.com/flatcar/nebraska/blob/main/backend/pkg/api/updates.go): machines that are there stay with what they have, and new ones begin with less. Where " +
    "machines are replaced, what a newer kernel, containerd or Docker has written on disks that stay is read by an older one. Machines that update in place run the newest of " +
    "their channel, which may be newer than what is pinned.",
  mend: "Choose a version that is not lower than what the machines run, or wait until the channel has come that far.",
  triggers:
    "A pool goes from beta 4757.1.0 to stable 4593.2.5; or, with updates in place, from beta 4547.1.0 to stable 4593.2.5, when beta has come to 4757.1.0.",
  passes: "A pool without updates in place goes from beta 4593.1.0 to stable 4593.2.5.",
  parts: [
    {
      needs: [Need.BASE],
      find: ({ stack, published }) =>
        poolPairs(stack).flatMap(({ after: pool, machines }) => {
          const before = new Map(machines.map((pair) => [pair.after, pair.before]));
          return grouped(pool.machines, (after) => downgrade(before.get(after), after, published)).map((group) => problem(pool, group));
        }),
    },
  ],
};

interface Downgrade {
  readonly from: ReleaseEntry;
  readonly to: ReleaseEntry;
  /** What the machines may run by now, where that is what is newer. */
  readonly running?: string;
}

function downgrade(
  before: CheckedMachine | undefined,
  after: CheckedMachine,
  published: PublishedReleases | undefined,
): Downgrade | undefined {
  const [from, to] = [pinOf(before), pinOf(after)];
  if (before === undefined || from === undefined || to === undefined) return undefined;
  if (to.version.compare(from.version) < 0) return { from: from.entry, to: to.entry };
  // Within a channel a pin is usually behind what machines run that update themselves.
  if (!isMoreTested(to.entry, from.entry) || publicGroup(before) !== from.entry.channel) return undefined;
  const running = newest(from.entry.channel, published);
  const isRunningNewer = running !== undefined && to.version.compare(running) < 0;
  return isRunningNewer ? { from: from.entry, to: to.entry, running: running.toString() } : undefined;
}

/** The release that a machine begins with, without its name in the lock: another name for the same is no other release. */
function pinOf(machine: CheckedMachine | undefined): { readonly entry: ReleaseEntry; readonly version: FlatcarVersion } | undefined {
  if (machine?.release === undefined) return undefined;
  const { channel, version } = machine.release;
  const parsed = versionOf(machine.release);
  return parsed === undefined ? undefined : { entry: { channel, version }, version: parsed };
}

/** Whether the releases of a channel are older than those of another, as they pass from one to the next. */
function isMoreTested({ channel }: ReleaseEntry, other: ReleaseEntry): boolean {
  const names = Channel.all().map(({ name }) => name);
  return names.indexOf(channel) < names.indexOf(other.channel);
}

/** The newest release of a channel that is known: what is published, or else what this package knows of. */
function newest(channel: string, published: PublishedReleases | undefined): FlatcarVersion | undefined {
  const known = catalogue.releases
    .filter((release) => release.channel.name === channel)
    .map(({ version }) => FlatcarVersion.parse(version));
  const all = published?.releases.get(channel)?.map(({ version }) => version) ?? known;
  return [...all].sort((a, b) => a.compare(b)).at(-1);
}

function problem(pool: CheckedPool, { of: { from, to, running }, machines }: MachineGroup<Downgrade>): Problem {
  const { who, are } = whom(pool, machines);
  const change = `${who} ${are} to go from ${releaseName(from)} to ${releaseName(to)}`;
  const common = { pool, subjects: subjectsOf(pool, machines) };
  if (running !== undefined) {
    const message = `${change}, and may run ${from.channel} ${running} by now, which is newer: updates in place follow the channel`;
    return { ...common, message, mend: `wait until ${to.channel} has come to ${running}, or make the machines anew` };
  }
  return { ...common, message: `${change}, which is lower${consequence(pool)}` };
}

function consequence({ entry, platform }: CheckedPool): string {
  if (entry?.onReleaseChange === "new-nodes-only") {
    return ": those that are there keep what they have, since no update server offers a lower version, and new ones begin with less";
  }
  return entry === undefined || platform === "bare-metal" ? "" : ": an apply replaces what is there by what is older";
}
