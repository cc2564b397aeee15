import { Construct } from "constructs";
import * as ipaddr from "ipaddr.js";
import { FlatcarError } from "../errors";
import { NetworkSubnet } from "../imports/hcloud/network-subnet";
import { StackNames } from "../pool/stack-names";
import { hasToken, identityOf } from "../pool/tokens";
import { HETZNER_NETWORK_LIMIT } from "./limits";

/** A subnet by what Terraform knows of it. */
export interface HetznerSubnetAttributes {
  /** The subnet's id, as `hcloud_network_subnet` gives it: `<network>-<range>`. */
  readonly subnetId: string;
  /**
   * The subnet's range in CIDR form, so that addresses can be checked against it.
   *
   * @default - addresses are not checked
   */
  readonly ipRange?: string;
}

/** The private network that the servers of a pool are attached to. */
export class HetznerSubnet {
  /** A subnet that the app makes. */
  public static of(subnet: NetworkSubnet): HetznerSubnet {
    return new HetznerSubnet(subnet.id, subnet.ipRangeInput);
  }

  /** A subnet that is there already. */
  public static fromAttributes(attributes: HetznerSubnetAttributes): HetznerSubnet {
    return new HetznerSubnet(attributes.subnetId, attributes.ipRange);
  }

  private constructor(
    public readonly subnetId: string,
    public readonly ipRange: string | undefined,
  ) {}

  /**
   * Takes one place in the network, and the address, for a node.
   *
   * @throws FlatcarError `cidr`, `address-outside-subnet`, `address-reserved`, `address-taken`, `hetzner-network-full`
   * @internal
   */
  public _attach(scope: Construct, node: string, address: string | undefined): void {
    const names = StackNames.of(scope);
    const identity = identityOf(scope, this.subnetId);
    // The limit is the network's; a subnet's id starts with it. Two subnets of one network count apart where their ids are tokens.
    const network = hasToken(this.subnetId) ? identity : this.subnetId.split("-")[0];
    if (names.count(`hetzner network ${network}`) > HETZNER_NETWORK_LIMIT) {
      throw new FlatcarError({
        code: "hetzner-network-full",
        subject: `nodes.${node}: network`,
        received: `${HETZNER_NETWORK_LIMIT + 1} servers`,
        allowed: `at most ${HETZNER_NETWORK_LIMIT} servers in a network`,
        mend: "attach some of the pools to another network",
      });
    }
    if (address === undefined || hasToken(address)) return;
    this.checkAddress(node, address);
    names.claim({
      kind: `address in subnet ${identity}`,
      value: address,
      owner: `${scope.node.path}/${node}`,
      code: "address-taken",
      subject: `nodes.${node}.privateIpv4`,
      mend: "give each server an address of its own",
    });
  }

  private checkAddress(node: string, address: string): void {
    const subject = `nodes.${node}.privateIpv4`;
    const range = this.ipRange === undefined || hasToken(this.ipRange) ? undefined : parseRange(this.ipRange);
    if (!ipaddr.IPv4.isValidFourPartDecimal(address)) {
      throw new FlatcarError({
        code: "address-malformed",
        subject,
        received: address,
        allowed: "an IPv4 address in four parts",
        mend: `write it like ${range === undefined ? "10.0.1.10" : String(range[0])}`,
      });
    }
    if (range === undefined) return;
    const ip = ipaddr.IPv4.parse(address);
    if (!ip.match(range)) {
      throw new FlatcarError({
        code: "address-outside-subnet",
        subject,
        received: address,
        allowed: `an address in ${this.ipRange}`,
        mend: "choose one in the subnet, or attach the pool to the subnet of the address",
      });
    }
    // The first address of a network is its gateway, and the ends of a range are not for hosts.
    // https://docs.hetzner.com/networking/networks/faq
    const ends = [ipaddr.IPv4.networkAddressFromCIDR(this.ipRange!), ipaddr.IPv4.broadcastAddressFromCIDR(this.ipRange!)].map(String);
    const gateway = new ipaddr.IPv4([...ipaddr.IPv4.parse(ends[0]).octets.slice(0, 3), ipaddr.IPv4.parse(ends[0]).octets[3] + 1]);
    if ([...ends, String(gateway)].includes(address)) {
      throw new FlatcarError({
        code: "address-reserved",
        subject,
        received: address,
        allowed: `an address in ${this.ipRange} other than ${ends[0]}, ${String(gateway)} (the gateway) and ${ends[1]}`,
        mend: "choose another one",
      });
    }
  }
}

function parseRange(range: string): [ipaddr.IPv4, number] {
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(range)) return ipaddr.IPv4.parseCIDR(range);
  throw new FlatcarError({
    code: "cidr",
    subject: "network: ipRange",
    received: range,
    allowed: "an IPv4 range in CIDR form",
    mend: "write it like 10.0.1.0/24",
  });
}
