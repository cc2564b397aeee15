import type { TerraformProvider } from "cdktf";
import type { Architecture, FlatcarRelease } from "../release";
import type { SystemExtension, UpdateServer, UpdateStrategy } from "../update";
import type { ChangePolicy } from "./change-policy";
import type { MachineConfig } from "./machine-config";

/** What every pool takes, on every platform. */
export interface NodePoolProps {
  /** Which Flatcar the machines are made from: always one exact version. */
  readonly release: FlatcarRelease;
  /**
   * What the machines become. Together these configs are one layer: two of them that write one path differently are an error. The
   * layer lies over the pool's own (hostname, keys, update settings) and under each node's.
   *
   * @default - the pool's own settings alone
   */
  readonly machineConfig?: MachineConfig[];
  /**
   * Public keys, in the form of `authorized_keys`, that may log in as `core`. They are part of the machine config.
   *
   * @default - nobody can log in, unless a machine config says who
   */
  readonly sshAuthorizedKeys?: string[];
  /**
   * How a machine that has staged an update comes to reboot into it.
   *
   * @default UpdateStrategy.reboot()
   */
  readonly update?: UpdateStrategy;
  /**
   * Who tells the machines of new releases.
   *
   * @default UpdateServer.public()
   */
  readonly updateServer?: UpdateServer;
  /**
   * System extensions on every machine, and which of the built-in ones to leave out.
   *
   * @default - what the image has
   */
  readonly systemExtensions?: SystemExtension[];
  /**
   * Whether the machines keep a quorum (etcd, Consul, …), so that one edit must never replace more than one.
   *
   * @default false
   */
  readonly quorum?: boolean;
  /**
   * What a changed machine config does to machines that are there.
   *
   * @default ChangePolicy.REPLACE, and ChangePolicy.NEW_NODES_ONLY for a quorum
   */
  readonly onConfigChange?: ChangePolicy;
  /**
   * What a changed release does to machines that are there.
   *
   * @default ChangePolicy.NEW_NODES_ONLY where Flatcar updates itself in place or for a quorum, else ChangePolicy.REPLACE
   */
  readonly onReleaseChange?: ChangePolicy;
  /**
   * Whether machines, disks and addresses are guarded: a plan that would destroy one fails, before anything is shut down.
   *
   * @default false
   */
  readonly protect?: boolean;
  /**
   * The pool's name in labels and in the names of what the pool shares. Pin it when you rename the construct.
   *
   * @default - the construct's id
   */
  readonly poolName?: string;
  /**
   * The path in the stack (ids joined by `/`) that the pool had before it was renamed or moved. Terraform then keeps its resources.
   *
   * @default - the pool has always been here
   */
  readonly movedFrom?: string;
  /**
   * What resources are called by on the platform, before the dash and the node's name.
   *
   * @default - the stack's id, so that environments can share a project
   */
  readonly namePrefix?: string;
  /**
   * The most bytes of user data a machine may get. Lower it to leave room for what something else adds.
   *
   * @default - the platform's limit
   */
  readonly userDataLimit?: number;
  /**
   * The provider that makes the resources.
   *
   * @default - the stack's provider for the platform
   */
  readonly provider?: TerraformProvider;
}

/** What all pools share. */
export interface INodePool {
  readonly poolName: string;
  /** `hetzner`, `libvirt`, … */
  readonly platform: string;
  readonly release: FlatcarRelease;
  readonly architecture: Architecture;
  readonly update: UpdateStrategy;
}

/** One machine of a pool whose machines have names. */
export interface IMachine {
  /** The machine's key in the pool. */
  readonly name: string;
  readonly hostname: string;
  readonly release: FlatcarRelease;
  /** The IPv4 address to reach the machine by: public where it has one, else private. Undefined where it has none that Terraform knows. */
  readonly ipv4Address?: string;
}

/** A pool whose machines have names. */
export interface INamedNodePool extends INodePool {
  /** The machines, in the order in which the pool's `nodes` names them. */
  readonly nodes: IMachine[];
  /** The machine of a name. */
  machine(name: string): IMachine;
}
