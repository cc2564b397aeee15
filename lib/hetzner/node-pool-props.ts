import { PrimaryIp } from "../imports/hcloud/primary-ip";
import { Server } from "../imports/hcloud/server";
import { NodeOptions } from "../pool/node-options";
import { IMachine, NodePoolProps } from "../pool/node-pool-props";
import { Architecture } from "../release";
import { HetznerImage } from "./image";
import { HetznerSubnet } from "./network";

/** What one server may have of its own. */
export interface HetznerNodeOptions extends NodeOptions {
  /**
   * The server's type. Changing it resizes the server in place, with a power cycle.
   *
   * @default - the pool's type
   */
  readonly serverType?: string;
  /**
   * Labels over the pool's.
   *
   * @default - the pool's labels
   */
  readonly labels?: { [key: string]: string };
  /**
   * The server's address in the pool's `subnet`. It stays the server's over a replacement.
   *
   * @default - Hetzner chooses one when it makes the server
   */
  readonly privateIpv4?: string;
  /**
   * The number of the server's placement group, from 0. Hetzner cannot move a running server to another group.
   *
   * @default - ten nodes by ten by `index`, or else by a hash of the name
   */
  readonly placementGroup?: number;
  /**
   * Whether this server is guarded, see the pool's `protect`.
   *
   * @default - as the pool
   */
  readonly protect?: boolean;
}

/** A pool of servers on Hetzner Cloud. */
export interface HetznerNodePoolProps extends NodePoolProps {
  /** The servers by name. A name is for good: another name is another server. */
  readonly nodes: { [name: string]: HetznerNodeOptions };
  /** The servers' type, for example `cx23` or `cax21`. The architecture follows from it. */
  readonly serverType: string;
  /** Where the servers are: `fsn1`, `nbg1`, `hel1`, `ash`, `hil`, `sin`. */
  readonly location: string;
  /**
   * The architecture, for server types whose name does not tell it.
   *
   * @default - follows from the server types
   */
  readonly architecture?: Architecture;
  /**
   * Which snapshot the servers are made from.
   *
   * @default HetznerImage.byLabels()
   */
  readonly image?: HetznerImage;
  /**
   * The subnet the servers are attached to.
   *
   * @default - public addresses only
   */
  readonly subnet?: HetznerSubnet;
  /**
   * Whether servers have a public IPv4 address. It costs extra.
   *
   * @default true
   */
  readonly publicIpv4?: boolean;
  /**
   * Whether servers have a public IPv6 network.
   *
   * @default true
   */
  readonly publicIpv6?: boolean;
  /**
   * Whether public addresses are resources of their own, which outlive a replacement of the server.
   *
   * @default true
   */
  readonly retainPublicIps?: boolean;
  /**
   * How many spread placement groups the pool has, of ten servers each. Declare as many as the pool may come to need.
   *
   * @default 0, which puts servers where Hetzner likes
   */
  readonly placementGroups?: number;
  /**
   * Ids of further firewalls. The pool's own is always applied.
   *
   * @default - the pool's own firewall alone
   */
  readonly firewallIds?: number[];
  /**
   * Names or ids of the project's ssh keys to be given to Hetzner when a server is made; without one, Hetzner makes a root password
   * that Flatcar cannot use and mails it. The operators' keys belong in `sshAuthorizedKeys`. A change of this list never replaces.
   *
   * @default - none
   */
  readonly sshKeys?: string[];
  /**
   * Labels of the servers and of what the pool makes for them.
   *
   * @default - those of the pool alone: `flatcar-pool`, `flatcar-channel`, `flatcar-version`
   */
  readonly labels?: { [key: string]: string };
  /**
   * Whether Hetzner makes daily backups, for a fifth of the server's price.
   *
   * @default false
   */
  readonly backups?: boolean;
  /**
   * Whether a server keeps the size of its disk when it gets a larger type, so that it can get a smaller one later.
   *
   * @default false
   */
  readonly keepDisk?: boolean;
}

/** One server of a pool. */
export interface HetznerMachine extends IMachine {
  /** The generated resource. */
  readonly resource: Server;
  readonly publicIpv4?: string;
  readonly publicIpv6?: string;
  /** The chosen address in the subnet. */
  readonly privateIpv4?: string;
  /** The address of its own that outlives the server. */
  readonly primaryIpv4?: PrimaryIp;
  readonly primaryIpv6?: PrimaryIp;
}
