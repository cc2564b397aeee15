import type { AttributePath } from "../plan/plan";
import type { SourceEntry } from "../synth/manifest";

/** What happens to a machine when a plan is applied. */
export enum Fate {
  /** There was none, and there is one; on bare metal, it is served from now on. */
  CREATED = "created",
  /** Another one takes its place: its root disk is lost, and it boots for the first time. */
  REPLACED = "replaced",
  /** There is none any more. */
  DESTROYED = "destroyed",
  /** It is reset, and keeps everything. */
  RESTARTED = "restarted",
  /** It is switched off, changed, and switched on; it keeps its disks. */
  POWER_CYCLED = "power-cycled",
  /** It is stopped, defined anew and started, also where the plan replaces its domain; it keeps its root disk, and Ignition does not run again. */
  REDEFINED = "redefined",
  /** The platform replaces it after the apply, which the plan does not show: an instance refresh. */
  REFRESHED = "refreshed",
  /** Something else is served to it, and it runs on as it is until it boots from the network or is installed anew. */
  STALE = "stale",
  /** Resources of its are changed, and it runs on. */
  UPDATED = "updated",
  /** Nothing at all. */
  UNTOUCHED = "untouched",
}

/** One change of a plan that has to do with a machine. */
export interface Reason {
  readonly address: string;
  readonly actions: readonly string[];
  /** As Terraform has it: `replace_because_cannot_update`, `replace_by_triggers`, … */
  readonly actionReason?: string;
  /** What makes it a replacement, or else what differs. */
  readonly paths: readonly AttributePath[];
}

/** What happens to one machine, or to so many of a group. */
export interface MachineFate {
  /** The name of the node; of machines without names that of their pool. */
  readonly name: string;
  /** Address of the resource that is the machine, or that makes the machines. */
  readonly address: string;
  readonly fate: Fate;
  /** Of what is replaced: which comes first. */
  readonly order?: "destroy-first" | "create-first";
  /** How many machines it is about; undefined where that is known only at apply. */
  readonly count: number | undefined;
  /** Whether it may be fewer: those that are new already are left alone. */
  readonly isAtMost?: true;
  /** Whether it is one of the pool's before the apply. */
  readonly isBefore: boolean;
  /** Whether it is one of the pool's after the apply. */
  readonly isAfter: boolean;
  /** Whether it is off afterwards, whatever it was before: nothing says that it runs. */
  readonly staysOff?: true;
  /** Whether its root disk is another one from now on, while it runs on with the old one, which is deleted: it begins anew when it stops. */
  readonly losesDisk?: true;
  /** What of the plan has to do with it, its own change last. Empty for what is untouched. */
  readonly reasons: readonly Reason[];
}

/** Which pool it is, or which machines that no pool made. */
export interface PoolIdentity {
  readonly stack: string;
  /** The construct path. Absent for machines that no pool of this package made. */
  readonly path?: string;
  /** Of machines that no pool made, the address of their resource. */
  readonly name: string;
  readonly platform: string;
  readonly kind: "named" | "group";
  readonly quorum: boolean;
  /** Where the user wrote it. */
  readonly source?: SourceEntry;
}

/** What happens to the machines of one pool. */
export interface PoolFates extends PoolIdentity {
  /** How many machines there are before the apply; undefined where that is not known. */
  readonly before: number | undefined;
  /** How many there are after it. */
  readonly after: number | undefined;
  readonly machines: readonly MachineFate[];
}
