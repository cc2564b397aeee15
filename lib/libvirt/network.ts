import { TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { FlatcarError, atPath } from "../errors";
import { Network } from "../imports/libvirt/network";
import { Ipv4Range, parseIpv4Range, rangesOverlap } from "../pool/ipv4";
import { hasToken } from "../pool/tokens";
import { hashedNumber } from "./hash";
import { checkName } from "./names";

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
   * The network's IPv4 range in CIDR form, /8 to /28. It must not overlap another network of the host. Another range is another network:
   * its machines are replaced with it, and keep their disks.
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

  /** @throws FlatcarError `cidr`, `network-overlap`, `libvirt-name` */
  constructor(scope: Construct, id: string, props: LibvirtNetworkProps = {}) {
    super(scope, id);
    const stack = TerraformStack.of(this).node.id;
    const name = props.name ?? `${stack}-${id}`;
    this.cidr = props.cidr ?? defaultCidr(stack, name);
    atPath(this.node.path, () => {
      checkName("the name of a network", name, "give another 'name'");
      if (!hasToken(this.cidr)) HostRanges.of(this, props.provider).add(this.cidr, this.node.path);
    });
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

const UUID = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/**
 * Checks what a pool is given as a network. A name in place of the id would end the provider without a word of sense.
 *
 * @throws FlatcarError `network-id`
 */
export function checkNetwork({ networkId }: ILibvirtNetwork): void {
  if (hasToken(networkId) || UUID.test(networkId)) return;
  throw new FlatcarError({
    code: "network-id",
    subject: "network: the id of an existing network",
    received: networkId,
    allowed: "a UUID, not the network's name",
    mend: "write what 'virsh net-uuid NAME' prints",
  });
}

/**
 * Reads the range of a network.
 *
 * @throws FlatcarError `cidr`
 */
export function networkRange(cidr: string): Ipv4Range {
  const range = parseIpv4Range(cidr);
  if (range !== undefined && range.prefix >= 8 && range.prefix <= 28) return range;
  throw new FlatcarError({
    code: "cidr",
    subject: "the range of a network",
    received: cidr,
    allowed: "an IPv4 range in CIDR form, /8 to /28, with no bits behind its prefix",
    mend: "write it like 10.17.3.0/24",
  });
}

/** The ranges of the networks that a stack makes on one host: libvirt starts no network whose range meets another's. */
class HostRanges extends Construct {
  public static of(scope: Construct, provider: TerraformProvider | undefined): HostRanges {
    const stack = TerraformStack.of(scope);
    // A second provider is a second host.
    const id = provider?.alias === undefined ? "FlatcarRanges" : `FlatcarRanges-${provider.alias}`;
    return (stack.node.tryFindChild(id) as HostRanges | undefined) ?? new HostRanges(stack, id);
  }

  private readonly ranges: Array<{ readonly cidr: string; readonly range: Ipv4Range; readonly owner: string }> = [];

  public add(cidr: string, owner: string): void {
    const range = networkRange(cidr);
    const other = this.ranges.find((known) => rangesOverlap(known.range, range));
    if (other !== undefined) {
      throw new FlatcarError({
        code: "network-overlap",
        subject: "cidr",
        received: cidr,
        allowed: `a range that no other network of the host has a part of; ${other.owner} has ${other.cidr}`,
        mend: "give one of the two another 'cidr', or both pools the same network",
      });
    }
    this.ranges.push({ cidr, range, owner });
  }
}

function defaultCidr(stack: string, name: string): string {
  const block = hashedNumber(stack, name) % 4096;
  return `10.${block >> 4}.${(block & 15) << 4}.0/20`;
}
