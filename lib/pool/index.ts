export { ChangePolicies, ChangePolicy } from "./change-policy";
export { GroupCapacity, GroupNodePoolProps, IGroupNodePool } from "./group-node-pool-props";
export { ButaneOptions, IgnitionTextOptions, MachineConfig, MachineFile, MachineUnit } from "./machine-config";
export {
  MANIFEST_VERSION,
  ManifestConfig,
  ManifestGroupPool,
  ManifestNamedPool,
  ManifestNode,
  ManifestPool,
  ManifestRelease,
  ManifestServed,
  ManifestSource,
  ManifestWriter,
} from "./manifest";
export { NodeContext } from "./node-context";
export { NodeOptions, nodes } from "./node-options";
export { IMachine, INamedNodePool, INodePool, NodePoolProps } from "./node-pool-props";
export { ConfigValues } from "./values";
