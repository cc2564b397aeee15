import type { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { Construct } from "constructs";
import { FlatcarError } from "../errors";
import { Ipv4Range, checkedIpv4, ipv4Text, isInRange, parseIpv4Range } from "../pool/ipv4";
import { StackNames } from "../pool/stack-names";
import { hasToken, identityOf, isListToken } from "../pool/tokens";
import { checkId } from "./ids";

/** A subnet by what Terraform knows of it. */
export interface AwsSubnetAttributes {
  /** The subnet's id: `subnet-…`. */
  readonly subnetId: string;
  /**
   * The subnet's IPv4 range in CIDR form, so that addresses can be checked against it.
   *
   * @default - addresses are not checked
   */
  readonly cidrBlock?: string;
}

/** A subnet that machines of a pool are in. */
export class AwsSubnet {
  /** A subnet that the app makes. */
  public static of(subnet: Subnet): AwsSubnet {
    return new AwsSubnet(subnet.id, subnet.cidrBlockInput);
  }

  /** A subnet that is there already. */
  public static fromId(subnetId: string): AwsSubnet {
    return new AwsSubnet(subnetId, undefined);
  }

  /** A subnet that is there already, with its range. */
  public static fromAttributes({ subnetId, cidrBlock }: AwsSubnetAttributes): AwsSubnet {
    return new AwsSubnet(subnetId, cidrBlock);
  }

  private constructor(
    public readonly subnetId: string,
    public readonly cidrBlock: string | undefined,
  ) {}

  /**
   * Takes an address of the subnet for a node.
   *
   * @throws FlatcarError `cidr`, `address-malformed`, `address-outside-subnet`, `address-reserved`, `address-taken`
   * @internal
   */
  public _take(scope: Construct, node: string, address: string): void {
    if (hasToken(address)) return;
    const subject = `nodes.${node}.privateIpv4`;
    checkAddress(subject, address, this.range());
    StackNames.of(scope).claim({
      kind: `private address in subnet ${identityOf(scope, this.subnetId)}`,
      value: address,
      owner: `${scope.node.path}/${node}`,
      code: "address-taken",
      subject,
      mend: "give each machine an address of its own",
    });
  }

  private range(): Ipv4Range | undefined {
    const { cidrBlock } = this;
    if (cidrBlock === undefined || hasToken(cidrBlock)) return undefined;
    const range = parseIpv4Range(cidrBlock);
    // https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
    if (range !== undefined && range.prefix >= 16 && range.prefix <= 28) return range;
    throw new FlatcarError({
      code: "cidr",
      subject: "subnet: cidrBlock",
      received: cidrBlock,
      allowed: "an IPv4 range in CIDR form, /16 to /28, with no bits behind its prefix",
      mend: "write it like 10.0.1.0/24",
    });
  }
}

/**
 * Checks the subnets of a group.
 *
 * @throws FlatcarError `subnets-empty`, `aws-id`
 */
export function checkSubnets(subnets: readonly AwsSubnet[]): void {
  if (isListToken(subnets) || subnets.length === 0) {
    throw new FlatcarError({
      code: "subnets-empty",
      subject: "subnets",
      received: isListToken(subnets) ? "a list known only at apply" : [],
      allowed: "at least one subnet, each written down; its id may be known only at apply",
      mend: "name a subnet for each availability zone that the machines are to be spread over",
    });
  }
  for (const subnet of subnets) checkId("subnet", "subnets", subnet.subnetId);
}

function checkAddress(subject: string, address: string, range: Ipv4Range | undefined): void {
  const number = checkedIpv4(subject, address, range === undefined ? "10.0.1.10" : ipv4Text(range.base + 10));
  if (range === undefined) return;
  const { base, size } = range;
  const cidr = `${ipv4Text(base)}/${range.prefix}`;
  if (!isInRange(number, range)) {
    throw new FlatcarError({
      code: "address-outside-subnet",
      subject,
      received: address,
      allowed: `an address in ${cidr}`,
      mend: "choose one in the subnet, or put the machine into the subnet of the address",
    });
  }
  // The first four addresses of a subnet, and its last one: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
  if (number >= base + 4 && number < base + size - 1) return;
  throw new FlatcarError({
    code: "address-reserved",
    subject,
    received: address,
    allowed: `an address in ${cidr} from ${ipv4Text(base + 4)} to ${ipv4Text(base + size - 2)}: AWS keeps the others`,
    mend: "choose another one",
  });
}
