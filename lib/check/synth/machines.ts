import { FlatcarError, didYouMean } from "../../errors";
import { listed } from "../listed";
import type { NodeEntry, PoolEntry } from "./manifest";
import type { SynthesisedStack } from "./stack";

/** One machine of a stack, or what stands for every machine of a group. */
export interface FoundMachine {
  readonly name: string;
  /** The construct path of its pool. */
  readonly path: string;
  readonly pool: PoolEntry;
  /** Of a group, what holds for every machine of it. */
  readonly node: Pick<NodeEntry, "release" | "config" | "machineConfig" | "poolMachineConfig">;
}

/** One machine with a name. */
export interface FoundNode extends FoundMachine {
  readonly node: NodeEntry;
}

/**
 * A machine by its name, or by `<pool>/<name>`. A group is found by the name of its pool.
 *
 * @throws FlatcarError `node-unknown`
 */
export function findMachine(stack: SynthesisedStack, name: string): FoundMachine {
  const machines = [...machinesOf(stack)];
  const found = machines.find((machine) => machine.name === name || `${machine.pool.name}/${machine.name}` === name);
  if (found !== undefined) return found;
  const names = machines.map((machine) => machine.name);
  const members = machines.filter((machine) => machine.pool.name === name).map((machine) => machine.name);
  throw new FlatcarError({
    code: "node-unknown",
    subject: `NODE of ${stack.name}`,
    received: name,
    allowed: listed(names),
    mend:
      members.length > 0
        ? `name one of the nodes of ${name}: ${listed(members)}`
        : (didYouMean(name, names) ?? "name a node of one of the stack's pools, or a group by its pool's name"),
  });
}

/** Every machine of a stack's pools, in the order of the manifest. */
export function* machinesOf(stack: SynthesisedStack): Generator<FoundMachine> {
  for (const [path, pool] of Object.entries(stack.pools)) {
    yield* nodesOf(path, pool);
    if (pool.config !== undefined) yield { name: pool.name, path, pool, node: { config: pool.config } };
  }
}

/** The machines of a pool that have names. */
export function nodesOf(path: string, pool: PoolEntry): FoundNode[] {
  return Object.entries(pool.nodes ?? {}).map(([name, node]) => ({ name, path, pool, node }));
}
