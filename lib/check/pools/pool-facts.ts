import { FoundNode, nodesOf } from "../synth/machines";
import type { CapacityEntry, ConfigEntry, PoolEntry, ReleaseEntry, SourceEntry } from "../synth/manifest";
import type { SynthesisedStack } from "../synth/stack";
import { NodeAddress, byPreference } from "./address";
import { outputAddresses } from "./output-addresses";
import { addressesAtPlan, addressesIn } from "./resource-addresses";
import type { StateResources } from "./state-file";

/** What the bytes of user data come to. */
export interface UserDataFacts {
  /** Of the largest config of the pool, as far as known before anything is applied. */
  readonly bytes: number;
  /** Whether no config of the pool has values that are known only at apply. */
  readonly exact: boolean;
  /** The most that the platform takes; null where it has no limit. */
  readonly limit: number | null;
}

/** One machine with a name. */
export interface NodeFacts {
  readonly name: string;
  readonly hostname: string;
  /** Address of the resource that is the machine. */
  readonly machine: string;
  readonly release: ReleaseEntry;
  /** As matchbox knows the machine. */
  readonly mac?: string;
  /** As far as they are known, best first. */
  readonly addresses: readonly NodeAddress[];
}

/** One pool of a stack. */
export interface PoolFacts {
  readonly stack: string;
  /** The construct path. */
  readonly path: string;
  readonly pool: string;
  readonly platform: string;
  readonly kind: "named" | "group";
  readonly release: ReleaseEntry;
  readonly architecture: string;
  readonly update: PoolEntry["update"];
  readonly onConfigChange: string;
  readonly onReleaseChange: string;
  readonly quorum: boolean;
  readonly userData: UserDataFacts;
  /** Of a pool of kind `named`. */
  readonly nodes?: readonly NodeFacts[];
  /** Of a pool of kind `group`. */
  readonly capacity?: CapacityEntry;
  readonly source?: SourceEntry;
}

/** What is known of a stack that has been applied. */
export interface AppliedStack {
  /** @default - not known */
  readonly outputs?: { readonly [name: string]: unknown };
  /** @default - not known */
  readonly state?: StateResources;
}

/** The pools of a stack, with the addresses of their machines as far as they are known, in the order of the manifest. */
export function poolsOf(stack: SynthesisedStack, applied: AppliedStack = {}): PoolFacts[] {
  const pools = Object.entries(stack.pools);
  const nodes = pools.flatMap(([path, pool]) => nodesOf(path, pool));
  const addresses = addressesOf(stack, nodes, applied);
  return pools.map(([path, pool]) => {
    const { name, platform, kind, release, architecture, update, onConfigChange, onReleaseChange, quorum, capacity, source } = pool;
    const own = nodes.filter((node) => node.path === path);
    const common = { platform, kind, release, architecture, update, onConfigChange, onReleaseChange, quorum };
    return {
      ...{ stack: stack.name, path, pool: name, ...common, userData: userDataOf(pool) },
      ...(kind === "named" ? { nodes: own.map((node) => nodeFacts(node, addresses(node))) } : { capacity }),
      ...(source === undefined ? {} : { source }),
    };
  });
}

function nodeFacts({ name, node, pool }: FoundNode, addresses: readonly NodeAddress[]): NodeFacts {
  const { hostname, machine, release = pool.release, served } = node;
  return { name, hostname, machine, release, ...(served?.mac === undefined ? {} : { mac: served.mac }), addresses };
}

function userDataOf({ nodes = {}, config, userDataLimit }: PoolEntry): UserDataFacts {
  const configs: ConfigEntry[] = [...Object.values(nodes).map((node) => node.config), ...(config === undefined ? [] : [config])];
  const bytes = Math.max(0, ...configs.map((each) => each.bytes));
  return { bytes, exact: configs.every((each) => each.exact), limit: userDataLimit };
}

function addressesOf(stack: SynthesisedStack, nodes: readonly FoundNode[], applied: AppliedStack): (node: FoundNode) => NodeAddress[] {
  const told = outputAddresses(nodes, stack.outputs, applied.outputs ?? {});
  const known = outputAddresses(nodes, stack.outputs, stack.outputs);
  return (found) =>
    byPreference([
      ...found.node.resources.flatMap((address) => {
        const resource = applied.state?.get(address);
        return resource === undefined ? [] : addressesIn(resource.type, resource.attributes);
      }),
      ...(told.get(found) ?? []),
      ...(known.get(found) ?? []),
      ...found.node.resources.flatMap((address) => {
        const [type, name] = address.split(".");
        return addressesAtPlan(type, stack.resources[type]?.[name] ?? {});
      }),
    ]);
}
