import { createHash } from "crypto";
import { TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import * as ipaddr from "ipaddr.js";
import { FlatcarError, atPath } from "../errors";
import { Network } from "../imports/libvirt/network";
import { StackNames } from "../pool/stack-names";
import { hasToken, identityOf } from "../pool/tokens";

/** A network that machines of a pool get their addresses from. */
export interface ILibvirtNetwork {
  /** The network's id for libvirt. */
  readonly networkId: string;
  /** The network's IPv4 range in CIDR form. libvirt itself has the first address. */
  readonly cidr: string;
}

/** A network that libvirt routes to the outside by network address translation. */
export interface LibvirtNetworkProps {
  /**
   * The network's name on the host.
   *
   * @default - `<stack>-<id>`
   */
  readonly name?: string;
  /**
   * The network's IPv4 range in CIDR form, /8 to /28. It must not overlap another network of the host.
   *
   * @default - one of the 4096 ranges `10.x.y.0/20`, by a hash of stack and name
   */
  readonly cidr?: string;
  /**
   * The DNS domain of the machines.
   *
   * @default - none
   */
  readonly domain?: string;
  /**
   * Whether libvirt starts the network with the host.
   *
   * @default true
   */
  readonly autostart?: boolean;
  /**
   * The provider that makes it.
   *
   * @default - the stack's libvirt provider
   */
  readonly provider?: TerraformProvider;
}

/** A network of its own for the machines of one or more pools, with DHCP and network address translation. */
export class LibvirtNetwork extends Construct implements ILibvirtNetwork {
  /**
   * A network that is on the host already. It must have DHCP.
   *
   * @param networkId its id (UUID), as `virsh net-uuid` prints it
   * @param cidr its IPv4 range
   */
  public static existing(networkId: string, cidr: string): ILibvirtNetwork {
    return { networkId, cidr };
  }

  public readonly networkId: string;
  public readonly cidr: string;
  /** The generated resource. */
  public readonly resource: Network;

  /** @throws FlatcarError `cidr` */
  constructor(scope: Construct, id: string, props: LibvirtNetworkProps = {}) {
    super(scope, id);
    const stack = TerraformStack.of(this).node.id;
    const name = props.name ?? `${stack}-${id}`;
    this.cidr = props.cidr ?? defaultCidr(stack, name);
    atPath(this.node.path, () => parseNetwork(this.cidr));
    this.resource = new Network(this, "Resource", {
      name,
      mode: "nat",
      domain: props.domain,
      addresses: [this.cidr],
      autostart: props.autostart ?? true,
      dhcp: { enabled: true },
      dns: { enabled: true },
      provider: props.provider,
    });
    this.networkId = this.resource.id;
  }
}

/** What decides the address of a node. */
export interface AddressedNode {
  readonly name: string;
  readonly index?: number;
  /** The explicit address. */
  readonly address?: string;
  /** The address of the node with index 0, where the pool counts them. */
  readonly firstAddress?: string;
}

/**
 * The address of a node in a network: the explicit one, the pool's first one plus the node's index, or one by a hash of stack and name.
 *
 * @throws FlatcarError `cidr`, `address-malformed`, `address-outside-subnet`, `address-reserved`, `address-taken`
 */
export function reserveAddress(scope: Construct, network: ILibvirtNetwork, node: AddressedNode): string {
  if (node.address !== undefined && hasToken(node.address)) return node.address;
  const subject =
    node.address !== undefined || node.firstAddress === undefined || node.index === undefined
      ? `nodes.${node.name}.address`
      : "firstAddress";
  const address = hasToken(network.cidr) ? node.address : chooseAddress(scope, network, node, subject);
  if (address === undefined) {
    throw new FlatcarError({
      code: "address-malformed",
      subject,
      received: undefined,
      allowed: "an explicit address for every node where the network's range is known only at apply",
      mend: "give 'address', or the network's range as text",
    });
  }
  StackNames.of(scope).claim({
    kind: `address in network ${identityOf(scope, network.networkId)}`,
    value: address,
    owner: `${scope.node.path}/${node.name}`,
    code: "address-taken",
    subject,
    mend: "give one of the two nodes another 'address'; hashed addresses meet by chance in a small network, so a larger one helps too",
  });
  return address;
}

function chooseAddress(scope: Construct, network: ILibvirtNetwork, node: AddressedNode, subject: string): string {
  const [base, prefix] = parseNetwork(network.cidr);
  const size = 2 ** (32 - prefix);
  let offset: number;
  if (node.address !== undefined) {
    offset = parseAddress(node.address, subject) - base;
  } else if (node.firstAddress !== undefined && node.index !== undefined) {
    offset = parseAddress(node.firstAddress, subject) + node.index - base;
  } else {
    const stack = TerraformStack.of(scope).node.id;
    // The network's own address, the host's and the broadcast address are no machine's.
    offset = 2 + (hashed(`${stack}\u0000${node.name}`) % (size - 3));
  }
  const address = toText(base + offset);
  if (offset < 0 || offset >= size) {
    throw new FlatcarError({
      code: "address-outside-subnet",
      subject,
      received: address,
      allowed: `an address in ${network.cidr}`,
      mend: "choose one in the network",
    });
  }
  if (offset < 2 || offset === size - 1) {
    throw new FlatcarError({
      code: "address-reserved",
      subject,
      received: address,
      allowed: `an address in ${network.cidr} other than ${toText(base)}, ${toText(base + 1)} (the host) and ${toText(base + size - 1)}`,
      mend: "choose another one",
    });
  }
  return address;
}

function defaultCidr(stack: string, name: string): string {
  const block = hashed(`${stack}\u0000${name}`) % 4096;
  return `10.${block >> 4}.${(block & 15) << 4}.0/20`;
}

function parseNetwork(cidr: string): [base: number, prefix: number] {
  if (hasToken(cidr)) return [0, 0];
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr)) {
    const [address, prefix] = ipaddr.IPv4.parseCIDR(cidr);
    const network = ipaddr.IPv4.networkAddressFromCIDR(cidr);
    if (prefix >= 8 && prefix <= 28 && network.toString() === address.toString()) return [toNumber(network), prefix];
  }
  throw new FlatcarError({
    code: "cidr",
    subject: "the range of a network",
    received: cidr,
    allowed: "an IPv4 range in CIDR form, /8 to /28, with no bits behind its prefix",
    mend: "write it like 10.17.3.0/24",
  });
}

function parseAddress(address: string, subject: string): number {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return toNumber(ipaddr.IPv4.parse(address));
  throw new FlatcarError({
    code: "address-malformed",
    subject,
    received: address,
    allowed: "an IPv4 address in four parts",
    mend: "write it like 10.17.3.10",
  });
}

function toNumber(ip: ipaddr.IPv4): number {
  return ip.octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

function toText(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) & 255).join(".");
}

function hashed(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0);
}
