import { Construct } from "constructs";
import { TerraformStack } from "cdktf";
import { FlatcarError } from "../errors";
import { ipv4Text, parseIpv4 } from "../pool/ipv4";
import { StackNames } from "../pool/stack-names";
import { hasToken, identityOf } from "../pool/tokens";
import { hashedNumber } from "./hash";
import { ILibvirtNetwork, networkRange } from "./network";

/** What decides the address of a node. */
export interface AddressedNode {
  readonly name: string;
  readonly index?: number;
  /** The explicit address. */
  readonly address?: string;
  /** The address of the node with index 0, where the pool counts them. */
  readonly firstAddress?: string;
}

/** Gives the nodes of one pool their addresses in a network, each address of a network once in a stack. */
export class AddressBook {
  private readonly kind: string;

  constructor(
    private readonly scope: Construct,
    private readonly network: ILibvirtNetwork,
  ) {
    this.kind = `address in network ${identityOf(scope, network.networkId)}`;
  }

  /**
   * The address of a node: the explicit one, the pool's first one plus the node's index, or one by a hash of stack and name.
   *
   * @throws FlatcarError `cidr`, `address-malformed`, `address-outside-subnet`, `address-reserved`, `address-taken`
   */
  public reserve(node: AddressedNode): string {
    if (node.address !== undefined && hasToken(node.address)) return node.address;
    const subject = isCounted(node) ? "firstAddress" : `nodes.${node.name}.address`;
    const address = hasToken(this.network.cidr) ? unchecked(node, subject) : this.choose(node, subject);
    StackNames.of(this.scope).claim({
      kind: this.kind,
      value: address,
      owner: `${this.scope.node.path}/${node.name}`,
      code: "address-taken",
      subject,
      mend: "give one of the two nodes another 'address'; hashed addresses meet by chance in a small network, so a larger one helps too",
    });
    return address;
  }

  private choose(node: AddressedNode, subject: string): string {
    const { cidr } = this.network;
    const { base, size } = networkRange(cidr);
    const offset = this.offset(node, subject, base, size);
    const address = ipv4Text(base + offset);
    if (offset < 0 || offset >= size) {
      throw new FlatcarError({
        code: "address-outside-subnet",
        subject,
        received: address,
        allowed: `an address in ${cidr}`,
        mend: "choose one in the network",
      });
    }
    if (offset < 2 || offset === size - 1) {
      throw new FlatcarError({
        code: "address-reserved",
        subject,
        received: address,
        allowed: `an address in ${cidr} other than ${ipv4Text(base)}, ${ipv4Text(base + 1)} (the host) and ${ipv4Text(base + size - 1)}`,
        mend: "choose another one",
      });
    }
    return address;
  }

  private offset(node: AddressedNode, subject: string, base: number, size: number): number {
    if (node.address !== undefined) return parse(node.address, subject) - base;
    if (node.firstAddress !== undefined && node.index !== undefined) return parse(node.firstAddress, subject) + node.index - base;
    // The network's own address, the host's and the broadcast address are no machine's.
    return 2 + (hashedNumber(TerraformStack.of(this.scope).node.id, node.name) % (size - 3));
  }
}

function isCounted({ address, firstAddress, index }: AddressedNode): boolean {
  return address === undefined && firstAddress !== undefined && index !== undefined;
}

// Where the range waits for apply nobody knows what is in it; an address that is written down is one all the same.
function unchecked(node: AddressedNode, subject: string): string {
  if (node.address !== undefined) return ipv4Text(parse(node.address, subject));
  if (node.firstAddress !== undefined && node.index !== undefined) return ipv4Text(parse(node.firstAddress, subject) + node.index);
  throw new FlatcarError({
    code: "address-malformed",
    subject,
    received: undefined,
    allowed: "an explicit address for every node where the network's range is known only at apply",
    mend: "give 'address', or the network's range as text",
  });
}

function parse(address: string, subject: string): number {
  const parsed = parseIpv4(address);
  if (parsed !== undefined) return parsed;
  const isToken = hasToken(address);
  throw new FlatcarError({
    code: "address-malformed",
    subject,
    received: isToken ? "a value known only at apply" : address,
    allowed: `an IPv4 address in four parts${isToken ? ", known at synth: the next nodes count on from it" : ""}`,
    mend: isToken ? "write it as text, or give every node its own 'address'" : "write it like 10.17.3.10",
  });
}
