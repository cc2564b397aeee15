import type { CheckedMachine } from "./checked-machine";
import type { CheckedPool, CheckedStack } from "./checked-stack";

/** A pool of a stack, and the same pool as the base branch synthesises it. */
export interface PoolPair {
  readonly before: CheckedPool;
  readonly after: CheckedPool;
  /** The machines that both have, by name. */
  readonly machines: readonly MachinePair[];
}

/** A machine, and the same machine as the base branch synthesises it. */
export interface MachinePair {
  readonly before: CheckedMachine;
  readonly after: CheckedMachine;
}

/**
 * The pools that a stack and its base have in common: by construct path, and a pool that has moved in the tree by its platform and name, where these
 * are of one pool alone. Empty without a base.
 */
export function poolPairs({ pools, base }: Pick<CheckedStack, "pools" | "base">): PoolPair[] {
  const before = base?.pools ?? [];
  const gone = before.filter((pool) => !pools.some((other) => keyOf(other) === keyOf(pool)));
  return pools.flatMap((after) => {
    const same = before.find((pool) => keyOf(pool) === keyOf(after)) ?? moved(after, pools, gone);
    return same === undefined ? [] : [{ before: same, after, machines: machinePairs(same, after) }];
  });
}

function keyOf({ path, name }: CheckedPool): string {
  return path ?? name;
}

function moved(pool: CheckedPool, pools: readonly CheckedPool[], gone: readonly CheckedPool[]): CheckedPool | undefined {
  const isAlike = ({ path, name, platform }: CheckedPool): boolean =>
    path !== undefined && pool.path !== undefined && name === pool.name && platform === pool.platform;
  const before = gone.filter(isAlike);
  return before.length === 1 && pools.filter(isAlike).length === 1 ? before[0] : undefined;
}

function machinePairs(before: CheckedPool, after: CheckedPool): MachinePair[] {
  const byName = new Map(before.machines.map((machine) => [machine.name, machine]));
  return after.machines.flatMap((machine) => {
    const same = byName.get(machine.name);
    return same === undefined ? [] : [{ before: same, after: machine }];
  });
}
