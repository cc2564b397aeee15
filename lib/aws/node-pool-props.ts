import { GroupNodePoolProps } from "../pool/group-node-pool-props";
import { AwsCapacityOptions } from "./capacity-options";
import { AwsInstanceRefresh } from "./instance-refresh";
import { AwsLifecycleHook } from "./lifecycle-hook";
import { AwsMachineProps } from "./machine-props";
import { AwsPurchaseOption } from "./purchase-option";
import { AwsSubnet } from "./subnet";

/** A pool of machines without names: a launch template, and an Auto Scaling group that makes them. */
export interface AwsNodePoolProps extends GroupNodePoolProps, AwsMachineProps, AwsCapacityOptions {
  /** The machines' types, all of one architecture, for example `["m7g.large", "m6g.large"]`. The earlier ones are preferred. */
  readonly instanceTypes: string[];
  /** The subnets that the machines are spread over, at least one. */
  readonly subnets: AwsSubnet[];
  /**
   * How the machines are bought.
   *
   * @default AwsPurchaseOption.onDemand()
   */
  readonly purchaseOption?: AwsPurchaseOption;
  /**
   * How the machines are replaced when their template changes.
   *
   * @default - nine in ten stay in service, each machine has 120 s to come up, and one that is new already stays
   */
  readonly instanceRefresh?: AwsInstanceRefresh;
  /**
   * Pauses in the life of each machine. They are there before the first machine is.
   *
   * @default - none
   */
  readonly lifecycleHooks?: AwsLifecycleHook[];
}
