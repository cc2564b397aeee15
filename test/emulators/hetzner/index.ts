export { type Action } from "./actions";
export { ApiError } from "./api-error";
export { type ApiAnswer, HetznerEmulator, type HetznerEmulatorOptions, type NewImage, type RecordedRequest } from "./emulator";
export { Fault, type FaultMatch } from "./faults";
export {
  type Architecture,
  bootId,
  type Firewall,
  type FirewallRule,
  type Image,
  type Network,
  type PlacementGroup,
  type PrimaryIp,
  type PrivateNet,
  type Server,
  type ServerEvent,
  type ServerEventName,
  type SshKey,
} from "./model";
