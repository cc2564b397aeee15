import type { Labels } from "./labels";

/** What every stored resource has. */
export interface Stored {
  readonly id: number;
  readonly created: string;
  name: string | null;
  labels: Labels;
}

export interface Location {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly country: string;
  readonly city: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly networkZone: string;
}

export type Architecture = "x86" | "arm";

export interface Deprecation {
  readonly announced: string;
  readonly unavailableAfter: string;
}

export interface ServerType {
  readonly id: number;
  readonly name: string;
  readonly category: string;
  readonly cores: number;
  /** In GB. */
  readonly memory: number;
  /** In GB. */
  readonly disk: number;
  readonly cpuType: "shared" | "dedicated";
  readonly architecture: Architecture;
  readonly locations: readonly string[];
  readonly deprecation?: Deprecation;
}

export type ImageType = "system" | "app" | "snapshot" | "backup";

export interface Image extends Stored {
  readonly type: ImageType;
  status: "available" | "creating" | "unavailable";
  description: string;
  readonly architecture: Architecture;
  /** In GB. */
  readonly diskSize: number;
  /** In GB, compressed; nothing while it is being made. */
  imageSize: number | null;
  /** The server a snapshot was made of, which may be gone. */
  readonly createdFrom: { readonly id: number; readonly name: string } | null;
  deprecated: string | null;
  /** Set when it is deleted; servers made of it still show it. */
  deleted: string | null;
  protection: { delete: boolean };
}

export interface SshKey extends Stored {
  name: string;
  readonly publicKey: string;
  readonly fingerprint: string;
}

export interface PlacementGroup extends Stored {
  name: string;
  readonly type: "spread";
}

export interface FirewallRule {
  readonly direction: "in" | "out";
  readonly protocol: string;
  readonly port: string | null;
  readonly sourceIps: readonly string[];
  readonly destinationIps: readonly string[];
  readonly description: string | null;
}

export interface Firewall extends Stored {
  name: string;
  rules: readonly FirewallRule[];
  /** Servers it was applied to directly, in the order of application. */
  serverIds: number[];
  labelSelectors: string[];
}

export interface Subnet {
  readonly type: "cloud";
  /** In CIDR notation. */
  readonly ipRange: string;
  readonly networkZone: string;
}

export interface Network extends Stored {
  name: string;
  /** In CIDR notation. */
  readonly ipRange: string;
  readonly subnets: Subnet[];
  exposeRoutesToVswitch: boolean;
  protection: { delete: boolean };
}

export interface PrimaryIp extends Stored {
  name: string;
  readonly type: "ipv4" | "ipv6";
  /** An address for IPv4, a /64 for IPv6. */
  readonly ip: string;
  readonly location: Location;
  assigneeId: number | null;
  autoDelete: boolean;
  protection: { delete: boolean };
}

export interface PrivateNet {
  readonly networkId: number;
  readonly ip: string;
  aliasIps: string[];
  readonly macAddress: string;
}

export type ServerStatus = "initializing" | "off" | "running";

export interface Server extends Stored {
  name: string;
  status: ServerStatus;
  serverType: ServerType;
  readonly image: Image;
  readonly location: Location;
  /** What the machine gets as user data, byte for byte. */
  readonly userData: string;
  readonly sshKeyIds: readonly number[];
  placementGroupId: number | null;
  privateNets: PrivateNet[];
  /** In GB. It stays when the type is changed with `upgrade_disk: false`. */
  primaryDiskSize: number;
  backupWindow: string | null;
  protection: { delete: boolean; rebuild: boolean };
  /** The rescue system that it boots into the next time, once: the keys that may log in. */
  rescueSshKeyIds: readonly number[] | null;
  /** Public keys that may log in while it runs the rescue system. */
  rescuedBy: readonly string[] | null;
  /** How often the machine started: 1 after a normal creation, one more for every power cycle or reboot. */
  boots: number;
}

export type ServerEventName =
  | "created"
  | "poweron"
  | "poweroff"
  | "shutdown"
  | "reboot"
  | "reset"
  | "enable_rescue"
  | "disable_rescue"
  | "create_image"
  | "change_type"
  | "change_protection"
  | "attach_to_network"
  | "detach_from_network"
  | "change_alias_ips"
  | "assign_primary_ip"
  | "unassign_primary_ip"
  | "add_to_placement_group"
  | "remove_from_placement_group"
  | "deleted";

/** Something that happened to a machine, in order. Kept when the server is gone. */
export interface ServerEvent {
  readonly sequence: number;
  readonly event: ServerEventName;
  readonly serverId: number;
  readonly serverName: string;
  /** See {@link bootId}; nothing while the machine never started. */
  readonly bootId?: string;
  /** Public keys that may log in, where the machine started into the rescue system. */
  readonly rescuedBy?: readonly string[];
}

/** Names one run of one machine: it changes with every power cycle, and no two machines share one. */
export function bootId(server: Server): string | undefined {
  return server.boots === 0 ? undefined : `${server.id}-${server.boots}`;
}
