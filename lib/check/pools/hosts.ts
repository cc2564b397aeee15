import type { NodeAddress } from "./address";
import type { NodeFacts, PoolFacts } from "./pool-facts";

/** A machine that can be reached, under names that no other has. */
export interface Host {
  /** `<stack>-<node>`; with the pool between where two pools of a stack have a node of that name. */
  readonly name: string;
  /** The node's own name. Absent where another machine is called so, be it one without an address. */
  readonly alias?: string;
  readonly address: NodeAddress;
  readonly node: NodeFacts;
  readonly pool: PoolFacts;
}

/** The machines of pools that have an address, and those that have none. */
export interface Hosts {
  readonly hosts: readonly Host[];
  readonly without: readonly { readonly node: NodeFacts; readonly pool: PoolFacts }[];
}

/** The machines with names of several pools, in their order. */
export function hostsOf(pools: readonly PoolFacts[]): Hosts {
  const machines = pools.flatMap((pool) => (pool.nodes ?? []).map((node) => ({ pool, node })));
  const short = ({ pool, node }: (typeof machines)[number]): string => word(`${pool.stack}-${node.name}`);
  const shorts = counted(machines.map(short));
  const names = machines.map((each) =>
    shorts.get(short(each)) === 1 ? short(each) : word(`${each.pool.stack}-${each.pool.pool}-${each.node.name}`),
  );
  const taken = counted([...names, ...machines.map(({ node }) => word(node.name))]);
  const hosts = machines.flatMap(({ pool, node }, i): Host[] => {
    const [address] = node.addresses;
    if (address === undefined) return [];
    const own = word(node.name);
    return [{ name: names[i], ...(taken.get(own) === 1 ? { alias: own } : {}), address, node, pool }];
  });
  return { hosts, without: machines.filter(({ node }) => node.addresses.length === 0) };
}

/** A name without what ssh takes for a pattern, Ansible for a range, or both for its end. */
function word(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, "_");
}

function counted(names: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const name of names) found.set(name, (found.get(name) ?? 0) + 1);
  return found;
}
