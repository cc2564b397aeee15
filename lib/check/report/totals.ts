import { Fate, MachineFate } from "../model/fate";
import type { StackReport } from "./report";
import { numbered } from "./numbered";

/** How many machines there are, and what plans do to them. */
export interface Totals {
  /** Machines that there are before the apply, as far as it is known. */
  readonly machines: number;
  /** Those of them that are gone afterwards. */
  readonly destroyed: number;
  /** Those in whose place there is another one, with an empty root disk. */
  readonly replaced: number;
  /** Those that are down for a while, and keep their disks. */
  readonly restarted: number;
  /** New ones. */
  readonly created: number;
  /** Whether some numbers are known only at apply. */
  readonly isAtLeast: boolean;
}

const REPLACED: readonly Fate[] = [Fate.REPLACED, Fate.REFRESHED];
const RESTARTED: readonly Fate[] = [Fate.RESTARTED, Fate.POWER_CYCLED, Fate.REDEFINED];

/** What plans do to the machines of stacks. */
export function totalsOf(stacks: readonly StackReport[]): Totals {
  const pools = stacks.flatMap((stack) => stack.pools);
  const machines = pools.flatMap((pool) => pool.machines);
  const count = (fates: readonly Fate[]): number => sum(machines.filter(({ fate }) => fates.includes(fate)));
  return {
    machines: pools.reduce((total, { before = 0 }) => total + before, 0),
    destroyed: count([Fate.DESTROYED]),
    replaced: count(REPLACED),
    restarted: count(RESTARTED),
    created: count([Fate.CREATED]),
    isAtLeast: machines.some((machine) => machine.count === undefined && machine.fate !== Fate.UNTOUCHED),
  };
}

/** Whether machines lose their root disks. */
export function isLoss({ destroyed, replaced }: Totals): boolean {
  return destroyed + replaced > 0;
}

/** `of 12 machines 1 is destroyed, 3 are replaced; 2 are new`. */
export function totalsWords({ machines, destroyed, replaced, restarted, created, isAtLeast }: Totals): string {
  const parts = [
    are(destroyed, "destroyed"),
    are(replaced, "replaced"),
    are(restarted, "restarted"),
    are(created, "new"),
    isAtLeast ? "some are changed, and how many is known only at apply" : undefined,
  ].flatMap((part) => part ?? []);
  return `of ${numbered(machines, "machine")} ${parts.length === 0 ? "none is destroyed, replaced or restarted" : parts.join(", ")}`;
}

function are(count: number, what: string): string | undefined {
  return count === 0 ? undefined : `${count} ${count === 1 ? "is" : "are"} ${what}`;
}

function sum(machines: readonly MachineFate[]): number {
  return machines.reduce((total, { count = 0 }) => total + count, 0);
}
