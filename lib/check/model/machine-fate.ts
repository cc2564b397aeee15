import type { PlanChange } from "../plan/plan";
import { isReplacement } from "../plan/plan";
import { Fate, MachineFate, Reason } from "./fate";
import { inPlace } from "./in-place";

/**
 * What happens to a machine by the change of the resource that is the machine.
 *
 * @param change undefined where the plan does not know it, as one narrowed by `-target`
 * @param reasons what else of the plan has to do with it, and the change itself
 */
export function machineFate(name: string, address: string, change: PlanChange | undefined, reasons: readonly Reason[]): MachineFate {
  const actions = change?.actions ?? ["no-op"];
  const isNew = actions.includes("create") && !actions.includes("delete");
  const isGone = !actions.includes("create") && (actions.includes("delete") || actions.includes("forget"));
  return {
    ...{ name, address, fate: fateOf(change, reasons), count: 1, isBefore: !isNew, isAfter: !isGone, reasons },
    ...(change !== undefined && isReplacement(change) ? { order: orderOf(change) } : {}),
  };
}

/** Which comes first in a replacement. */
export function orderOf({ actions }: PlanChange): "destroy-first" | "create-first" {
  return actions[0] === "create" ? "create-first" : "destroy-first";
}

function fateOf(change: PlanChange | undefined, reasons: readonly Reason[]): Fate {
  if (change !== undefined) {
    if (isReplacement(change)) return Fate.REPLACED;
    if (change.actions.includes("create")) return Fate.CREATED;
    if (change.actions.includes("delete")) return Fate.DESTROYED;
    if (change.actions.includes("update")) return inPlace(change);
  }
  return reasons.length > 0 ? Fate.UPDATED : Fate.UNTOUCHED;
}
