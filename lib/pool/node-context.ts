import type { Architecture, FlatcarRelease } from "../release";

/** What a machine config may know of the node it is rendered for: only what is known while synthesising. */
export interface NodeContext {
  /** The node's name, its key in the pool. Of a group, whose machines have no names, the pool's. */
  readonly name: string;
  /** The hostname that `/etc/hostname` gets. Absent in a group, whose machines the platform names. */
  readonly hostname?: string;
  /** The pool's name. */
  readonly pool: string;
  /** The id of the stack the pool is in. */
  readonly stack: string;
  /** `hetzner`, `libvirt`, … */
  readonly platform: string;
  /** The release of this node. */
  readonly release: FlatcarRelease;
  readonly architecture: Architecture;
  /** The node's number, where it has one. */
  readonly index?: number;
  /** The private IPv4 address, where it is chosen before the machine is made. */
  readonly privateIpv4?: string;
}
