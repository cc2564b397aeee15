import type { CheckedMachine } from "./checked-machine";
import type { CheckedPool, CheckedStack } from "./checked-stack";

/** A pool of a stack, and the same pool as the base branch synthesises it. */
export interface PoolPair {
  readonly before: CheckedPool;
  readonly after: CheckedPool;
  /** The machines that both have, by name; of groups the one that stands for all. */
  readonly machines: readonly MachinePair[];
}

/** A machine, and the same machine as the base branch synthesises it. */
export interface MachinePair {
  readonly before: CheckedMachine;
  readonly after: CheckedMachine;
}

/**
 * The pools that a stack and its base have in common: by construct path, and a pool that has moved in the tree by its platform and name, where these
 * are of one pool alone. A pool that is on another platform now is another one. Empty without a base.
 */
export function poolPairs({ pools, base }: Pick<CheckedStack, "pools" | "base">): PoolPair[] {
  const before = base?.pools ?? [];
  const [byKey, byKeyNow] = [byKeyOf(before), byKeyOf(pools)];
  const gone = byNameOf(before.filter((pool) => !byKeyNow.has(keyOf(pool))));
  const byName = byNameOf(pools);
  return pools.flatMap((after) => {
    const same = byKey.get(keyOf(after)) ?? moved(after, byName, gone);
    return same?.platform !== after.platform ? [] : [{ before: same, after, machines: machinePairs(same, after) }];
  });
}

function byKeyOf(pools: readonly CheckedPool[]): Map<string, CheckedPool> {
  return new Map(pools.map((pool) => [keyOf(pool), pool]));
}

// No construct path is an address, which has a dot before its name and no slash.
function keyOf({ path, name }: CheckedPool): string {
  return path ?? name;
}

/** The pools of this package by their platforms and names. */
function byNameOf(pools: readonly CheckedPool[]): Map<string, CheckedPool[]> {
  const found = new Map<string, CheckedPool[]>();
  for (const pool of pools) {
    if (pool.path === undefined) continue;
    const alike = found.get(nameOf(pool));
    if (alike === undefined) found.set(nameOf(pool), [pool]);
    else alike.push(pool);
  }
  return found;
}

function nameOf({ platform, name }: CheckedPool): string {
  return JSON.stringify([platform, name]);
}

type ByName = ReadonlyMap<string, readonly CheckedPool[]>;

function moved(pool: CheckedPool, now: ByName, gone: ByName): CheckedPool | undefined {
  if (pool.path === undefined) return undefined;
  const before = gone.get(nameOf(pool)) ?? [];
  return before.length === 1 && now.get(nameOf(pool))?.length === 1 ? before[0] : undefined;
}

function machinePairs(before: CheckedPool, after: CheckedPool): MachinePair[] {
  if (before.kind !== after.kind) return [];
  // What stands for a group is called as its pool, which may be called otherwise now.
  if (after.kind === "group")
    return before.machines.slice(0, 1).flatMap((same) => after.machines.map((machine) => ({ before: same, after: machine })));
  const byName = new Map(before.machines.map((machine) => [machine.name, machine]));
  return after.machines.flatMap((machine) => {
    const same = byName.get(machine.name);
    return same === undefined ? [] : [{ before: same, after: machine }];
  });
}
