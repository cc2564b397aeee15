import type { CheckedPool, CheckedStack } from "../../model/checked-stack";

/** A resource with which a provider does something else than its plan, or its documentation, lets one expect. */
export interface Trapped {
  readonly address: string;
  /** What of it, where that is more than the address. */
  readonly detail?: string;
}

/** One kind of trap. */
export interface Trap {
  /** The resources that are in it, in their order. */
  find(stack: CheckedStack): Iterable<Trapped>;
  /** What is so, behind the names of the resources or machines, of one and of several: `launches from …`, `launch from …`. */
  readonly one: string;
  readonly several: string;
  /** What to do, as an imperative sentence without a final period. */
  readonly mend: string;
}

/** Trapped resources of one pool, or that are in none. */
export interface TrappedPool {
  /** Undefined for resources that belong to no machine. */
  readonly pool?: CheckedPool;
  /** Of machines of a pool of this package their names, of other resources the addresses. */
  readonly names: readonly string[];
  readonly trapped: readonly Trapped[];
}

/** Trapped resources by the pools they belong to, in the order of the first of each. */
export function byPool({ pools }: CheckedStack, all: Iterable<Trapped>): TrappedPool[] {
  const owners = new Map<string, { readonly pool: CheckedPool; readonly name?: string }>();
  for (const pool of pools) {
    for (const address of pool.entry?.resources ?? []) owners.set(address, { pool });
    for (const { address } of pool.fates?.machines ?? []) owners.set(address, { pool });
    for (const { name, address: machine, resources } of pool.machines) {
      // A disk of a machine is called by its own name.
      for (const address of resources) owners.set(address, address === machine ? { pool, name } : { pool });
    }
  }
  const found = new Map<CheckedPool | undefined, { readonly pool?: CheckedPool; readonly names: string[]; readonly trapped: Trapped[] }>();
  for (const trapped of all) {
    const { pool, name } = owners.get(trapped.address) ?? {};
    const isOurs = pool?.path !== undefined && pool.kind === "named" && name !== undefined;
    const own = found.get(pool) ?? { ...(pool === undefined ? {} : { pool }), names: [], trapped: [] };
    found.set(pool, own);
    const called = isOurs ? name : trapped.address;
    if (!own.names.includes(called)) own.names.push(called);
    own.trapped.push(trapped);
  }
  return [...found.values()];
}
