import type { PlanChange } from "../plan/plan";
import { JsonObject, isRecord, own } from "../record";
import { isSame } from "../same";
import type { Changes } from "./changes";
import { Fate, MachineFate, Reason } from "./fate";
import { blocks } from "./group-fate";
import { machineFate } from "./machine-fate";

/** How a domain names the volume that a disk is on. */
interface Disk {
  /** The volume's id or name. */
  readonly volume: unknown;
  /** Of a volume that is named, where it lies. */
  readonly pool?: unknown;
}

/** What starts a machine anew, so that it boots from the root disk that it has then. */
const STARTING: readonly Fate[] = [Fate.REDEFINED, Fate.RESTARTED];

/** What leaves it as it is. */
const RUNNING: readonly Fate[] = [Fate.UPDATED, Fate.UNTOUCHED];

/**
 * What happens to a machine under libvirt that no pool of this package made. Volumes are resources of their own: with another root disk a machine
 * begins anew, though its domain is only updated, or not in the plan at all.
 */
export function libvirtFate(change: PlanChange, all: Changes): MachineFate {
  const { address, before, after } = change;
  const volumes = [...disksOf(before), ...disksOf(after)].flatMap((disk) => volumesOf(disk, all));
  const reasons = all.reasons([...new Set([...volumes.map((volume) => volume.address), address])]);
  const fate = domainFate(address, change, all, reasons);
  // 0.9 starts it again only where that is said; 0.8 has it on by default.
  const isOff = fate.fate === Fate.REDEFINED && after.running !== true && !change.unknown.includes("running");
  const off = isOff ? { staysOff: true as const } : {};
  if (!isOnAnotherDisk(change, all)) return { ...fate, ...off };
  if (STARTING.includes(fate.fate)) return { ...fate, fate: Fate.REPLACED, order: "destroy-first", ...off };
  return RUNNING.includes(fate.fate) ? { ...fate, losesDisk: true } : fate;
}

/**
 * What happens to a machine by the change of its domain. A machine is what is on its root disk: with another domain and the same disk it starts as it was, and
 * Ignition does not run again.
 */
export function domainFate(name: string, change: PlanChange, all: Changes, reasons: readonly Reason[]): MachineFate {
  const { order, ...fate } = machineFate(name, change.address, change, reasons);
  if (order === undefined) return fate;
  return hasRootDisk(change) && !isOnAnotherDisk(change, all) ? { ...fate, fate: Fate.REDEFINED } : { ...fate, order };
}

function hasRootDisk({ before }: PlanChange): boolean {
  return disksOf(before).length > 0;
}

/** Whether the machine's root disk is another one after the apply: another volume, or a new one in the place of the old. */
function isOnAnotherDisk({ before, after, actions }: PlanChange, all: Changes): boolean {
  const [was] = disksOf(before);
  if (was === undefined) return false;
  const isLost = volumesOf(was, all).some((volume) => volume.actions.includes("delete"));
  const isThere = actions.includes("update") || actions.includes("create");
  return isLost || (isThere && !isSame(was, disksOf(after)[0]));
}

/** The disks of a domain, the one that it boots from first. */
function disksOf({ disk, devices }: JsonObject): Disk[] {
  // 0.8 has blocks, and boots from the first.
  if (disk !== undefined) return blocks(disk).map(({ volume_id: volume }) => ({ volume }));
  const disks = blocks(own(devices, "disks"));
  const order = (each: JsonObject): number => {
    const found = own(each.boot, "order");
    return typeof found === "number" ? found : Infinity;
  };
  const first = disks.reduce<JsonObject | undefined>(
    (best, each) => (best === undefined || order(each) < order(best) ? each : best),
    undefined,
  );
  const sorted = first === undefined ? [] : [first, ...disks.filter((each) => each !== first)];
  return sorted.map(({ source }) => {
    const volume = own(source, "volume");
    return isRecord(volume) ? { volume: volume.volume, pool: volume.pool } : { volume: own(own(source, "file"), "file") };
  });
}

/** The changes of the volume that a disk is on: by its id, which of a storage pool that is a folder is its path, or by its name and its storage pool. */
function volumesOf({ volume, pool }: Disk, all: Changes): PlanChange[] {
  const found = all.named("libvirt_volume", [volume]);
  return pool === undefined
    ? found.filter(({ before, after }) => before.id === volume || after.id === volume)
    : found.filter(({ before, after }) => before.pool === pool || after.pool === pool);
}
