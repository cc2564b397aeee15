import { Fate, MachineFate, PoolFates } from "../model/fate";
import { reasonWords } from "./reason-words";

/** Machines of a pool to which the same happens. */
export interface FateGroup {
  readonly fate: Fate;
  /** `3 of 5 replaced (destroyed first)`; what a plan does not show, or shows as something else, is marked: `…, which the plan shows as an update`. */
  readonly words: string;
  /** The names of the machines; empty for those of a group, which have none. */
  readonly names: readonly string[];
  /** Why, each reason once, in the plan's order. */
  readonly why: readonly string[];
}

/** What comes first in a report. */
const ORDER: readonly Fate[] = [
  ...[Fate.DESTROYED, Fate.REPLACED, Fate.REFRESHED, Fate.REDEFINED, Fate.POWER_CYCLED, Fate.RESTARTED],
  ...[Fate.STALE, Fate.CREATED, Fate.UPDATED, Fate.UNTOUCHED],
];

/** What happens to the machines of a pool, as a person reads it: what is worst first. */
export function fateGroups(pool: PoolFates): FateGroup[] {
  const groups = new Map<string, MachineFate[]>();
  for (const machine of [...pool.machines].sort((a, b) => ORDER.indexOf(a.fate) - ORDER.indexOf(b.fate))) {
    const key = JSON.stringify([fateWords(machine, pool), machine.isAtMost === true]);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(machine);
  }
  return [...groups.values()].map((machines, i) => {
    const [first] = machines;
    return {
      fate: first.fate,
      words: `${counted(machines, pool, i === 0)} ${fateWords(first, pool)}`,
      names: pool.kind === "group" || (machines.length === 1 && first.name === pool.name) ? [] : machines.map(({ name }) => name),
      why: [...new Set(machines.flatMap(reasonsOf))],
    };
  });
}

/** What happens to the machines of a pool, in one line: `3 of 5 replaced (destroyed first), 2 untouched`. */
export function poolWords(pool: PoolFates): string {
  return fateGroups(pool)
    .map(({ words }) => words)
    .join(", ");
}

/** Whether a plan does nothing to the machines of a pool. */
export function isUntouched({ machines }: PoolFates): boolean {
  return machines.every(({ fate, losesDisk }) => fate === Fate.UNTOUCHED && losesDisk !== true);
}

const LOSES_DISK = "left running on a root disk that is deleted, to begin anew when it stops";

/** What happens to one machine: `replaced (destroyed first)`. */
function fateWords(machine: MachineFate, { platform }: PoolFates): string {
  switch (machine.fate) {
    case Fate.CREATED:
      return platform === "bare-metal" ? "new, served from now on" : "new";
    case Fate.REPLACED:
      if (machine.order === undefined) return "replaced";
      return machine.order === "create-first" ? "replaced (created first)" : "replaced (destroyed first)";
    case Fate.DESTROYED:
      return "destroyed";
    case Fate.REFRESHED:
      return `replaced after the apply by an instance refresh${shownAs(machine)}`;
    case Fate.REDEFINED:
      return `${machine.staysOff === true ? "stopped and defined anew, and left off" : "stopped, defined anew and started"}${shownAs(machine)}`;
    case Fate.POWER_CYCLED:
      return `powered off and on${shownAs(machine)}`;
    case Fate.RESTARTED:
      return `restarted${shownAs(machine)}`;
    case Fate.STALE:
      if (!machine.isAfter) return `left running; nothing is served to it any more${shownAs(machine)}`;
      return `left running; something else is served at the next network boot${shownAs(machine)}`;
    case Fate.UPDATED:
      return machine.losesDisk === true ? LOSES_DISK : "changed in place, left running";
    case Fate.UNTOUCHED:
      return machine.losesDisk === true ? LOSES_DISK : "untouched";
  }
}

/** As what a plan shows it, for it says of a resource what it does to that, and not what that does to the machine. */
function shownAs({ reasons, address }: MachineFate): string {
  const { actions = [] } = reasons.find((reason) => reason.address === address) ?? reasons.at(-1) ?? {};
  if (actions.includes("create") && actions.includes("delete")) return ", which the plan shows as a replacement";
  if (actions.includes("delete")) return ", which the plan shows as a destruction";
  return actions.includes("update") ? ", which the plan shows as an update" : "";
}

/** `3 of 5`, `2`, `at most 2 of 2`; the first ones are told out of all there were. */
function counted(machines: readonly MachineFate[], { before }: PoolFates, isFirst: boolean): string {
  const count = machines.some((machine) => machine.count === undefined)
    ? undefined
    : machines.reduce((sum, machine) => sum + (machine.count ?? 0), 0);
  if (count === undefined) return "an unknown number";
  const atMost = machines.some(({ isAtMost }) => isAtMost === true) ? "at most " : "";
  const outOf = isFirst && before !== undefined && machines[0].isBefore ? ` of ${before}` : "";
  return `${atMost}${count}${outOf}`;
}

function reasonsOf({ fate, address, reasons }: MachineFate): string[] {
  if (fate === Fate.CREATED) return [];
  // What is destroyed with a machine says no more than the machine itself.
  const own = fate === Fate.DESTROYED ? reasons.filter((reason) => reason.address === address) : [];
  return (own.length === 0 ? reasons : own).map(reasonWords);
}
