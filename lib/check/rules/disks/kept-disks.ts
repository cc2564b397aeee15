import type { IgnitionStorage } from "../../../ignition";
import type { CheckedMachine } from "../../model/checked-machine";
import type { CheckedPool, CheckedStack } from "../../model/checked-stack";
import { isIdle } from "../../model/changes";
import { blocks } from "../../model/group-fate";
import type { PlanChange } from "../../plan/plan";
import { isReplacement } from "../../plan/plan";
import { JsonObject, own } from "../../record";
import { addressOf, referencesIn } from "../../synth/referred";
import { isInstallDisk } from "./install-disk";
import { disksUnder, isOfFlatcar } from "./devices";

/** A machine among what is known of its stack. */
export interface MachineOf {
  readonly stack: CheckedStack;
  readonly pool: CheckedPool;
  readonly machine: CheckedMachine;
}

/** The kernel's name of a disk that is no NVMe's: `/dev/vdb`. */
const LETTERED = /^\/dev\/(?:[shv]d|xvd)([a-z]+)$/;

/**
 * Which disks of a machine outlive it, so that another one in its place finds there what it has left: those among the disks that a device of its config
 * lies on. Which device is which disk is told by names as far as these tell; of what they do not tell it is assumed where the machine has such a disk at all.
 *
 * @param storage of the machine's config
 */
export function keptDisks(of: MachineOf, device: string, storage: IgnitionStorage): string[] {
  const [type] = of.machine.address.split(".");
  const keeps = Object.hasOwn(PLATFORMS, type) ? PLATFORMS[type] : undefined;
  return keeps === undefined ? [] : disksUnder(device, storage).filter((disk) => keeps(disk, of));
}

/** Machines of other types have no disks that outlive them: those of an Auto Scaling group, for one. */
const PLATFORMS: { readonly [type: string]: (disk: string, of: MachineOf) => boolean } = {
  libvirt_domain: isLibvirtVolume,
  hcloud_server: isHetznerVolume,
  aws_instance: isEbsVolume,
  matchbox_group: isDiskOfMetal,
};

/** The first disk of a domain is its root, which goes with what is on it before Ignition runs again. */
function isLibvirtVolume(disk: string, { stack, machine }: MachineOf): boolean {
  const domain = resourceAt(stack, machine.address);
  const disks = blocks(domain.disk ?? own(domain.devices, "disks"));
  const isKept = (at: number): boolean =>
    at > 0 && at < disks.length && !volumesIn(stack, disks[at], "libvirt_volume").some((each) => isNew(stack, each));
  const named = disks.findIndex((each, i) => deviceOf(each, i) === disk);
  if (named >= 0 || LETTERED.test(disk)) return isKept(named);
  return !isOfFlatcar(disk) && disks.some((_, i) => isKept(i));
}

/** How a domain sees a disk: 0.9 says so, 0.8 counts them up. */
function deviceOf(disk: JsonObject, at: number): string {
  const target = own(disk.target, "dev");
  return `/dev/${typeof target === "string" ? target : `${disk.scsi === true ? "sd" : "vd"}${String.fromCharCode("a".charCodeAt(0) + at)}`}`;
}

/** A server has one disk of its own, `/dev/sda`; all others are volumes. */
function isHetznerVolume(disk: string, { stack, machine }: MachineOf): boolean {
  if (isOfFlatcar(disk) || disk === "/dev/sda" || disk.includes("QEMU_HARDDISK")) return false;
  const direct = resourcesTo(stack, "hcloud_volume", "server_id", machine.address).map(([address]) => address);
  const attached = resourcesTo(stack, "hcloud_volume_attachment", "server_id", machine.address).flatMap(([, attachment]) =>
    volumesOrOther(stack, attachment.volume_id, "hcloud_volume"),
  );
  const volumes = [...direct, ...attached];
  // One that the stack does not know, by its name.
  if (volumes.length === 0) return LETTERED.test(disk) || disk.includes("/scsi-0HC_Volume_");
  return volumes.some((volume) => !isNew(stack, volume));
}

/** Of an instance's volumes only those that are attached to it outlive it: it has its own of `ebs_block_device`, and its instance store. */
function isEbsVolume(disk: string, { stack, machine }: MachineOf): boolean {
  // It has the volume's id in its name.
  if (disk.includes("Amazon_Elastic_Block_Store_vol")) return true;
  if (isOfFlatcar(disk) || /^\/dev\/(?:xvda|sda|nvme0n1)$/.test(disk)) return false;
  const attachments = resourcesTo(stack, "aws_volume_attachment", "instance_id", machine.address);
  const letter = LETTERED.exec(disk)?.[1];
  // `/dev/sdf` is `/dev/xvdf` to Linux: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html
  const those = letter === undefined ? attachments : attachments.filter(([, { device_name: name }]) => letterOf(name) === letter);
  return those
    .flatMap(([, { volume_id: volume }]) => volumesOrOther(stack, volume, "aws_ebs_volume"))
    .some((volume) => !isNew(stack, volume));
}

function letterOf(name: unknown): string | undefined {
  return typeof name === "string" ? LETTERED.exec(name)?.[1] : undefined;
}

/** All disks of a machine of one's own stay, but what the installation writes over. */
function isDiskOfMetal(disk: string, { stack, machine }: MachineOf): boolean {
  if (machine.node?.served?.taken === "at-boot") return true;
  return !isOfFlatcar(disk) && !isInstallDisk(disk, stack.stack, machine);
}

/** Whether there is nothing on a volume yet: it is not on the base branch, or the plan makes it. A volume of another stack is none of those. */
function isNew({ base, changes, stack }: CheckedStack, volume: string | undefined): boolean {
  if (volume === undefined) return false;
  const [type, name] = volume.split(".");
  if (stack.resources[type]?.[name] === undefined) return false;
  const change = changes?.at(volume);
  if (change !== undefined) return isMade(change);
  return base !== undefined && base.stack?.resources[type]?.[name] === undefined;
}

function isMade(change: PlanChange): boolean {
  return !isIdle(change) && (isReplacement(change) || change.actions.includes("create"));
}

function volumesIn(stack: CheckedStack, value: unknown, type: string): string[] {
  return referencesIn(stack.stack, value)
    .filter((reference) => reference.type === type && reference.mode === "managed")
    .map(addressOf);
}

/** The volumes that are referred to, or undefined for one that is named by its id. */
function volumesOrOther(stack: CheckedStack, value: unknown, type: string): (string | undefined)[] {
  const volumes = volumesIn(stack, value, type);
  return volumes.length === 0 ? [undefined] : volumes;
}

/** The resources of a type that refer by an attribute to what is at an address. */
function resourcesTo(stack: CheckedStack, type: string, attribute: string, address: string): (readonly [string, JsonObject])[] {
  return Object.entries(stack.stack.resources[type] ?? {})
    .filter(([, resource]) => referencesIn(stack.stack, resource[attribute]).some((reference) => addressOf(reference) === address))
    .map(([name, resource]) => [`${type}.${name}`, resource] as const);
}

function resourceAt({ stack }: CheckedStack, address: string): JsonObject {
  const [type, name] = address.split(".");
  return stack.resources[type]?.[name] ?? {};
}
