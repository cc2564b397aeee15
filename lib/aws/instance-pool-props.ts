import type { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import type { Instance } from "@cdktf/provider-aws/lib/instance/index.js";
import { NodeOptions } from "../pool/node-options";
import { IMachine, NodePoolProps } from "../pool/node-pool-props";
import { AwsMachineProps } from "./machine-props";
import { AwsSubnet } from "./subnet";

/** What one machine may have of its own. */
export interface AwsNodeOptions extends NodeOptions {
  /**
   * The machine's type. Changing it stops the machine and starts it as the new type; a type of another architecture is another machine.
   *
   * @default - the pool's
   */
  readonly instanceType?: string;
  /**
   * The machine's subnet, and with it its availability zone. Another one is another machine.
   *
   * @default - the pool's
   */
  readonly subnet?: AwsSubnet;
  /**
   * The machine's address in its subnet. It stays the machine's over a replacement. Another one is another machine.
   *
   * @default - EC2 chooses one when it makes the machine
   */
  readonly privateIpv4?: string;
  /**
   * Whether the machine has a public address (Elastic IP) that outlives it. No longer having one releases the address for good, that of a guarded
   * machine too.
   *
   * @default - as the pool
   */
  readonly elasticIp?: boolean;
  /**
   * Size of the root disk in GiB. It can only grow, in place.
   *
   * @default - the pool's
   */
  readonly rootDiskGib?: number;
  /**
   * Tags over the pool's.
   *
   * @default - the pool's tags
   */
  readonly tags?: { [key: string]: string };
  /**
   * Whether this machine is guarded, see the pool's `protect`.
   *
   * @default - as the pool
   */
  readonly protect?: boolean;
}

/** A pool of machines with names on AWS. */
export interface AwsInstancePoolProps extends NodePoolProps, AwsMachineProps {
  /** The machines by name. A name is for good: another name is another machine. */
  readonly nodes: { [name: string]: AwsNodeOptions };
  /** The machines' type, for example `m7g.large`. The architecture follows from it. */
  readonly instanceType: string;
  /** The subnet that the machines are in, unless they say otherwise. */
  readonly subnet: AwsSubnet;
  /**
   * Whether machines have a public address (Elastic IP) each that outlives them. It costs extra.
   *
   * @default false
   */
  readonly elasticIps?: boolean;
  /**
   * Whether a machine's traffic must come from or go to itself. False for machines that forward what others send.
   *
   * @default true
   */
  readonly sourceDestCheck?: boolean;
}

/** One machine of a pool. */
export interface AwsMachine extends IMachine {
  /** The generated resource. */
  readonly resource: Instance;
  readonly privateIpv4: string;
  /** Undefined where only the subnet knows whether there is one. */
  readonly publicIpv4?: string;
  /** The public address that outlives the machine. */
  readonly elasticIp?: Eip;
}
