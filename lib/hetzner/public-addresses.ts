import { Fn } from "cdktf";
import { FlatcarError } from "../errors";
import { PrimaryIp } from "../imports/hcloud/primary-ip";
import { Server, ServerPublicNet } from "../imports/hcloud/server";
import { numberOf } from "../pool/tokens";
import { HetznerNodePoolProps } from "./node-pool-props";

/** Makes one address that outlives its server. */
export type MakePrimaryIp = (type: "ipv4" | "ipv6") => PrimaryIp;

/** The public addresses of one server: which it has, and whether they outlive it. */
export class PublicAddresses {
  public readonly primaryIpv4?: PrimaryIp;
  public readonly primaryIpv6?: PrimaryIp;
  private readonly hasIpv4: boolean;
  private readonly hasIpv6: boolean;

  constructor(props: HetznerNodePoolProps, make: MakePrimaryIp) {
    this.hasIpv4 = props.publicIpv4 ?? true;
    this.hasIpv6 = props.publicIpv6 ?? true;
    const retained = props.retainPublicIps ?? true;
    this.primaryIpv4 = this.hasIpv4 && retained ? make("ipv4") : undefined;
    this.primaryIpv6 = this.hasIpv6 && retained ? make("ipv6") : undefined;
  }

  /** Whether the server has a public interface, the only one that firewalls work on. */
  public get any(): boolean {
    return this.hasIpv4 || this.hasIpv6;
  }

  /** The server's block about them. 0 says that an address is not of our own; left out, the provider would keep the one there was. */
  public get block(): ServerPublicNet {
    return {
      ipv4Enabled: this.hasIpv4,
      ipv4: this.primaryIpv4 === undefined ? 0 : numberOf(this.primaryIpv4, "id"),
      ipv6Enabled: this.hasIpv6,
      ipv6: this.primaryIpv6 === undefined ? 0 : numberOf(this.primaryIpv6, "id"),
    };
  }

  /** The IPv4 address. That of a primary IP is known while the server is replaced, so what is made of it stays out of the plan. */
  public ipv4Of(server: Server): string | undefined {
    return this.hasIpv4 ? (this.primaryIpv4?.ipAddress ?? server.ipv4Address) : undefined;
  }

  /** The IPv6 address: Hetzner routes a /64 to the server, and the address is the first of its hosts. */
  public ipv6Of(server: Server): string | undefined {
    if (!this.hasIpv6) return undefined;
    return this.primaryIpv6 === undefined ? server.ipv6Address : Fn.cidrhost(this.primaryIpv6.ipNetwork, 1);
  }
}

/**
 * Refuses servers without any network: Hetzner does not start them.
 *
 * @throws FlatcarError `server-without-network`
 */
export function checkNetworks(props: HetznerNodePoolProps): void {
  if ((props.publicIpv4 ?? true) || (props.publicIpv6 ?? true) || props.subnet !== undefined) return;
  throw new FlatcarError({
    code: "server-without-network",
    subject: "publicIpv4, publicIpv6, subnet",
    received: { publicIpv4: false, publicIpv6: false },
    allowed: "servers with a public address, in a subnet, or both",
    mend: "give the pool a 'subnet', or leave its servers a public address",
  });
}
