import type { CheckedMachine } from "../../model/checked-machine";
import type { CheckedPool, CheckedStack } from "../../model/checked-stack";
import { isIdle } from "../../model/changes";
import { Fate } from "../../model/fate";
import { fatesAt } from "../../model/fates-at";
import { blocks } from "../../model/group-fate";
import { own } from "../../record";
import { addressOf, referencesIn } from "../../synth/referred";

/** When Ignition runs anew on a machine that was there before. */
export enum FirstBoot {
  /** When the plan is applied. */
  BY_APPLY = "by-apply",
  /** When it boots from the network. */
  NEXT_BOOT = "next-boot",
  /** When it is installed anew. */
  NEXT_INSTALLATION = "next-installation",
}

/** When Ignition runs anew by what a plan does to a machine; undefined where it does not, or the machine is a new one. */
export function firstBootOf(stack: CheckedStack, pool: CheckedPool, machine: CheckedMachine): FirstBoot | undefined {
  const fates = fatesAt(pool.fates, machine.address).filter(({ isBefore, isAfter }) => isBefore && isAfter);
  if (fates.length === 0) return undefined;
  // Replacing a domain leaves its disks, and Ignition has done its work on the root; without the domain being replaced, another root is a first boot.
  if (machine.address.startsWith("libvirt_domain.")) return hasNewRoot(stack, machine) ? FirstBoot.BY_APPLY : undefined;
  if (fates.some(({ fate }) => fate === Fate.STALE)) {
    return machine.node?.served?.taken === "at-installation" ? FirstBoot.NEXT_INSTALLATION : FirstBoot.NEXT_BOOT;
  }
  return fates.some(({ fate }) => fate === Fate.REPLACED) ? FirstBoot.BY_APPLY : undefined;
}

function hasNewRoot({ stack, changes }: CheckedStack, { address }: CheckedMachine): boolean {
  const [type, name] = address.split(".");
  const domain = stack.resources[type]?.[name] ?? {};
  const [root] = blocks(domain.disk ?? own(domain.devices, "disks"));
  const volumes = referencesIn({ locals: stack.locals }, root).filter((reference) => reference.type === "libvirt_volume");
  return volumes.some((volume) => {
    const change = changes?.at(addressOf(volume));
    return change !== undefined && !isIdle(change) && change.actions.includes("create");
  });
}
