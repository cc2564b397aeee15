import { PrimaryIp } from "../imports/hcloud/primary-ip";
import { Server } from "../imports/hcloud/server";
import { PreparedNode } from "../pool/named-node-pool";
import { FlatcarRelease } from "../release";
import { HetznerMachine } from "./node-pool-props";
import { PublicAddresses } from "./public-addresses";

/** One server of a pool. Addresses are references, which cost something to make: only those that somebody asks for are made. */
export class ServerMachine implements HetznerMachine {
  public readonly name: string;
  public readonly hostname: string;
  public readonly release: FlatcarRelease;

  constructor(
    node: PreparedNode,
    public readonly resource: Server,
    private readonly addresses: PublicAddresses,
    public readonly privateIpv4: string | undefined,
  ) {
    this.name = node.name;
    this.hostname = node.hostname;
    this.release = node.release;
  }

  public get ipv4Address(): string | undefined {
    return this.publicIpv4 ?? this.privateIpv4;
  }

  public get publicIpv4(): string | undefined {
    return this.addresses.ipv4Of(this.resource);
  }

  public get publicIpv6(): string | undefined {
    return this.addresses.ipv6Of(this.resource);
  }

  public get primaryIpv4(): PrimaryIp | undefined {
    return this.addresses.primaryIpv4;
  }

  public get primaryIpv6(): PrimaryIp | undefined {
    return this.addresses.primaryIpv6;
  }
}
