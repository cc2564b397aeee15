import { AttributePath, PlanChange, isReplacement } from "../plan/plan";
import { JsonObject, isRecord, own } from "../record";
import { isSame } from "../same";
import { Fate, MachineFate, Reason } from "./fate";
import { orderOf } from "./machine-fate";

/** Attributes of a group whose change starts an instance refresh. */
const TEMPLATES = ["launch_configuration", "launch_template", "mixed_instances_policy"];

/** How many machines a group has before and after an apply, and what happens to them. */
export interface GroupFate {
  readonly before: number | undefined;
  readonly after: number | undefined;
  readonly machines: readonly MachineFate[];
}

/**
 * What happens to the machines of an Auto Scaling group.
 *
 * @param change undefined where the plan does not know the group
 * @param templates the changes of the launch templates that it launches from
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/autoscaling_group#instance_refresh
 */
export function groupFate(
  name: string,
  address: string,
  change: PlanChange | undefined,
  templates: readonly PlanChange[],
  reasons: readonly Reason[],
): GroupFate {
  const before = change === undefined ? undefined : capacityBefore(change);
  const after = change === undefined ? undefined : capacityAfter(change, before);
  const some = (fate: Fate, count: number | undefined, more: Partial<MachineFate> = {}): MachineFate[] => {
    const isBefore = fate !== Fate.CREATED;
    return count === 0 ? [] : [{ name, address, fate, count, isBefore, isAfter: fate !== Fate.DESTROYED, reasons, ...more }];
  };
  const stay = before === undefined || after === undefined ? (before ?? after) : Math.min(before, after);
  const come = before === undefined || after === undefined ? 0 : Math.max(0, after - before);
  const go = before === undefined || after === undefined ? 0 : Math.max(0, before - after);
  if (change?.actions.length === 1 && change.actions[0] === "create") return { before, after, machines: some(Fate.CREATED, after) };
  if (change?.actions.length === 1 && change.actions[0] === "delete") return { before, after, machines: some(Fate.DESTROYED, before) };
  const ofThose = [...some(Fate.CREATED, come), ...some(Fate.DESTROYED, go)];
  if (change !== undefined && isReplacement(change)) {
    return { before, after, machines: [...some(Fate.REPLACED, stay, { order: orderOf(change) }), ...ofThose] };
  }
  const refreshed = change === undefined ? undefined : refreshOf(change, templates);
  if (refreshed !== undefined) return { before, after, machines: [...some(Fate.REFRESHED, stay, refreshed), ...ofThose] };
  return { before, after, machines: [...some(reasons.length > 0 ? Fate.UPDATED : Fate.UNTOUCHED, stay), ...ofThose] };
}

/** Whether a refresh starts, and whether it passes over some machines. */
function refreshOf(change: PlanChange, templates: readonly PlanChange[]): Partial<MachineFate> | undefined {
  const [refresh] = blocks(change.after.instance_refresh);
  if (refresh === undefined || !change.actions.includes("update")) return undefined;
  const triggers: unknown[] = Array.isArray(refresh.triggers) ? refresh.triggers : [];
  const hasVersion = templates.some(makesVersion);
  const isStarting = change.changed.some((path) => {
    if (triggers.includes(path[0])) return true;
    return TEMPLATES.includes(String(path[0])) && (hasVersion || templates.length === 0 || !isUnknownVersion(path, change));
  });
  if (!isStarting) return undefined;
  // Where no template gets a version, machines of the newest are skipped if they are to be; how many there are no plan tells.
  const isSkipping = blocks(refresh.preferences)[0]?.skip_matching === true;
  const isNew = hasVersion || !isSame(typesOf(change.before), typesOf(change.after));
  return isSkipping && !isNew ? { isAtMost: true } : {};
}

/**
 * Attributes of a launch template that are no part of a version of it.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-launch-template-versions.html
 */
const NO_VERSION = ["default_version", "latest_version", "name", "tags", "tags_all", "update_default_version"];

/** Whether a launch template gets another version, or is another one. */
function makesVersion(template: PlanChange): boolean {
  if (template.actions.includes("create")) return true;
  return template.changed.some(([first]) => !NO_VERSION.includes(String(first)));
}

/** A version that a plan does not know, as after any change of the template: without another version it stays as it is. */
function isUnknownVersion(path: AttributePath, { after }: PlanChange): boolean {
  return path.at(-1) === "version" && isNothing(path.reduce<unknown>((value, step) => own(value, step), after));
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

/** What is chosen among, which skipping compares too. */
function typesOf(group: JsonObject): unknown {
  const [policy] = blocks(group.mixed_instances_policy);
  const [template] = blocks(policy?.launch_template);
  return blocks(template?.override).map(({ instance_type: type }) => type);
}

function capacityBefore({ before, actions }: PlanChange): number | undefined {
  if (actions.length === 1 && actions[0] === "create") return 0;
  return number(before.desired_capacity) ?? number(before.min_size);
}

/** The desired capacity, within the bounds: Auto Scaling moves it there. */
function capacityAfter({ after, actions, unknown }: PlanChange, before: number | undefined): number | undefined {
  if (!actions.includes("create") && (actions.includes("delete") || actions.includes("forget"))) return 0;
  const min = number(after.min_size);
  const max = number(after.max_size);
  const isNew = actions.includes("create");
  const desired = number(after.desired_capacity) ?? (isNew ? min : before);
  if (unknown.includes("min_size") || unknown.includes("max_size") || desired === undefined) return undefined;
  return Math.max(min ?? 0, Math.min(max ?? desired, desired));
}

function number(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** A block, which is a list of at most one in a plan. */
export function blocks(value: unknown): JsonObject[] {
  return (Array.isArray(value) ? value : [value]).filter(isRecord);
}
