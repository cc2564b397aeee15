import type { CheckedPool, CheckedStack } from "../model/checked-stack";
import { poolPairs } from "../model/pairs";
import { Severity } from "../severity";
import { doneTo, machinesOfPool, outageAtOnce, refreshedMachines } from "./outage";
import { quorumOf, toleranceOf } from "./quorum";
import { reasonLines } from "./reason-lines";
import { refreshedAtOnce } from "./refresh-pace";
import { Need, Problem, Rule, RuleSubject } from "./rule";

/** Whether pools whose machines keep a quorum keep it, and are of an odd size. */
export const FC002: Rule = {
  id: "FC002",
  title: "quorum lost, or of an even size",
  severity: Severity.FAIL,
  why:
    "More than half of the members must be there for anything to be written, and members that have lost their disks do not come back by themselves: " +
    "a cluster that has lost its quorum so has to be restored from a backup (https://etcd.io/docs/v3.6/op-guide/recovery/). " +
    "A member more that makes the number even lets no more of them be lost, and is one more that can fail (https://etcd.io/docs/v3.6/faq/).",
  mend:
    "Raise generation of one node in each apply, and wait until it has joined before the next. Take a member out of the cluster before its machine goes. " +
    "Grow and shrink from one odd size to another.",
  triggers: "The generation of 2 of 3 machines of a pool with quorum: true is raised in one change, or a fourth machine is added to it.",
  passes: "The generation of 1 of 3 such machines is raised, or one machine becomes three.",
  parts: [
    { needs: [Need.PLAN], find: lost },
    { needs: [], find: even },
  ],
};

function* lost({ stack }: RuleSubject): Generator<Problem> {
  for (const pool of stack.pools) {
    const { fates, quorum, name } = pool;
    if (!quorum || fates === undefined || stack.changes === undefined) continue;
    const { before } = fates;
    const outage = outageAtOnce(fates);
    const refreshed = refreshedMachines(fates).machines;
    const together = refreshed.length === 0 ? 0 : refreshedAtOnce(refreshed, stack.changes);
    const out = sum(outage.count, together);
    const isLost = before === undefined || out === undefined ? outage.isAll : out > 0 && out > toleranceOf(before);
    if (!isLost) continue;
    const how = outage.machines.length === 0 ? "replaced by an instance refresh" : doneTo(outage.machines);
    // Where there are both, the numbers of the first alone would not add up.
    const done = outage.machines.length > 0 && refreshed.length > 0 ? `${how}, or replaced by an instance refresh,` : how;
    const machines = [...outage.machines, ...refreshed];
    yield {
      pool,
      subjects: [...new Set(machines.map((machine) => machine.name))],
      message: `${machines.some(({ isAtMost }) => isAtMost === true) ? "up to " : ""}${machinesOfPool(out, before, name)} ${done} at once${remaining(before, out)}`,
      details: reasonLines(machines),
    };
  }
}

function remaining(before: number | undefined, out: number | undefined): string {
  if (before === undefined || out === undefined) return ", and none remains for a quorum";
  const left = before - out;
  return `, and ${left === 0 ? "none remains" : left === 1 ? "1 remains" : `${left} remain`} of the ${quorumOf(before)} that a quorum of ${before} needs`;
}

function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one + other;
}

function* even({ stack }: RuleSubject): Generator<Problem> {
  for (const pool of stack.pools) {
    const after = sizeAfter(pool);
    if (!pool.quorum || after === undefined || after === 0 || after % 2 === 1) continue;
    const before = sizeBefore(pool, stack);
    // It was even before: nothing that this change brings.
    if (before !== undefined && before > 0 && before % 2 === 0) continue;
    const isFromOdd = before !== undefined && before % 2 === 1;
    const become = isFromOdd ? `goes from ${before} to ${after} machines` : `has ${after} machines, an even number`;
    const tolerance = toleranceOf(after);
    yield {
      severity: isFromOdd ? Severity.FAIL : Severity.WARN,
      pool,
      message: `${pool.name} ${become}: a quorum of ${after} needs ${quorumOf(after)} and bears the loss of ${tolerance === 0 ? "none" : tolerance}, as that of ${after - 1} does`,
      mend: `make it ${after - 1} or ${after + 1} machines`,
    };
  }
}

function sizeAfter(pool: CheckedPool): number | undefined {
  return pool.fates === undefined ? synthesisedSize(pool) : pool.fates.after;
}

/** Undefined where neither a plan nor a base tells; 0 for a pool that is new. */
function sizeBefore(pool: CheckedPool, stack: CheckedStack): number | undefined {
  if (pool.fates !== undefined) return pool.fates.before;
  if (stack.base === undefined) return undefined;
  const pair = poolPairs(stack).find(({ after }) => after === pool);
  return pair === undefined ? 0 : synthesisedSize(pair.before);
}

function synthesisedSize({ kind, machines, entry }: CheckedPool): number | undefined {
  if (kind === "named") return machines.length;
  const size = entry?.capacity?.desired ?? entry?.capacity?.min;
  return typeof size === "number" ? size : undefined;
}
