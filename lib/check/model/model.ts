import type { Plan, PlanChange } from "../plan/plan";
import { isRecord, own } from "../record";
import type { NodeEntry, PoolEntry } from "../synth/manifest";
import type { SynthesisedStack } from "../synth/stack";
import { Changes } from "./changes";
import type { MachineFate, PoolFates } from "./fate";
import { foreignFates, isMachine, platformOf } from "./foreign";
import { groupFate } from "./group-fate";
import { domainFate } from "./libvirt-fate";
import { machineFate } from "./machine-fate";
import { servedFate } from "./served-fate";

/** The label or tag that machines of pools have in the cloud. */
const POOL_LABEL = "flatcar-pool";

/**
 * What happens to the machines of a stack when a plan is applied: pools in the order of the manifest, then pools that are gone, then machines that no
 * pool of this package made.
 *
 * @param base the stack as it was synthesised when it was applied last. Without it a machine that goes is one of its pool where a label or tag says so
 */
export function poolFates(stack: SynthesisedStack, plan: Plan, base?: SynthesisedStack): PoolFates[] {
  const all = new Changes(plan);
  const known = new Set<string>();
  const pools = Object.entries(stack.pools).map(([path, pool]) => ({ path, pool, machines: fatesOf(pool, all) }));
  for (const { pool } of pools) for (const address of resourcesOf(pool)) known.add(address);
  const gone = goneOf(base, all, known);
  for (const { resources } of gone) for (const address of resources) known.add(address);
  const others = [...all.all()].filter((change) => isMachine(change) && !known.has(change.address));
  const labelled = others.filter((change) => change.actions.join() === "delete" && poolLabel(change) !== undefined);

  const found = pools.map(({ path, pool, machines }) => {
    const of = gone.filter((each) => each.path === path).map((each) => each.fate);
    const byLabel = labelled.filter((change) => poolLabel(change) === pool.name && platformOf(change) === pool.platform);
    for (const { address } of byLabel) known.add(address);
    const labelledFates = byLabel.map((change) => goneFate(change, stack.name, all));
    return poolOf(stack.name, path, pool, [...machines.machines, ...of, ...labelledFates], machines);
  });
  const gonePools = Object.entries(base?.pools ?? {}).filter(([path]) => !Object.hasOwn(stack.pools, path));
  const goneFates = gonePools.flatMap(([path, pool]) => {
    const of = gone.filter((each) => each.path === path);
    return of.length === 0
      ? []
      : [
          poolOf(
            stack.name,
            path,
            pool,
            of.map((each) => each.fate),
            of[0].group,
          ),
        ];
  });
  return [
    ...found,
    ...goneFates,
    ...foreignFates(
      stack.name,
      others.filter(({ address }) => !known.has(address)),
      all,
    ),
  ];
}

/** What happens to the machines of one pool, and how many there are where it is a group. */
interface Fates {
  readonly machines: readonly MachineFate[];
  readonly before?: number;
  readonly after?: number;
}

function fatesOf(pool: PoolEntry, all: Changes): Fates {
  if (pool.kind === "named") return { machines: Object.entries(pool.nodes ?? {}).map(([name, node]) => nodeFate(name, node, pool, all)) };
  const { name, group = "", resources = [] } = pool;
  const templates = resources.map((address) => all.at(address)).filter((change) => change?.type === "aws_launch_template");
  return groupFate(
    name,
    group,
    all.at(group),
    templates.filter((change) => change !== undefined),
    all.reasons(resources),
  );
}

function nodeFate(name: string, node: NodeEntry, pool: PoolEntry, all: Changes): MachineFate {
  if (node.served !== undefined) return servedFate(name, node, pool, all);
  const [change, reasons] = [all.at(node.machine), all.reasons(node.resources)];
  return pool.platform === "libvirt" && change !== undefined
    ? domainFate(name, change, all, reasons)
    : machineFate(name, node.machine, change, reasons);
}

/** A machine of the base that the plan destroys. */
interface Gone {
  /** Of its pool. */
  readonly path: string;
  readonly resources: readonly string[];
  readonly fate: MachineFate;
  readonly group?: Fates;
}

function goneOf(base: SynthesisedStack | undefined, all: Changes, known: ReadonlySet<string>): Gone[] {
  return Object.entries(base?.pools ?? {}).flatMap(([path, pool]) => {
    const isGone = (address: string): boolean => {
      const change = all.from(address);
      return change?.address === address && !known.has(address) && isLost(change);
    };
    const nodes = Object.entries(pool.nodes ?? {}).filter(([, node]) => isGone(node.machine));
    if (pool.group === undefined || !isGone(pool.group)) {
      return nodes.map(([name, node]) => ({ path, resources: node.resources, fate: nodeFate(name, node, pool, all) }));
    }
    const group = fatesOf(pool, all);
    return group.machines.map((fate) => ({ path, resources: resourcesOf(pool), fate, group }));
  });
}

function isLost({ actions }: PlanChange): boolean {
  return !actions.includes("create") && (actions.includes("delete") || actions.includes("forget"));
}

/** A machine whose node nobody knows any more: in the cloud it is called `<stack>-<node>`. */
function goneFate(change: PlanChange, stack: string, all: Changes): MachineFate {
  const name = own(change.before.tags, "Name") ?? change.before.name;
  const node = typeof name === "string" ? name.replace(`${stack}-`, "") : change.address;
  return machineFate(node, change.address, change, all.reasons([change.address]));
}

function resourcesOf({ nodes = {}, group, resources = [] }: PoolEntry): string[] {
  return [...Object.values(nodes).flatMap((node) => node.resources), ...(group === undefined ? [] : [group]), ...resources];
}

function poolLabel({ before }: PlanChange): string | undefined {
  const label = [before.labels, before.tags].map((labels) => own(labels, POOL_LABEL)).find((each) => typeof each === "string");
  if (typeof label === "string") return label;
  const tags: readonly unknown[] = Array.isArray(before.tag) ? before.tag : [];
  const tag = tags.find((each) => isRecord(each) && each.key === POOL_LABEL);
  const value = own(tag, "value");
  return typeof value === "string" ? value : undefined;
}

function poolOf(stack: string, path: string, pool: PoolEntry, machines: readonly MachineFate[], group: Fates | undefined): PoolFates {
  const { name, platform, kind, quorum, source } = pool;
  const count = (isThere: (fate: MachineFate) => boolean): number => machines.filter(isThere).length;
  const counts =
    kind === "group"
      ? { before: group?.before, after: group?.after }
      : { before: count(({ isBefore }) => isBefore), after: count(({ isAfter }) => isAfter) };
  return { stack, path, name, platform, kind, quorum, ...(source === undefined ? {} : { source }), ...counts, machines };
}
