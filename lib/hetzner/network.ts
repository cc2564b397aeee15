import { TerraformResource, TerraformStack } from "cdktf";
import { Construct, IConstruct } from "constructs";
import { FlatcarError } from "../errors";
import { NetworkSubnet } from "../imports/hcloud/network-subnet";
import { Ipv4Range, checkedIpv4, ipv4Text, isInRange, parseIpv4Range } from "../pool/ipv4";
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
  /**
   * The range of the subnet's network in CIDR form. Its first address is the gateway, which no server can have.
   *
   * @default - addresses are not checked for being the gateway
   */
  readonly networkIpRange?: string;
}

/** The address of every server's gateway on its public interface; no server can have it in a network. */
const PUBLIC_GATEWAY = "172.31.1.1";

/** The private network that the servers of a pool are attached to. */
export class HetznerSubnet {
  /** A subnet that the app makes. */
  public static of(subnet: NetworkSubnet): HetznerSubnet {
    const { networkIdInput: networkId } = subnet;
    return new HetznerSubnet(subnet.id, subnet.ipRangeInput, identityOf(subnet, networkId), () => rangeOfNetwork(subnet));
  }

  /** A subnet that is there already. */
  public static fromAttributes(attributes: HetznerSubnetAttributes): HetznerSubnet {
    const { subnetId, ipRange, networkIpRange } = attributes;
    // The id begins with the network's. Where it is a token, nobody can tell whether another subnet is of the same network.
    return new HetznerSubnet(subnetId, ipRange, hasToken(subnetId) ? undefined : subnetId.split("-")[0], () => networkIpRange);
  }

  private foundRange?: { readonly range: Ipv4Range | undefined };

  private constructor(
    public readonly subnetId: string,
    public readonly ipRange: string | undefined,
    private readonly network: string | undefined,
    private readonly findNetworkRange: () => string | undefined,
  ) {}

  private get networkRange(): Ipv4Range | undefined {
    this.foundRange ??= { range: parseRange("networkIpRange", this.findNetworkRange()) };
    return this.foundRange.range;
  }

  /**
   * Takes one place in the network, and the address, for a node.
   *
   * @throws FlatcarError `cidr`, `address-malformed`, `address-outside-subnet`, `address-reserved`, `address-taken`, `hetzner-network-full`
   * @internal
   */
  public _attach(scope: Construct, node: string, address: string | undefined): void {
    const names = StackNames.of(scope);
    const network = this.network ?? identityOf(scope, this.subnetId);
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
    this.checkAddress(`nodes.${node}.privateIpv4`, address);
    names.claim({
      kind: `private address in network ${network}`,
      value: address,
      owner: `${scope.node.path}/${node}`,
      code: "address-taken",
      subject: `nodes.${node}.privateIpv4`,
      mend: "give each server an address of its own",
    });
  }

  private checkAddress(subject: string, address: string): void {
    const range = parseRange("ipRange", this.ipRange);
    const number = checkedIpv4(subject, address, range === undefined ? "10.0.1.10" : ipv4Text(range.base + 9));
    if (range !== undefined && !isInRange(number, range)) {
      throw new FlatcarError({
        code: "address-outside-subnet",
        subject,
        received: address,
        allowed: `an address in ${this.ipRange}`,
        mend: "choose one in the subnet, or attach the pool to the subnet of the address",
      });
    }
    // https://docs.hetzner.com/networking/networks/faq
    const reserved = [
      ...(range === undefined ? [] : [ipv4Text(range.base), ipv4Text(range.base + range.size - 1)]),
      ...(this.networkRange === undefined ? [] : [ipv4Text(this.networkRange.base + 1)]),
      PUBLIC_GATEWAY,
    ];
    if (!reserved.includes(address)) return;
    throw new FlatcarError({
      code: "address-reserved",
      subject,
      received: address,
      allowed: `an address other than those that Hetzner keeps: ${reserved.join(", ")}`,
      mend: "choose another one",
    });
  }
}

function parseRange(prop: string, cidr: string | undefined): Ipv4Range | undefined {
  if (cidr === undefined || hasToken(cidr)) return undefined;
  const range = parseIpv4Range(cidr);
  if (range !== undefined) return range;
  throw new FlatcarError({
    code: "cidr",
    subject: `subnet: ${prop}`,
    received: cidr,
    allowed: "an IPv4 range in CIDR form, with no bits behind its prefix",
    mend: "write it like 10.0.1.0/24",
  });
}

// The range of a subnet's network, where the stack makes that too.
function rangeOfNetwork(subnet: NetworkSubnet): string | undefined {
  const id = identityOf(subnet, subnet.networkIdInput);
  const network = TerraformStack.of(subnet)
    .node.findAll()
    .filter(isNetwork)
    .find(({ friendlyUniqueId }) => id.includes(`hcloud_network.${friendlyUniqueId}.id`));
  return network?.ipRangeInput;
}

// By what it makes, not by its class: an app may have bindings of its own.
function isNetwork(construct: IConstruct): construct is TerraformResource & { readonly ipRangeInput?: string } {
  return TerraformResource.isTerraformResource(construct) && construct.terraformResourceType === "hcloud_network";
}
