import { HETZNER_PLACEMENT_GROUP_LIMIT } from "../../hetzner/limits";
import type { PlanChange } from "../plan/plan";
import { isCreatedFirst } from "../plan/plan";

/** A placement group that may have to hold more servers at a time than it can. */
export interface FullGroup {
  /** The id that the platform gave it. */
  readonly id: number;
  /** The most servers there may be in it. */
  readonly peak: number;
  /** The changes of the servers that come into it. */
  readonly come: readonly PlanChange[];
}

/**
 * The placement groups that may have to hold more servers during an apply than {@link HETZNER_PLACEMENT_GROUP_LIMIT}: servers that come may be there before
 * others go. Those that would hold too many afterwards are among them.
 */
export function fullGroups(changes: Iterable<PlanChange>): FullGroup[] {
  const groups = new Map<number, { there: number; readonly come: PlanChange[] }>();
  for (const change of changes) {
    if (change.type !== "hcloud_server") continue;
    const [was, is] = [groupOf(change.before), groupOf(change.after)];
    if (was !== undefined) {
      const group = groups.get(was) ?? { there: 0, come: [] };
      groups.set(was, group);
      group.there++;
    }
    // One that is destroyed first has left its place when it comes back.
    const comes = is !== was || isCreatedFirst(change);
    if (is === undefined || !comes) continue;
    const group = groups.get(is) ?? { there: 0, come: [] };
    groups.set(is, group);
    group.come.push(change);
  }
  return [...groups].flatMap(([id, { there, come }]) => {
    const peak = there + come.length;
    return come.length > 0 && peak > HETZNER_PLACEMENT_GROUP_LIMIT ? [{ id, peak, come }] : [];
  });
}

// 0 stands for none.
function groupOf(server: PlanChange["before"]): number | undefined {
  const { placement_group_id: id } = server;
  return typeof id === "number" && id > 0 ? id : undefined;
}
