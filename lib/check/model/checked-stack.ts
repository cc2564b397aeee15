import type { Plan } from "../plan/plan";
import { FOREIGN_TYPES, foreignConfigPlace } from "../synth/foreign-config";
import { nodesOf } from "../synth/machines";
import type { PoolEntry } from "../synth/manifest";
import type { SynthesisedStack } from "../synth/stack";
import { Changes } from "./changes";
import { CheckedMachine } from "./checked-machine";
import type { PoolFates, PoolIdentity } from "./fate";
import { foreignPlatform } from "./foreign";
import { foreignRelease } from "./foreign-release";
import { poolFates } from "./model";

/** One pool, or machines that no pool made, with all that is known of it. */
export interface CheckedPool extends PoolIdentity {
  /** What the manifest says of it. */
  readonly entry?: PoolEntry;
  /** Its machines as they are synthesised; of a group the one that stands for all. Empty for a pool that is gone, or that modules make. */
  readonly machines: readonly CheckedMachine[];
  /** What a plan does to its machines. Undefined without a plan. */
  readonly fates?: PoolFates;
}

/** One stack with all that is known of it. */
export interface CheckedStack {
  readonly name: string;
  /** Its `cdk.tf.json`, as it is called in messages. */
  readonly file: string;
  readonly stack: SynthesisedStack;
  readonly plan?: Plan;
  /** The plan's changes by address. */
  readonly changes?: Changes;
  /** In the order of the manifest; then machines that no pool made, then what only the plan knows: pools that are gone, machines of modules. */
  readonly pools: readonly CheckedPool[];
  /** The stack as the base branch synthesises it. Without pools where the base has no such stack, undefined where no base is given. */
  readonly base?: CheckedBase;
}

/** A stack as the base branch synthesises it. */
export interface CheckedBase {
  /** Undefined where the base branch has no such stack. */
  readonly stack?: SynthesisedStack;
  readonly pools: readonly CheckedPool[];
}

/** What a stack is checked with. */
export interface StackInput {
  readonly stack: SynthesisedStack;
  /** Its `cdk.tf.json`, as it is called in messages. */
  readonly file: string;
  /** @default - none is given */
  readonly plan?: Plan;
  /**
   * The stack as the base branch synthesises it; null where that branch has no such stack.
   *
   * @default - no base is given
   */
  readonly base?: SynthesisedStack | null;
}

/** Joins what is known of a stack. Machine configs are read when they are first asked for. */
export function checkedStack({ stack, file, plan, base }: StackInput): CheckedStack {
  const synthesised = synthesisedPools(stack);
  return {
    ...{ name: stack.name, file, stack },
    pools: plan === undefined ? synthesised : withFates(stack, synthesised, poolFates(stack, plan, base ?? undefined)),
    ...(plan === undefined ? {} : { plan, changes: new Changes(plan) }),
    ...(base === undefined ? {} : { base: base === null ? { pools: [] } : { stack: base, pools: synthesisedPools(base) } }),
  };
}

function synthesisedPools(stack: SynthesisedStack): CheckedPool[] {
  const ours = new Set<string>();
  const pools = Object.entries(stack.pools).map(([path, entry]): CheckedPool => {
    const machines = machinesOf(stack, path, entry);
    for (const address of [...machines.flatMap(({ resources }) => resources), ...(entry.resources ?? [])]) ours.add(address);
    const { name, platform, kind, quorum, source } = entry;
    return { stack: stack.name, path, name, platform, kind, quorum, ...(source === undefined ? {} : { source }), entry, machines };
  });
  const foreign = FOREIGN_TYPES.flatMap((type) =>
    Object.keys(stack.resources[type] ?? {})
      .filter((name) => !ours.has(`${type}.${name}`))
      .map((name) => foreignPool(stack, type, name)),
  );
  return [...pools, ...foreign];
}

function machinesOf(stack: SynthesisedStack, path: string, entry: PoolEntry): CheckedMachine[] {
  const { name, release, group, resources = [], config } = entry;
  const named = nodesOf(path, entry).map(
    ({ name: node, node: found }) =>
      new CheckedMachine(stack, {
        ...{ name: node, address: found.machine, resources: found.resources },
        ...{ release: found.release ?? release, node: found, place: found.config },
      }),
  );
  if (group === undefined || config === undefined) return named;
  return [...named, new CheckedMachine(stack, { name, address: group, resources: [group, ...resources], release, place: config })];
}

function foreignPool(stack: SynthesisedStack, type: string, name: string): CheckedPool {
  const address = `${type}.${name}`;
  const known = { release: foreignRelease(stack, type, name), place: foreignConfigPlace(stack, type, name) };
  const machine = new CheckedMachine(stack, { name: address, address, resources: [address], ...known });
  const kind = type === "aws_autoscaling_group" ? "group" : "named";
  return { stack: stack.name, name: address, platform: foreignPlatform(type), kind, quorum: false, machines: [machine] };
}

function withFates(stack: SynthesisedStack, pools: readonly CheckedPool[], fates: readonly PoolFates[]): CheckedPool[] {
  const keyOf = ({ path, name }: { readonly path?: string; readonly name: string }): string => JSON.stringify([path, name]);
  const byKey = new Map(fates.map((each) => [keyOf(each), each]));
  const known = pools.map((pool): CheckedPool => {
    const found = byKey.get(keyOf(pool));
    byKey.delete(keyOf(pool));
    return found === undefined ? pool : { ...pool, fates: found };
  });
  const others = [...byKey.values()].map(({ path, name, platform, kind, quorum, source, ...rest }): CheckedPool => {
    const common = { stack: stack.name, ...(path === undefined ? {} : { path }), name, platform, kind, quorum };
    return { ...common, ...(source === undefined ? {} : { source }), machines: [], fates: { ...common, source, ...rest } };
  });
  return [...known, ...others];
}
