import { Channel, FlatcarVersion } from "../../release";
import { knownLtsMajors } from "../../release/lockfile/rules";
import type { CheckedMachine } from "../model/checked-machine";
import { poolPairs } from "../model/pairs";
import { Severity } from "../severity";
import type { ReleaseEntry } from "../synth/manifest";
import { grouped } from "./machine-groups";
import { isLts, releaseName, versionOf } from "./release-names";
import { Need, Problem, Rule, RuleSubject } from "./rule";
import { publicGroup } from "./update-group";
import { subjectsOf, whom } from "./whom";

/** Streams of LTS that are passed over, and machines that leave their stream by themselves. */
export const FC005: Rule = {
  id: "FC005",
  title: "LTS streams",
  severity: Severity.WARN,
  why:
    "A stream of LTS keeps its major version; from one to the next the kernel, systemd and Docker are years newer. Streams overlap by six months so that machines can be " +
    "taken from one to the next (https://github.com/flatcar/Flatcar/blob/main/RELEASES.md). The group lts follows the newest stream: machines that update in place move " +
    "to it by themselves once it begins (https://www.flatcar.org/docs/latest/updates-releases/releases/switching-channels/).",
  mend: 'Go from stream to stream, and keep machines on theirs by its group: UpdateServer.public({ group: "lts-2024" }), or GROUP=lts-2024 in update.conf.',
  triggers: "A pool on LTS 2024 updates in place, and its update.conf names no group; or a machine goes from LTS 2022 to LTS 2024.",
  passes: "The same with GROUP=lts-2024; or a machine goes from LTS 2023 to LTS 2024.",
  parts: [
    { needs: [], find: movingMachines },
    { needs: [Need.BASE], find: skippedStreams },
  ],
};

/** A stream of LTS: the first number of its versions, and its year where that is known. */
interface Stream {
  readonly major: number;
  readonly year?: string;
}

/** The streams that there are, from old to new: those that this package knows, that are in the lock, and that are published. */
function streams({ lock = new Map(), published }: RuleSubject): Stream[] {
  const locked = [...lock.values()].filter(isLts).flatMap((release) => versionOf(release)?.major ?? []);
  const majors = [...knownLtsMajors(), ...locked, ...(published?.streams ?? []).map(({ major }) => major)];
  return [...new Set(majors)].sort((a, b) => a - b).map((major) => ({ major, ...yearOf(major, published?.streams ?? []) }));
}

function yearOf(major: number, published: readonly Stream[]): { readonly year?: string } {
  const year = published.find((stream) => stream.major === major)?.year ?? FlatcarVersion.parse(`${major}.3.0`).ltsStream;
  return year === undefined ? {} : { year };
}

/** Machines whose updates lead them out of their stream, or that get none. */
function movingMachines(subject: RuleSubject): Problem[] {
  const known = streams(subject);
  return subject.stack.pools.flatMap((pool) => {
    const moving = grouped(pool.machines, (machine) => movement(machine, known));
    return moving.map(({ of: { release, group, leads, own }, machines }): Problem => {
      const { who, are } = whom(pool, machines);
      return {
        ...{ pool, subjects: subjectsOf(pool, machines) },
        message: `${who} ${are} made from ${release} and given the updates of the group ${group}, which ${leads}`,
        mend: `keep the machines on their stream: UpdateServer.public({ group: "${own}" }), or GROUP=${own} in update.conf`,
      };
    });
  });
}

interface Movement {
  readonly release: string;
  readonly group: string;
  /** Where the group leads, as a sentence goes on. */
  readonly leads: string;
  /** The group of the stream. */
  readonly own: string;
}

function movement(machine: CheckedMachine, known: readonly Stream[]): Movement | undefined {
  const { release } = machine;
  const version = release === undefined ? undefined : versionOf(release);
  const group = publicGroup(machine);
  if (release === undefined || version === undefined || !isLts(release) || group === undefined) return undefined;
  const leads = leading(group, version, known);
  const own = `lts-${known.find(({ major }) => major === version.major)?.year ?? "YYYY"}`;
  return leads === undefined ? undefined : { release: releaseName(release), group, leads, own };
}

function leading(group: string, { major }: FlatcarVersion, known: readonly Stream[]): string | undefined {
  if (group === Channel.LTS.name) return "goes on to the next stream by itself";
  if (Channel.all().some(({ name }) => name === group)) return "leads out of LTS";
  // A newer stream is one that somebody has chosen; on an older one there is nothing newer than the machine.
  const frozen = known.find(({ year }) => group === `lts-${year}`);
  return frozen !== undefined && frozen.major < major ? "is of an older stream and has none for them" : undefined;
}

/** Machines that are taken past a stream. */
function skippedStreams(subject: RuleSubject): Problem[] {
  const known = streams(subject);
  return poolPairs(subject.stack).flatMap(({ after: pool, machines: pairs }) => {
    const before = new Map(pairs.map((pair) => [pair.after, pair.before.release]));
    const skipping = grouped(pool.machines, (machine) => skip(before.get(machine), machine.release, known));
    return skipping.map(({ of: { from, to, past }, machines }) => {
      const { who, are } = whom(pool, machines);
      return {
        ...{ pool, subjects: subjectsOf(pool, machines) },
        message: `${who} ${are} to go from ${from} to ${to}, past ${past.join(" and ")}`,
        mend: `go to ${past[0]} first, or make the machines anew and say so in an override`,
      };
    });
  });
}

interface Skip {
  readonly from: string;
  readonly to: string;
  /** The streams between, from old to new; at least one. */
  readonly past: readonly string[];
}

function skip(from: ReleaseEntry | undefined, to: ReleaseEntry | undefined, known: readonly Stream[]): Skip | undefined {
  if (from === undefined || to === undefined || !isLts(from) || !isLts(to)) return undefined;
  const [low, high] = [versionOf(from)?.major, versionOf(to)?.major];
  if (low === undefined || high === undefined) return undefined;
  const past = known
    .filter(({ major }) => major > low && major < high)
    .map(({ major, year }) => (year === undefined ? `lts ${major}` : `LTS ${year}`));
  return past.length === 0 ? undefined : { from: releaseName(from), to: releaseName(to), past };
}
