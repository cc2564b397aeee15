import { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { Group } from "../imports/matchbox/group";
import { Profile } from "../imports/matchbox/profile";
import { lifecycleOf } from "../pool/lifecycle";
import { escapeTemplate, textOf } from "../pool/tokens";
import { UserData } from "../pool/user-data";
import { ServedProfile } from "./node-pool-props";

/** What a machine boots from the network. */
export interface NetBoot {
  readonly kernel: string;
  readonly initrd: string;
  readonly args: readonly string[];
}

/** What matchbox serves to one machine in one state. */
export interface ServedProps {
  /** What profile and group are called. */
  readonly name: string;
  /** Before the ids of the two resources. */
  readonly idPrefix: string;
  readonly selector: { readonly [key: string]: string };
  readonly config: UserData;
  /** Undefined for a machine that starts from its disk. */
  readonly boot?: NetBoot;
  readonly protect: boolean;
  readonly provider?: TerraformProvider;
}

/**
 * A profile and the group that gives it to a machine.
 *
 * Never with `create_before_destroy`: to create is to put under the same name, and to destroy the old one afterwards would delete the new.
 */
export function serve(scope: Construct, props: ServedProps): ServedProfile {
  const { name, idPrefix, selector, config, boot, protect, provider } = props;
  const profile = new Profile(scope, `${idPrefix}Profile`, {
    name,
    kernel: boot === undefined ? undefined : escapeTemplate(boot.kernel),
    initrd: boot === undefined ? undefined : [escapeTemplate(boot.initrd)],
    args: boot?.args.map((argument) => escapeTemplate(argument)),
    rawIgnition: config.value,
    lifecycle: lifecycleOf({
      replacedBy: [],
      precondition:
        config.fits === undefined
          ? undefined
          : { condition: config.fits, errorMessage: "The machine config is over the pool's userDataLimit, or more than matchbox takes." },
    }),
    provider,
  });
  const group = new Group(scope, `${idPrefix}Group`, {
    name,
    // By reference, so that no group is there before its profile.
    profile: textOf(profile, "name"),
    selector,
    lifecycle: lifecycleOf({ replacedBy: [], protect }),
    provider,
  });
  return { profile, group };
}
