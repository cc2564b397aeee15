import type { Changes } from "../model/changes";
import type { MachineFate } from "../model/fate";
import { blocks } from "../model/group-fate";
import type { PlanChange } from "../plan/plan";

/** Percent of the wanted machines that stay in service during an instance refresh, and that there are at most, where nothing says otherwise. */
const DEFAULT = { min: 90, max: 100 };

/**
 * How many machines instance refreshes take out of service at the same time; undefined where that depends on a number that is known only at apply.
 *
 * What must stay is rounded up, and one machine goes where that lets none go. Where all must stay and there may be more, successors come first.
 *
 * @param machines the machines that are refreshed
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html
 * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html
 */
export function refreshedAtOnce(machines: readonly MachineFate[], changes: Changes): number | undefined {
  return machines.reduce<number | undefined>((sum, { address, count }) => {
    const group = changes.at(address);
    if (sum === undefined || group === undefined || count === undefined) return undefined;
    const { min, max } = healthyPercentages(group);
    if (min >= 100 && max > 100) return sum;
    return sum + Math.max(1, count - Math.ceil((count * min) / 100));
  }, 0);
}

/** The preferences of the refresh, or else what the group says for everything that replaces its machines. */
function healthyPercentages({ after }: PlanChange): { readonly min: number; readonly max: number } {
  const [preferences] = blocks(after.instance_refresh).flatMap((refresh) => blocks(refresh.preferences));
  const [policy] = blocks(after.instance_maintenance_policy);
  const of = (attribute: string, otherwise: number): number =>
    percentage(preferences?.[attribute]) ?? percentage(policy?.[attribute]) ?? otherwise;
  return { min: of("min_healthy_percentage", DEFAULT.min), max: of("max_healthy_percentage", DEFAULT.max) };
}

// -1 takes away what was there.
function percentage(value: unknown): number | undefined {
  return typeof value === "number" && value >= 0 ? value : undefined;
}
