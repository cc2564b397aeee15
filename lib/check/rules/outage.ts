import { Fate, MachineFate, PoolFates } from "../model/fate";
import { Amount, amountOf } from "../settings/settings";
import { Severity } from "../severity";

/**
 * What takes a machine out of service, in words. Terraform does it to all machines of an apply in any order, several at the same time, and waits
 * for none to be back: they may all be out of service at once.
 *
 * @see https://developer.hashicorp.com/terraform/cli/commands/apply#parallelism-n
 */
const DONE: { readonly [fate in Fate]?: string } = {
  [Fate.REPLACED]: "replaced",
  [Fate.DESTROYED]: "destroyed",
  [Fate.RESTARTED]: "restarted",
  [Fate.POWER_CYCLED]: "powered off and on",
  [Fate.REDEFINED]: "stopped, defined anew and started",
};

/** Machines of a pool that are out of service, or go. */
export interface Outage {
  readonly machines: readonly MachineFate[];
  /** How many these are; undefined where that is known only at apply. */
  readonly count: number | undefined;
  /** Whether the pool has no others before the apply. */
  readonly isAll: boolean;
}

/** The machines of a pool that an apply takes out of service, all at once as far as anybody can tell. What an instance refresh does is not among it. */
export function outageAtOnce(pool: PoolFates): Outage {
  return outage(pool, ({ fate }) => DONE[fate] !== undefined);
}

/** The machines of a pool that an instance refresh replaces after the apply. */
export function refreshedMachines(pool: PoolFates): Outage {
  return outage(pool, ({ fate }) => fate === Fate.REFRESHED);
}

function outage(pool: PoolFates, isOut: (machine: MachineFate) => boolean): Outage {
  const all = pool.machines.filter(({ isBefore }) => isBefore);
  const machines = all.filter(isOut);
  return { machines, count: countOf(machines), isAll: machines.length > 0 && machines.length === all.length };
}

/** How many machines some fates are about; undefined where that is known only at apply. */
export function countOf(machines: readonly MachineFate[]): number | undefined {
  return machines.reduce<number | undefined>((sum, { count }) => (sum === undefined || count === undefined ? undefined : sum + count), 0);
}

/**
 * How much it matters that machines of a pool are out of service: a failure where it is all of them, a warning where it is more than may be, and
 * undefined else. Who says that 100 % may be means all of them.
 *
 * @param of how many the pool has
 */
export function outageSeverity(
  { count, isAll }: Pick<Outage, "count" | "isAll">,
  of: number | undefined,
  maxUnavailable: Amount,
): Severity | undefined {
  if (typeof maxUnavailable === "string" && Number(maxUnavailable.slice(0, -1)) >= 100) return undefined;
  if (isAll) return Severity.FAIL;
  return count === undefined || of === undefined || count > amountOf(maxUnavailable, of) ? Severity.WARN : undefined;
}

function done({ fate, staysOff }: MachineFate): string | undefined {
  return fate === Fate.REDEFINED && staysOff === true ? "stopped and defined anew, and left off" : DONE[fate];
}

/** What is done to machines that are out of service: `replaced`, and of several kinds `out of service (2 replaced, 1 restarted)`. */
export function doneTo(machines: readonly MachineFate[]): string {
  const kinds = [...new Set(machines.flatMap((machine) => done(machine) ?? []))];
  if (kinds.length === 1) return kinds[0];
  const each = kinds.map((kind) => `${countOf(machines.filter((machine) => done(machine) === kind)) ?? "some"} ${kind}`);
  return `out of service (${each.join(", ")})`;
}

/** So many of all machines of a pool, with the verb: `2 of 3 machines of web are`. */
export function machinesOfPool(count: number | undefined, of: number | undefined, pool: string): string {
  if (count === undefined) return `all machines of ${pool}, however many there are, are`;
  if (of === undefined) return `${count} ${count === 1 ? "machine" : "machines"} of ${pool} ${count === 1 ? "is" : "are"}`;
  return `${count} of ${of} ${of === 1 ? "machine" : "machines"} of ${pool} ${count === 1 ? "is" : "are"}`;
}
