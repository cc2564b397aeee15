import { IgnitionConfig, IgnitionDiff, IgnitionSpecVersion, diffIgnition } from "../../ignition";
import { isSame } from "../same";
import type { ConfigPlace } from "../synth/machine-config";
import type { SynthesisedStack } from "../synth/stack";
import type { CheckedPool, CheckedStack } from "./checked-stack";
import { differingParts } from "./differing-parts";
import { MachinePair, poolPairs } from "./pairs";
import { Reach, reachOf } from "./reach";

/** Machines whose configs change in the same way. */
export interface ConfigDiff {
  readonly stack: string;
  /** The construct path of the pool, or the address of machines that no pool made. */
  readonly pool: string;
  readonly machines: readonly string[];
  /** How what differs reaches machines that are there. */
  readonly reach: Reach;
  /** Whether it does not: only machines that are made from now on have it. */
  readonly onlyNewMachines: boolean;
  /** What differs, with `***` in place of what looks secret. */
  readonly diff: IgnitionDiff;
}

/** The same with the pool itself. */
export interface PoolDiff {
  readonly pool: CheckedPool;
  /** In the pool's order. */
  readonly machines: readonly string[];
  readonly reach: Reach;
  readonly diff: IgnitionDiff;
}

type Compared = Pick<CheckedStack, "stack" | "pools" | "base">;

/** What differs between the machine configs of a stack and of its base, pool by pool. Empty without a base. */
export function configDiffs(stack: Compared & Pick<CheckedStack, "name">): ConfigDiff[] {
  return poolDiffs(stack).map(({ pool, reach, ...rest }) => ({
    ...{ stack: stack.name, pool: pool.path ?? pool.name, reach, onlyNewMachines: reach === Reach.NEW_MACHINES },
    ...rest,
  }));
}

/** What differs between the machine configs of a stack and of its base, pool by pool, and in a pool for each group of machines alike. */
export function poolDiffs(stack: Compared): PoolDiff[] {
  const { base } = stack;
  return poolPairs(stack).flatMap((pools) => {
    const groups = new Groups();
    for (const pair of pools.machines) {
      if (base?.stack !== undefined && isWrittenAlike(base.stack, stack.stack, pair)) continue;
      groups.add(pair, () => reachOf(stack.stack, pools, pair));
    }
    return groups.all().map((group) => ({ pool: pools.after, ...group }));
  });
}

/** Machines by what differs in their configs. */
class Groups {
  private readonly byParts = new Map<string, IgnitionDiff>();
  private readonly groups = new Map<string, { readonly machines: string[]; readonly reach: Reach; readonly diff: IgnitionDiff }>();

  public add({ before, after }: MachinePair, reachOf: () => Reach): void {
    if (before.config === undefined || after.config === undefined) return;
    // Comparing takes far longer than finding out that the same has been compared for the machine before.
    const parts = differingParts(comparable(before.config), comparable(after.config));
    const key = JSON.stringify(parts);
    const diff = this.byParts.get(key) ?? diffIgnition(...parts);
    this.byParts.set(key, diff);
    if (diff.changes.length === 0) return;
    const reach = reachOf();
    const alike = JSON.stringify([reach, diff]);
    const group = this.groups.get(alike);
    if (group === undefined) this.groups.set(alike, { machines: [after.name], reach, diff });
    else group.machines.push(after.name);
  }

  public all(): { readonly machines: readonly string[]; readonly reach: Reach; readonly diff: IgnitionDiff }[] {
    return [...this.groups.values()];
  }
}

/** Those of machines that no pool made may name a spec that is not known here, or only at apply: they are compared without it. */
function comparable(config: IgnitionConfig): IgnitionConfig {
  const version = config.ignition?.version;
  if (version === undefined || IgnitionSpecVersion.ALL.some((known) => known.toString() === version)) return config;
  return { ...config, ignition: { ...config.ignition, version: undefined } };
}

/** Whether a config is the same text on both sides, so that none of them has to be read. */
function isWrittenAlike(before: SynthesisedStack, after: SynthesisedStack, pair: MachinePair): boolean {
  const [ours, theirs] = [textAt(before, pair.before.place), textAt(after, pair.after.place)];
  if (ours === undefined || ours !== theirs || pair.before.place?.encoding !== pair.after.place?.encoding) return false;
  return !ours.includes("local.") || isSame(before.locals, after.locals);
}

function textAt({ resources }: SynthesisedStack, place: ConfigPlace | undefined): string | undefined {
  if (place === undefined) return undefined;
  const [type, name] = place.address.split(".");
  const value = resources[type]?.[name]?.[place.attribute];
  return typeof value === "string" ? value : undefined;
}
