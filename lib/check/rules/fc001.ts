import type { CheckedPool } from "../model/checked-stack";
import type { Changes } from "../model/changes";
import { PoolFates } from "../model/fate";
import { Amount, amountOf, thresholdsOf } from "../settings/settings";
import { Severity } from "../severity";
import { Outage, doneTo, machinesOfPool, outageAtOnce, outageSeverity, refreshedMachines } from "./outage";
import { reasonLines } from "./reason-lines";
import { refreshedAtOnce } from "./refresh-pace";
import { Need, Problem, Rule, RuleSubject } from "./rule";

/** How many machines of each pool a plan takes out of service, out of all that the pool has. */
export const FC001: Rule = {
  id: "FC001",
  title: "machines replaced or restarted at once",
  severity: Severity.WARN,
  why:
    "Terraform changes the machines of an apply in any order, up to ten at the same time, and waits for none to be back in service. " +
    "A replaced machine loses its root disk. A plan counts resources: it does not show that an update powers a machine off, or that an instance refresh follows.",
  mend:
    "Bring the change to a few machines in each apply: in a pool of this package let it wait (ChangePolicy.NEW_NODES_ONLY) and raise generation of one node " +
    "after the other; elsewhere split it into several applies. Where so many may be out of service at once, say so by maxUnavailable.",
  triggers: "A new machine config replaces both of the 2 servers of a pool.",
  passes: "The generation of one of 2 servers is raised: 1 of 2 is replaced.",
  parts: [{ needs: [Need.PLAN], find }],
};

function* find({ stack, settings }: RuleSubject): Generator<Problem> {
  for (const pool of stack.pools) {
    const { fates } = pool;
    if (fates === undefined || stack.changes === undefined) continue;
    const { maxUnavailable } = thresholdsOf(settings, pool.path ?? pool.name);
    // Whose machine it was is not known without the base: then it may be one of many.
    const isOfUnknownPool = pool.path === undefined && fates.after === 0 && stack.base === undefined;
    yield* atOnce(pool, fates, maxUnavailable, isOfUnknownPool);
    yield* refreshed(pool, fates, maxUnavailable, stack.changes);
  }
}

function* atOnce(pool: CheckedPool, fates: PoolFates, maxUnavailable: Amount, isOfUnknownPool: boolean): Generator<Problem> {
  const outage = outageAtOnce(fates);
  const severity = outage.machines.length === 0 ? undefined : outageSeverity(outage, fates.before, maxUnavailable);
  if (severity === undefined) return;
  const { machines, count } = outage;
  yield {
    severity: isOfUnknownPool ? Severity.WARN : severity,
    pool,
    subjects: machines.map(({ name }) => name),
    message: `${machinesOfPool(count, fates.before, pool.name)} ${doneTo(machines)}${ending(outage, fates, maxUnavailable, isOfUnknownPool)}`,
    ...(fates.after === 0 ? { mend: "keep the machines, or accept their loss by an override" } : {}),
    details: reasonLines(machines),
  };
}

function ending({ isAll, count }: Outage, { before, after }: PoolFates, maxUnavailable: Amount, isOfUnknownPool: boolean): string {
  if (isOfUnknownPool) return ", and of which pool is known only with what the base branch synthesises";
  if (after === 0) return ": none is left";
  if (count === 1 && isAll) return ": it is the only one, which is 100 % of the pool";
  if (isAll) return " at once: that is 100 % of the pool";
  return ` at once, and at most ${before === undefined ? maxUnavailable : amountOf(maxUnavailable, before)} may be out of service`;
}

function* refreshed(pool: CheckedPool, fates: PoolFates, maxUnavailable: Amount, changes: Changes): Generator<Problem> {
  const { machines, count } = refreshedMachines(fates);
  if (machines.length === 0) return;
  const isAtMost = machines.some((machine) => machine.isAtMost === true);
  const together = refreshedAtOnce(machines, changes);
  // Where machines go besides, those that are refreshed are all that would be left.
  const isAll = !isAtMost && together !== undefined && together === count;
  const severity = outageSeverity({ count, isAll }, fates.before, maxUnavailable);
  if (severity === undefined) return;
  yield {
    severity,
    pool,
    subjects: [...new Set(machines.map(({ name }) => name))],
    message:
      `${isAtMost && count !== undefined ? "up to " : ""}${machinesOfPool(count, fates.before, pool.name)} replaced by an instance refresh after the apply, ` +
      `which the plan does not show${pace(together, isAll)}`,
    mend: "raise min_healthy_percentage of the refresh, pause it by checkpoints, or let the change wait for new machines",
    details: reasonLines(machines),
  };
}

function pace(together: number | undefined, isAll: boolean): string {
  if (together === undefined) return "";
  if (together === 0) return ": each after its successor is in service";
  return isAll ? ": all at once, which is 100 % of the group" : `: ${together} at a time`;
}
