import type { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import type { Instance } from "@cdktf/provider-aws/lib/instance/index.js";
import { PreparedNode } from "../pool/named-node-pool";
import { FlatcarRelease } from "../release";
import { AwsMachine } from "./instance-pool-props";

/** How a machine is reached. */
export interface MachineAddresses {
  /** The chosen address. */
  readonly privateIpv4?: string;
  /** Whether it has a public address while it runs; undefined where the subnet decides. */
  readonly publicIpv4?: boolean;
  readonly elasticIp?: Eip;
}

/** One machine of a pool. Addresses are references, which cost something to make: only those that somebody asks for are made. */
export class InstanceMachine implements AwsMachine {
  public readonly name: string;
  public readonly hostname: string;
  public readonly release: FlatcarRelease;

  constructor(
    node: PreparedNode,
    public readonly resource: Instance,
    private readonly addresses: MachineAddresses,
  ) {
    this.name = node.name;
    this.hostname = node.hostname;
    this.release = node.release;
  }

  public get ipv4Address(): string {
    return this.publicIpv4 ?? this.privateIpv4;
  }

  public get privateIpv4(): string {
    return this.addresses.privateIpv4 ?? this.resource.privateIp;
  }

  /** That of an Elastic IP is known while the machine is replaced, so what is made of it stays out of the plan. */
  public get publicIpv4(): string | undefined {
    return this.elasticIp?.publicIp ?? (this.addresses.publicIpv4 ? this.resource.publicIp : undefined);
  }

  public get elasticIp(): Eip | undefined {
    return this.addresses.elasticIp;
  }
}
