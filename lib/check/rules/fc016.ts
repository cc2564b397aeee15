import { maskSecrets } from "../../ignition";
import { listed } from "../listed";
import type { CheckedMachine } from "../model/checked-machine";
import type { CheckedPool, CheckedStack } from "../model/checked-stack";
import { MachinePair, poolPairs } from "../model/pairs";
import { Severity } from "../severity";
import { DataLoss, lastingLosses, newLosses, refusals } from "./disks/data-losses";
import { FirstBoot, firstBootOf } from "./disks/first-boot";
import { Need, Problem, Rule, RuleSubject } from "./rule";
import { subjectsOf, whom } from "./whom";

/** Lines of details. */
const MOST_DETAILS = 20;

/** What of the data that outlives machines a change of their configs, or another boot for the first time, does away with. */
export const FC016: Rule = {
  id: "FC016",
  title: "disks with data that are wiped",
  severity: Severity.FAIL,
  why:
    "Data disks of libvirt, volumes that are attached, and the disks of bare metal stay when another machine takes the place of one. Ignition runs anew then: it wipes what the config " +
    "tells it to wipe, and where partitions or filesystems are not as the config says it refuses, and the machine does not start " +
    "(https://coreos.github.io/ignition/operator-notes/#partition-reuse-semantics, https://coreos.github.io/ignition/operator-notes/#filesystem-reuse-semantics).",
  mend: "Leave the disk as it is, or save what is on it and approve the loss by an override.",
  triggers:
    "wipeFilesystem is set for /dev/vdb, a data disk of libvirt: whatever is on it is gone with the next replacement of the machine.",
  passes: "The same for /dev/vda, the root disk, which is made anew with the machine, or for a data disk that the same change adds.",
  parts: [
    { needs: [Need.BASE], find: changed },
    { needs: [Need.PLAN], find: planned },
  ],
};

/** A machine with what it loses. */
interface Losing {
  readonly machine: CheckedMachine;
  readonly losses: readonly DataLoss[];
}

function* changed({ stack }: RuleSubject): Generator<Problem> {
  for (const { after: pool, machines } of poolPairs(stack)) {
    const losing = (lossesOf: typeof newLosses): Losing[] =>
      machines.map((pair) => ({ machine: pair.after, losses: lossesOf({ stack, pool, machine: pair.after }, pair) }));
    yield* problems(pool, losing(newLosses), "wiped when Ignition runs again: the machine config asks for it now");
    yield* problems(
      pool,
      losing(refusals),
      "laid out otherwise than the machine config says now: Ignition refuses that when it runs again, and no machine comes up",
    );
  }
}

const WHEN: { readonly [when in FirstBoot]: string } = {
  [FirstBoot.BY_APPLY]: "when this plan is applied",
  [FirstBoot.NEXT_BOOT]: "at the next boot from the network",
  [FirstBoot.NEXT_INSTALLATION]: "at the next installation",
};

function* planned({ stack }: RuleSubject): Generator<Problem> {
  const pairs = new Map(poolPairs(stack).flatMap(({ machines }) => machines.map((pair) => [pair.after, pair] as const)));
  for (const pool of stack.pools) {
    for (const when of Object.values(FirstBoot)) {
      const machines = pool.machines.filter((machine) => firstBootOf(stack, pool, machine) === when);
      const losing = machines.map((machine) => ({ machine, losses: lastingOf(stack, pool, machine, pairs.get(machine)) }));
      yield* problems(pool, losing, `wiped ${WHEN[when]}: the machine config asks for it whenever Ignition runs`);
    }
  }
}

function lastingOf(stack: CheckedStack, pool: CheckedPool, machine: CheckedMachine, pair: MachinePair | undefined): DataLoss[] {
  const of = { stack, pool, machine };
  return lastingLosses(of, pair === undefined ? [] : newLosses(of, pair));
}

function* problems(pool: CheckedPool, all: readonly Losing[], what: string): Generator<Problem> {
  const losing = all.filter(({ losses }) => losses.length > 0);
  if (losing.length === 0) return;
  const machines = losing.map(({ machine }) => machine);
  const disks = [...new Set(losing.flatMap(({ losses }) => losses.flatMap((loss) => loss.disks)))];
  yield {
    pool,
    subjects: subjectsOf(pool, machines),
    message: maskSecrets(`${listed(disks)} of ${whom(pool, machines).who} ${disks.length === 1 ? "is" : "are"} ${what}`),
    details: detailsOf(losing),
  };
}

function detailsOf(losing: readonly Losing[]): string[] {
  const byWhat = new Map<string, string[]>();
  for (const { machine, losses } of losing) {
    for (const { what } of losses) byWhat.set(what, [...(byWhat.get(what) ?? []), machine.name]);
  }
  const lines = [...byWhat].map(([what, names]) => maskSecrets(names.length === losing.length ? what : `${what}: ${listed(names)}`));
  return lines.length <= MOST_DETAILS ? lines : [...lines.slice(0, MOST_DETAILS), `… and ${lines.length - MOST_DETAILS} more`];
}
