import type { PlanChange } from "../plan/plan";
import { isReplacement } from "../plan/plan";
import type { NodeEntry, PoolEntry } from "../synth/manifest";
import { Changes, changes, isIdle } from "./changes";
import { Fate, MachineFate } from "./fate";
import { machineFate } from "./machine-fate";

/**
 * What happens to a machine that boots from the network: nothing, until it boots or is installed anew. Whether something waits for it then is what is
 * told.
 */
export function servedFate(name: string, node: NodeEntry, pool: PoolEntry, all: Changes): MachineFate {
  const fate = machineFate(name, node.machine, all.at(node.machine), all.reasons(node.resources));
  // It runs on; nothing is served to it any more.
  if (!fate.isAfter) return { ...fate, fate: Fate.STALE };
  if (!fate.isBefore) return fate;
  const { order: _order, ...rest } = fate;
  const waits = takesIt(node, pool, all) ? Fate.STALE : fate.reasons.length > 0 ? Fate.UPDATED : Fate.UNTOUCHED;
  return { ...rest, fate: waits };
}

function takesIt({ machine, config, resources, served }: NodeEntry, { onReleaseChange }: PoolEntry, all: Changes): boolean {
  const isChanged = (address: string): boolean => {
    const change = all.at(address);
    return change !== undefined && !isIdle(change);
  };
  if (isChanged(config.address) || isChanged(machine)) return true;
  // Its generation began anew: the next network boot installs it.
  const record = served === undefined ? undefined : all.at(served.record);
  if (record !== undefined && isReplacement(record)) return true;
  // Another release is for new installations, unless the pool says otherwise.
  return onReleaseChange === "replace" && resources.some((address) => bootsAnother(all.at(address)));
}

function bootsAnother(change: PlanChange | undefined): boolean {
  return change?.type === "matchbox_profile" && !isIdle(change) && changes(change, ["kernel", "initrd"]);
}
