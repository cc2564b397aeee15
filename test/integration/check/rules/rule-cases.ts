import type { Build as AwsBuild, Rig as AwsRig } from "../../aws/rig";
import type { Build as BareMetalBuild } from "../../bare-metal/rig";
import type { Build as HetznerBuild, Rig as HetznerRig } from "../../hetzner/rig";
import type { LabScope } from "../../libvirt/lab";

/** Of a change that the other side refuses, or does in any order, or knows the machines of by other names: it is planned, and not applied. */
export const PLANNED_ONLY = "planned only";

/** What was there before, undefined for nothing, and what is planned. */
export type Case<Build> = readonly [before: Build | undefined, after: Build, only?: typeof PLANNED_ONLY];

/** Changes by their names, which begin with the rule's: `fc001-all-at-once`. */
export interface Cases<Build> {
  readonly [name: string]: Case<Build>;
}

/** Changes that trigger a rule, and that come close and do not, by platform. */
export interface RuleCases {
  readonly hetzner?: Cases<(rig: HetznerRig) => HetznerBuild>;
  readonly aws?: Cases<(rig: AwsRig) => AwsBuild>;
  readonly "bare-metal"?: Cases<BareMetalBuild>;
  readonly libvirt?: Cases<(lab: LabScope) => void>;
}
