export { ChangePolicies, ChangePolicy } from "./change-policy";
export { IgnitionTextOptions, MachineConfig, MachineFile, MachineUnit } from "./machine-config";
export { MANIFEST_VERSION, ManifestConfig, ManifestNode, ManifestPool, ManifestRelease, ManifestSource } from "./manifest";
export { NodeContext } from "./node-context";
export { NodeOptions, nodes } from "./node-options";
export { IMachine, INamedNodePool, INodePool, NodePoolProps } from "./node-pool-props";
export { ConfigValues } from "./values";
