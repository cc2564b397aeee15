export { Group } from "../imports/matchbox/group";
export { Profile } from "../imports/matchbox/profile";
export { MatchboxProvider } from "../imports/matchbox/provider";
export {
  MatchboxAssetsOptions,
  PxeAssets,
  PxeContext,
  PxeFiles,
  PxeProtocol,
  ReleaseServerAssetsOptions,
  UrlAssetsOptions,
} from "./assets";
export { BareMetalBoot, DisklessOptions, InstallToDiskOptions } from "./boot";
export { InstallDisk } from "./disk";
export { DisklessFormat, DisklessState, StatePartitionOptions } from "./diskless-state";
export * from "./limits";
export { BareMetalNodePool } from "./node-pool";
export { BareMetalMachine, BareMetalNodeOptions, BareMetalNodePoolProps, ServedProfile } from "./node-pool-props";
