import { IgnitionDiff, diffIgnition } from "../../ignition";
import type { CheckedPool, CheckedStack } from "./checked-stack";
import { poolPairs } from "./pairs";

/** Machines whose configs change in the same way. */
export interface ConfigDiff {
  readonly stack: string;
  /** The construct path of the pool, or the address of machines that no pool made. */
  readonly pool: string;
  readonly machines: readonly string[];
  /** Whether what differs reaches machines that are there only when they are made anew. */
  readonly onlyNewMachines: boolean;
  /** What differs, with `***` in place of what looks secret. */
  readonly diff: IgnitionDiff;
}

/** What differs between the machine configs of a stack and of its base, pool by pool. Empty without a base. */
export function configDiffs(stack: Pick<CheckedStack, "name" | "pools" | "base">): ConfigDiff[] {
  return poolPairs(stack).flatMap(({ after: pool, machines }) => {
    const groups = new Map<string, { readonly machines: string[]; readonly diff: IgnitionDiff }>();
    for (const { before, after } of machines) {
      if (before.config === undefined || after.config === undefined) continue;
      const diff = diffIgnition(before.config, after.config);
      if (diff.changes.length === 0) continue;
      const key = JSON.stringify(diff);
      const group = groups.get(key) ?? { machines: [], diff };
      groups.set(key, group);
      group.machines.push(after.name);
    }
    return [...groups.values()].map((group) => ({
      ...{ stack: stack.name, pool: pool.path ?? pool.name, onlyNewMachines: isKept(pool) },
      ...group,
    }));
  });
}

function isKept({ entry }: CheckedPool): boolean {
  return entry?.onConfigChange === "new-nodes-only";
}
