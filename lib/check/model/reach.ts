import { JsonObject, isRecord } from "../record";
import { isIgnored } from "../synth/ignored";
import type { SynthesisedStack } from "../synth/stack";
import type { CheckedMachine } from "./checked-machine";
import type { CheckedPool } from "./checked-stack";
import { Fate } from "./fate";
import { fatesAt } from "./fates-at";
import { blocks } from "./group-fate";
import type { MachinePair, PoolPair } from "./pairs";
import { isMovingVersion, templateVersions } from "./template-version";

/** How a changed machine config reaches a machine that is there. Ignition reads it when a machine boots for the first time. */
export enum Reach {
  /** The apply replaces the machine. */
  REPLACEMENT = "replacement",
  /** The platform replaces the machines after the apply. */
  INSTANCE_REFRESH = "instance-refresh",
  /** When it boots from the network. */
  NEXT_BOOT = "next-boot",
  /** When it is installed anew. */
  NEXT_INSTALLATION = "next-installation",
  /** With another root disk, which replacing the machine alone does not make. */
  NEW_ROOT_DISK = "new-root-disk",
  /** Not at all: only machines that are made from now on have it. */
  NEW_MACHINES = "new-machines",
}

/**
 * How a change of its config reaches a machine.
 *
 * @param pools of the machine, with what a plan does to it where there is one
 */
export function reachOf(stack: SynthesisedStack, pools: Pick<PoolPair, "before" | "after">, { before, after }: MachinePair): Reach {
  const { after: pool } = pools;
  const { node } = after;
  if (node?.served !== undefined) return node.served.taken === "at-boot" ? Reach.NEXT_BOOT : Reach.NEXT_INSTALLATION;
  if (pool.entry === undefined) return foreignReach(stack, pool, after);
  const replacing = pool.kind === "group" ? Reach.INSTANCE_REFRESH : Reach.REPLACEMENT;
  const isRaised = before.node?.generation !== node?.generation || pools.before.entry?.generation !== pool.entry.generation;
  const isReplaced = isRaised || hasFate(pool, after, [Fate.REPLACED, Fate.REFRESHED]);
  return pool.entry.onConfigChange === "new-nodes-only" && !isReplaced ? Reach.NEW_MACHINES : replacing;
}

function foreignReach(stack: SynthesisedStack, pool: CheckedPool, machine: CheckedMachine): Reach {
  const resource = resourceAt(stack, machine.address);
  const isReplaced = hasFate(pool, machine, [Fate.REPLACED]);
  if (!isReplaced && ignoresConfig(stack, machine)) return Reach.NEW_MACHINES;
  switch (machine.address.split(".")[0]) {
    case "matchbox_group":
      return Reach.NEXT_BOOT;
    case "libvirt_domain":
      return Reach.NEW_ROOT_DISK;
    case "aws_autoscaling_group":
      return isRefreshing(resource) ? Reach.INSTANCE_REFRESH : Reach.NEW_MACHINES;
    case "aws_instance":
      // The provider's own default changes the user data in place, which Ignition does not read again.
      return isReplaced || resource.user_data_replace_on_change === true ? Reach.REPLACEMENT : Reach.NEW_MACHINES;
    default:
      return Reach.REPLACEMENT;
  }
}

function isRefreshing(group: JsonObject): boolean {
  return blocks(group.instance_refresh).length > 0 && !templateVersions(group).some(isMovingVersion);
}

/** Whether a change of its config is none to Terraform. */
function ignoresConfig(stack: SynthesisedStack, { address, place }: CheckedMachine): boolean {
  if (place !== undefined && isIgnored(resourceAt(stack, place.address), place.attribute)) return true;
  const machine = resourceAt(stack, address);
  return REFERRING.some((attribute) => isIgnored(machine, attribute));
}

/** Attributes by which a machine refers to its config. */
const REFERRING = ["coreos_ignition", "sys_info", "launch_template", "profile"];

function resourceAt(stack: SynthesisedStack, address: string): JsonObject {
  const [type, name] = address.split(".");
  const resource = stack.resources[type]?.[name];
  return isRecord(resource) ? resource : {};
}

function hasFate(pool: CheckedPool, { address }: CheckedMachine, fates: readonly Fate[]): boolean {
  return fatesAt(pool.fates, address).some(({ fate }) => fates.includes(fate));
}
