import { listed } from "../listed";
import type { CheckedPool } from "../model/checked-stack";
import type { Changes } from "../model/changes";
import { Fate, MachineFate, PoolFates } from "../model/fate";
import { isReplacement } from "../plan/plan";
import { own } from "../record";
import { Severity } from "../severity";
import { reasonLines } from "./reason-lines";
import { Need, Problem, Rule, RuleSubject } from "./rule";

/** MAC addresses in a message; the details have a line for each machine. */
const MOST_MACS = 5;

/** Which machines go on with what they have while matchbox serves something else, or nothing, from now on. */
export const FC019: Rule = {
  id: "FC019",
  title: "machines that an apply leaves as they are",
  severity: Severity.INFO,
  why:
    "Terraform replaces profiles and groups of matchbox, and an apply is done with that: it neither restarts a machine nor installs it. A machine takes what is " +
    "served when it boots from the network, and one with Flatcar on its disk starts from there.",
  mend: "Restart the machines, from the network those that are installed, and raise the generation of nodes of a pool that are to be installed anew.",
  triggers: "The machine config of a pool changes: the profiles of its machines are replaced, and the machines run on with the old one.",
  passes: "A release for new installations alone changes the install profile, which no machine waits for.",
  parts: [{ needs: [Need.PLAN], find }],
};

/** What is so of a machine that the apply does not reach. */
enum Stale {
  /** Something else is served. */
  CHANGED,
  /** Its generation is raised, so that its next boot from the network installs it. */
  INSTALLED_NEXT,
  /** It is served nothing any more. */
  GONE,
}

function* find({ stack }: RuleSubject): Generator<Problem> {
  const { changes } = stack;
  for (const pool of changes === undefined ? [] : stack.pools) {
    const { fates } = pool;
    const stale = fates?.machines.filter(({ fate }) => fate === Fate.STALE) ?? [];
    if (fates === undefined || changes === undefined) continue;
    for (const kind of [Stale.CHANGED, Stale.INSTALLED_NEXT, Stale.GONE]) {
      const machines = stale.filter((machine) => kindOf(pool, machine, changes) === kind);
      if (machines.length > 0) yield problemOf(kind, pool, fates, machines, changes);
    }
  }
}

function kindOf({ entry }: CheckedPool, { name, isAfter }: MachineFate, changes: Changes): Stale {
  if (!isAfter) return Stale.GONE;
  const served = entry?.nodes?.[name]?.served;
  const record = served?.taken === "at-installation" ? changes.at(served.record) : undefined;
  return record !== undefined && isReplacement(record) ? Stale.INSTALLED_NEXT : Stale.CHANGED;
}

function problemOf(kind: Stale, pool: CheckedPool, fates: PoolFates, machines: readonly MachineFate[], changes: Changes): Problem {
  const macs = machines.map((machine) => macOf(pool, machine, changes));
  const known = macs.filter((mac) => mac !== undefined);
  const which = known.length === 0 ? "" : `: ${listed(known, MOST_MACS)}`;
  const named = machines.map((machine, i) => (macs[i] === undefined ? machine : { ...machine, name: `${machine.name} (${macs[i]})` }));
  return {
    pool,
    subjects: machines.map(({ name }) => name),
    message: `${sentence(kind, pool, fates, machines.length)}${which}`,
    ...(kind === Stale.CHANGED ? {} : { mend: MENDS[kind] }),
    details: reasonLines(named),
  };
}

const MENDS = {
  [Stale.INSTALLED_NEXT]: "boot the machines from the network when they may be installed anew",
  [Stale.GONE]: "switch the machines off, or install them by other means, where they are not to run on",
};

function sentence(kind: Stale, { path, name }: CheckedPool, { before }: PoolFates, count: number): string {
  // A machine that no pool made is called by its resource.
  const isOne = count === 1;
  const who = path === undefined && before === 1 ? name : `${count} of ${before} ${before === 1 ? "machine" : "machines"} of ${name}`;
  switch (kind) {
    case Stale.CHANGED:
      return `${who} ${isOne ? "runs" : "run"} on as ${isOne ? "it is" : "they are"} while something else is served`;
    case Stale.INSTALLED_NEXT:
      return `${who} ${isOne ? "runs" : "run"} on, and the next boot from the network installs ${isOne ? "it" : "them"} anew`;
    case Stale.GONE:
      return `${who} ${isOne ? "runs" : "run"} on, and nothing is served to ${isOne ? "it" : "them"} any more`;
  }
}

/** The MAC address that a machine is served by, `old → new` where it changes; undefined for one that is not chosen by it, or only known at apply. */
function macOf({ entry }: CheckedPool, { name, address }: MachineFate, changes: Changes): string | undefined {
  const change = changes.at(address);
  const [before, after] = [change?.before, change?.after].map((group) => own(group?.selector, "mac"));
  const now = after ?? entry?.nodes?.[name]?.served?.mac ?? before;
  if (typeof now !== "string") return undefined;
  return typeof before === "string" && before !== now ? `${before} → ${now}` : now;
}
