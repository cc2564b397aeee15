import type { PlanChange } from "../plan/plan";
import { changes } from "./changes";
import { Fate } from "./fate";

/** What an update in place of the resource that is a machine does to the machine. */
type InPlace = (change: PlanChange) => Fate;

/**
 * Each by the provider's own code, or its documentation.
 *
 * @see https://github.com/hetznercloud/terraform-provider-hcloud/blob/v1.68.0/internal/server/resource.go
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Stop_Start.html
 * @see https://github.com/dmacvicar/terraform-provider-libvirt/blob/v0.8.3/libvirt/resource_libvirt_domain.go
 */
const IN_PLACE: { readonly [type: string]: InPlace } = {
  hcloud_server: (change) => {
    if (changes(change, ["server_type", "public_net"])) return Fate.POWER_CYCLED;
    return changes(change, ["iso", "rescue"]) ? Fate.RESTARTED : Fate.UPDATED;
  },
  aws_instance: (change) => {
    const needStop = ["capacity_reservation_specification", "cpu_options", "instance_type", "user_data", "user_data_base64"];
    return changes(change, needStop) ? Fate.POWER_CYCLED : Fate.UPDATED;
  },
  libvirt_domain: (change) => {
    // 0.9 defines the domain anew whatever differs. 0.8, which alone has this attribute, and always, changes nothing but paper, and starts what is off.
    if (change.before.fw_cfg_name === undefined) return Fate.REDEFINED;
    return change.before.running === false ? Fate.RESTARTED : Fate.UPDATED;
  },
};

/** The types that are machines with names of their own, and may be updated in place. */
export const MACHINE_TYPES: readonly string[] = Object.keys(IN_PLACE);

/** What an update in place does to the machine. */
export function inPlace(change: PlanChange): Fate {
  return Object.hasOwn(IN_PLACE, change.type) ? IN_PLACE[change.type](change) : Fate.UPDATED;
}
