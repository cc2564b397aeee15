import type { PoolFacts, UserDataFacts } from "../check/pools/pool-facts";
import type { CapacityEntry } from "../check/synth/manifest";
import { table } from "../table";

const HEAD = ["STACK", "POOL", "PLATFORM", "RELEASE", "ARCH", "NODES", "UPDATES", "USER DATA"];

/** Pools as a person reads them, one a line. */
export function poolsTable(pools: readonly PoolFacts[]): string {
  const rows = pools.map((pool) => [
    pool.stack,
    pool.pool,
    pool.platform,
    releases(pool),
    pool.architecture,
    pool.nodes === undefined ? capacity(pool.capacity) : String(pool.nodes.length),
    pool.update.strategy,
    userData(pool.userData),
  ]);
  return table([HEAD, ...rows]);
}

/** The release of the pool, and those that nodes of it have of their own. */
function releases({ release, nodes = [] }: PoolFacts): string {
  const all = [release, ...nodes.map((node) => node.release)].map(({ channel, version }) => `${channel} ${version}`);
  return [...new Set(all)].join(", ");
}

function capacity(of: CapacityEntry | undefined): string {
  if (of === undefined) return "?";
  const { min, max, desired } = of;
  const range = min === max ? number(min) : `${number(min)}–${number(max)}`;
  return desired === undefined ? range : `${number(desired)} (${range})`;
}

// An expression is known only at apply.
function number(value: number | string): string {
  return typeof value === "number" ? String(value) : "?";
}

function userData({ bytes, exact, limit }: UserDataFacts): string {
  const size = exact ? String(bytes) : `${bytes}+`;
  return limit === null ? size : `${size} of ${limit} (${Math.ceil((bytes / limit) * 100)} %)`;
}
