export { ANYWHERE } from "../pool/ip-network";
export {
  AwsCapacityOptions,
  AwsHealthCheck,
  AwsMaintenancePolicy,
  AwsWarmPool,
  AwsWarmPoolState,
  AwsZoneDistribution,
} from "./capacity-options";
export { AwsCpuCredits } from "./cpu-credits";
export { AwsImage, AwsImageByNameOptions, AwsImageContext } from "./image";
export { AwsInstancePool } from "./instance-pool";
export { AwsInstancePoolProps, AwsMachine, AwsNodeOptions } from "./instance-pool-props";
export { AwsInstanceProfile, AwsInstanceProfileContext } from "./instance-profile";
export { AwsInstanceRefresh } from "./instance-refresh";
export { AwsLifecycleHook, AwsLifecycleResult, AwsLifecycleTransition } from "./lifecycle-hook";
export * from "./limits";
export { AwsMachineProps } from "./machine-props";
export { AwsNodePool } from "./node-pool";
export { AwsNodePoolProps } from "./node-pool-props";
export { AwsMixedOptions, AwsPurchaseOption, AwsSpotAllocation, AwsSpotOptions } from "./purchase-option";
export { AwsRootVolumeProps } from "./root-volume";
export { AwsProtocol, AwsSecurityGroupRule, PoolSecurityGroup, PoolSecurityGroupProps } from "./security-group";
export { AwsSubnet, AwsSubnetAttributes } from "./subnet";
export { AwsTag, AwsTags } from "./tags";
