import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { FlatcarError } from "../errors";
import { UpdateServer, UpdateStrategy } from "../update";
import { checkCapacity } from "./capacity";
import { ChangePolicies, resolveGroupChangePolicies } from "./change-policy";
import { GroupCapacity, GroupNodePoolProps, IGroupNodePool } from "./group-node-pool-props";
import { ManifestGroup } from "./manifest";
import { checkGeneration } from "./node-options";
import { NodePoolBase, NodePoolBaseProps, addressesBelow, plainAddress } from "./node-pool-base";
import { UserData } from "./user-data";

/** What a platform adds to the props of a group before the base class can begin. */
export interface GroupNodePoolBaseProps extends NodePoolBaseProps, GroupNodePoolProps {}

/** Which resources of a group the manifest names. */
export interface GroupResources {
  /** What makes the machines. */
  readonly group: TerraformResource;
  /** The resource and the attribute (in Terraform's spelling) that hold the machine config. */
  readonly config: TerraformResource;
  readonly configAttribute: string;
}

/**
 * What pools have in common that the platform makes as many machines of as it takes, all from one template.
 *
 * Not for users to extend: a platform's pool does.
 */
export abstract class GroupNodePoolBase extends NodePoolBase<GroupNodePoolBaseProps> implements IGroupNodePool {
  public readonly capacity: GroupCapacity;
  /** The number that replaces all machines when it is raised. A token where the user gave one. */
  protected readonly generation: number;
  private manifestGroup?: () => ManifestGroup;

  /**
   * @param makeBase works out the props; what it throws gets the pool's path
   */
  protected constructor(scope: Construct, id: string, makeBase: () => GroupNodePoolBaseProps) {
    super(scope, id, makeBase, policiesOf, () => this.manifestMembers());
    this.capacity = this.base.capacity;
    this.generation = this.base.generation ?? 1;
  }

  /** The user data of every machine: its layers merged, checked against the pool's release, and written within the budget. */
  protected groupUserData(): UserData {
    this.checkReleased(this.release, "release");
    const config = this.composeConfig({ name: this.poolName, release: this.release, machineConfig: [] });
    return this.renderConfig(this.poolName, config);
  }

  /** Tells the manifest of the group's resources. */
  protected setGroup(userData: UserData, resources: GroupResources): void {
    const { min, max, desired } = this.capacity;
    this.manifestGroup = () => ({
      kind: "group",
      capacity: { min, max, ...(desired === undefined ? {} : { desired }) },
      generation: this.generation,
      group: plainAddress(resources.group),
      resources: addressesBelow(this),
      config: this.manifestConfig(resources.config, resources.configAttribute, userData),
    });
  }

  private manifestMembers(): ManifestGroup {
    // The last thing that a platform's constructor does; what throws before leaves no pool that could be synthesised.
    if (this.manifestGroup === undefined) throw new Error(`${this.node.path} is not finished`);
    return this.manifestGroup();
  }
}

function policiesOf(base: GroupNodePoolBaseProps): ChangePolicies {
  const { capacity, generation, update, updateServer, onConfigChange, onReleaseChange, quorum } = base;
  checkCapacity(capacity);
  checkGeneration("generation", generation);
  refusePerMachine(update, updateServer);
  return resolveGroupChangePolicies({ onConfigChange, onReleaseChange, quorum: quorum ?? false });
}

// All machines of a group have one config: what would differ by machine would be the same on each.
function refusePerMachine(update: UpdateStrategy | undefined, server: UpdateServer | undefined): void {
  const slots = update?.rebootSlots ?? 1;
  if (slots > 1) {
    throw new FlatcarError({
      code: "group-per-machine",
      subject: "update: a reboot window staggered over the machines",
      received: `${slots} slots`,
      allowed: "one window for all machines of a group: they share one machine config, so each would reboot in the same slot",
      mend: "take .staggered(…) away, or let UpdateStrategy.etcdLock() see to it that one machine reboots at a time",
    });
  }
  if (server !== undefined && !server._sameForEveryNode) {
    throw new FlatcarError({
      code: "group-per-machine",
      subject: "updateServer: machineAlias",
      received: true,
      allowed: "no alias in a group: its machines share one machine config, so each would have the same",
      mend: "leave 'machineAlias' out; the update server tells machines apart by their machine id",
    });
  }
}
