import { resourceAddress } from "../plan/address";
import type { PlanChange } from "../plan/plan";
import { Changes, isIdle, reasonOf } from "./changes";
import { Fate, MachineFate, PoolFates, Reason } from "./fate";
import { blocks, groupFate } from "./group-fate";
import { MACHINE_TYPES } from "./in-place";
import { libvirtFate } from "./libvirt-fate";
import { machineFate } from "./machine-fate";

/** The platforms of types that are machines, or make some. */
const PLATFORMS: { readonly [type: string]: string } = {
  hcloud_server: "hetzner",
  aws_instance: "aws",
  aws_autoscaling_group: "aws",
  libvirt_domain: "libvirt",
  matchbox_group: "bare-metal",
};

/** Whether a resource is a machine, or makes some. */
export function isMachine({ type }: PlanChange): boolean {
  return Object.hasOwn(PLATFORMS, type);
}

/** The platform of a machine. */
export function platformOf({ type }: PlanChange): string {
  return foreignPlatform(type);
}

/** The platform of a type that is a machine, or makes some; of others the type. */
export function foreignPlatform(type: string): string {
  return Object.hasOwn(PLATFORMS, type) ? PLATFORMS[type] : type;
}

/**
 * What happens to machines that no pool of this package made, as far as the resources tell. Those of one resource with `count` or `for_each` are a pool,
 * named by the resource's address.
 *
 * @param machines changes of machines, in the plan's order
 */
export function foreignFates(stack: string, machines: readonly PlanChange[], all: Changes): PoolFates[] {
  const pools = new Map<string, PlanChange[]>();
  for (const change of machines) {
    const name = resourceAddress(change.address);
    pools.set(name, [...(pools.get(name) ?? []), change]);
  }
  return [...pools].map(([name, members]) => {
    const common = { stack, name, platform: platformOf(members[0]), quorum: false };
    if (members[0].type === "aws_autoscaling_group") {
      const groups = members.map((change) => foreignGroup(change, all));
      const sum = (counts: readonly (number | undefined)[]): number | undefined =>
        counts.some((count) => count === undefined) ? undefined : counts.reduce<number>((total, count) => total + (count ?? 0), 0);
      const [before, after] = [sum(groups.map((group) => group.before)), sum(groups.map((group) => group.after))];
      return { ...common, kind: "group" as const, before, after, machines: groups.flatMap((group) => group.machines) };
    }
    const fates = members.map((change) => foreignMachine(change, all));
    const count = (isThere: (fate: MachineFate) => boolean): number => fates.filter(isThere).length;
    const counts = { before: count((fate) => fate.isBefore), after: count((fate) => fate.isAfter) };
    return { ...common, kind: "named" as const, ...counts, machines: fates };
  });
}

function foreignGroup(change: PlanChange, all: Changes): ReturnType<typeof groupFate> {
  const templates = templatesOf(change, all);
  return groupFate(change.address, change.address, change, templates, [...reasonsOf(templates), ...reasonsOf([change])]);
}

function foreignMachine(change: PlanChange, all: Changes): MachineFate {
  if (change.type === "libvirt_domain") return libvirtFate(change, all);
  if (MACHINE_TYPES.includes(change.type)) return machineFate(change.address, change.address, change, reasonsOf([change]));
  const profile = all.named("matchbox_profile", [change.before.profile, change.after.profile]);
  const fate = machineFate(change.address, change.address, change, [...reasonsOf(profile), ...reasonsOf([change])]);
  if (!fate.isBefore) return fate;
  const { order: _order, ...rest } = fate;
  return { ...rest, fate: fate.reasons.length > 0 ? Fate.STALE : Fate.UNTOUCHED };
}

/** The changes of the launch templates that a group launches from, by their ids or names. */
export function templatesOf(group: PlanChange, all: Changes): PlanChange[] {
  const named = [group.before, group.after].flatMap(({ launch_template: one, mixed_instances_policy: mixed }) => [
    ...blocks(one).flatMap(({ id, name }) => [id, name]),
    ...blocks(mixed)
      .flatMap((policy) => blocks(policy.launch_template))
      .flatMap((template) => blocks(template.launch_template_specification))
      .flatMap(({ launch_template_id: id, launch_template_name: name }) => [id, name]),
  ]);
  return all.named("aws_launch_template", named);
}

function reasonsOf(changes: readonly PlanChange[]): Reason[] {
  return changes.filter((change) => !isIdle(change)).map(reasonOf);
}
