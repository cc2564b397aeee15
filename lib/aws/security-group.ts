import { createHash } from "crypto";
import type { TerraformProvider } from "cdktf";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { Construct } from "constructs";
import { FlatcarError, atPath } from "../errors";
import { ANYWHERE, canonicalCidr, ipVersionOf } from "../pool/ip-network";
import { parsePorts } from "../pool/port-range";
import { StackNames } from "../pool/stack-names";
import { hasToken, identityOf, isListToken } from "../pool/tokens";
import { checkId } from "./ids";
import { AWS_RULE_DESCRIPTION_LIMIT } from "./limits";
import { AwsTags } from "./tags";

/** Protocols a rule of a security group can be about. */
export enum AwsProtocol {
  TCP = "tcp",
  UDP = "udp",
  ICMP = "icmp",
  ICMPV6 = "icmpv6",
  /** Every protocol, on every port. */
  ALL = "-1",
}

/** One rule of a security group, with at least one other side. */
export interface AwsSecurityGroupRule {
  readonly protocol: AwsProtocol;
  /**
   * A port (`22`) or a range (`8000-8100`); for TCP and UDP only.
   *
   * @default - required for TCP and UDP
   */
  readonly port?: string;
  /**
   * The other side: ranges in CIDR form, IPv4 or IPv6.
   *
   * @default - none
   */
  readonly cidrs?: string[];
  /**
   * The other side: ids of security groups, whose members it is.
   *
   * @default - none
   */
  readonly securityGroupIds?: string[];
  /**
   * The other side: ids of prefix lists.
   *
   * @default - none
   */
  readonly prefixListIds?: string[];
  /** What the rule is for. At most 255 characters. */
  readonly description?: string;
}

/** What a pool's security group is made of. */
export interface PoolSecurityGroupProps {
  /** The beginning of its name. */
  readonly name: string;
  readonly vpcId: string;
  readonly tags: AwsTags;
  /**
   * The provider that makes it.
   *
   * @default - the stack's AWS provider
   */
  readonly provider?: TerraformProvider;
}

// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRuleRequest.html
const DESCRIPTION = /^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]*$/;

type Peer =
  | { readonly cidrIpv4: string }
  | { readonly cidrIpv6: string }
  | { readonly referencedSecurityGroupId: string }
  | { readonly prefixListId: string };

const ANNOUNCED = "security group of a pool on AWS";

/** A security group that lets nothing in until a rule says so. */
export class PoolSecurityGroup extends Construct {
  /** The generated resource. */
  public readonly resource: SecurityGroup;
  private readonly shared: { readonly tags: { [key: string]: string }; readonly provider?: TerraformProvider };
  private outboundIsOpen = true;

  constructor(scope: Construct, id: string, props: PoolSecurityGroupProps) {
    super(scope, id);
    const { name, vpcId, provider } = props;
    this.shared = { tags: { ...props.tags }, provider };
    this.resource = new SecurityGroup(this, "Resource", {
      namePrefix: `${name}-`,
      description: `Flatcar pool ${name}`,
      vpcId,
      ...this.shared,
      // Machines hold the old one until they have the new: destroyed first, it would be waited for in vain.
      lifecycle: { createBeforeDestroy: true },
    });
    for (const cidr of ANYWHERE) this.addOutbound({ protocol: AwsProtocol.ALL }, peerOfCidr(cidr));
  }

  /** The group's id, for rules of other groups and for load balancers. */
  public get securityGroupId(): string {
    return this.resource.id;
  }

  /**
   * Lets in what a rule describes.
   *
   * @throws FlatcarError `security-group-rule`, `cidr`, `aws-id`
   */
  public addInboundRule(rule: AwsSecurityGroupRule): void {
    for (const peer of this.peersOf("addInboundRule", rule)) {
      new VpcSecurityGroupIngressRule(this, this.freeId("addInboundRule", "Inbound", rule, peer), {
        securityGroupId: this.resource.id,
        ...matched(rule),
        ...peer,
        ...this.shared,
      });
    }
  }

  /**
   * Lets out what a rule describes. Without an outbound rule everything is let out; with one, nothing else is.
   *
   * @throws FlatcarError `security-group-rule`, `cidr`, `aws-id`
   */
  public addOutboundRule(rule: AwsSecurityGroupRule): void {
    const peers = this.peersOf("addOutboundRule", rule);
    if (this.outboundIsOpen) {
      this.outboundIsOpen = false;
      const open = this.node.children.filter(({ node }) => node.id.startsWith("Outbound"));
      for (const { node } of open) this.node.tryRemoveChild(node.id);
    }
    for (const peer of peers) this.addOutbound(rule, peer);
  }

  /**
   * Lets in ssh (TCP 22).
   *
   * @throws FlatcarError `security-group-rule`, `cidr`
   */
  public allowSsh(from: string[], description = "ssh"): void {
    this.addInboundRule({ protocol: AwsProtocol.TCP, port: "22", cidrs: from, description });
  }

  private addOutbound(rule: AwsSecurityGroupRule, peer: Peer): void {
    new VpcSecurityGroupEgressRule(this, this.freeId("addOutboundRule", "Outbound", rule, peer), {
      securityGroupId: this.resource.id,
      ...matched(rule),
      ...peer,
      ...this.shared,
    });
  }

  /**
   * Tells the rules of the stack what the group is called, by which those that point at it go from then on, also when its pool is moved in the tree.
   *
   * @internal
   */
  public _announce(name: string): void {
    StackNames.of(this).note(ANNOUNCED, identityOf(this, this.securityGroupId), identityOf(this, name));
  }

  // By what a rule says, never by its place among the others: one more or one less leaves the rest where it was.
  private freeId(method: string, direction: string, rule: AwsSecurityGroupRule, peer: Peer): string {
    const { protocol, port } = rule;
    const [[kind, side]] = Object.entries(peer);
    const identity = identityOf(this, side);
    const hash = createHash("sha256")
      .update(`${kind} ${StackNames.of(this).ownerOf(ANNOUNCED, identity) ?? identity}`)
      .digest("hex")
      .slice(0, 8);
    const ports = port?.replace(/^(\d+)-\1$/, "$1");
    const id = [direction, protocol === AwsProtocol.ALL ? "all" : protocol, ports, hash].filter((part) => part !== undefined).join("-");
    if (this.node.tryFindChild(id) === undefined) return id;
    throw this.refused(
      `${method}: a rule`,
      { protocol, port, ...peer },
      "each protocol, port and other side once",
      "take one of the two out",
    );
  }

  private peersOf(method: string, rule: AwsSecurityGroupRule): Peer[] {
    return atPath(this.node.path, () => {
      this.check(method, rule);
      return [
        ...(rule.cidrs ?? []).map((cidr) => checkedCidr(method, cidr)),
        ...(rule.securityGroupIds ?? []).map((id) => {
          checkId("sg", `${method}: securityGroupIds`, id);
          return { referencedSecurityGroupId: id };
        }),
        ...(rule.prefixListIds ?? []).map((prefixListId) => ({ prefixListId })),
      ];
    });
  }

  private check(method: string, { protocol, port, description, cidrs, securityGroupIds, prefixListIds }: AwsSecurityGroupRule): void {
    const needsPort = protocol === AwsProtocol.TCP || protocol === AwsProtocol.UDP;
    if (needsPort !== (port !== undefined) || (port !== undefined && parsePorts(port) === undefined)) {
      const allowed = needsPort ? "a port from 1 to 65535, or a range such as 8000-8100, known at synth" : "no port with this protocol";
      throw this.refused(
        `${method}: port`,
        port !== undefined && hasToken(port) ? "a port known only at apply" : port,
        allowed,
        needsPort ? "give the port" : "leave the port out",
      );
    }
    const lists = [cidrs, securityGroupIds, prefixListIds];
    if (lists.some(isListToken) || lists.every((list) => (list ?? []).length === 0)) {
      const received = lists.some(isListToken) ? "a list known only at apply" : undefined;
      const allowed =
        "at least one of cidrs, securityGroupIds and prefixListIds, each member written down; a member may be known only at apply";
      throw this.refused(`${method}: the other side`, received, allowed, "say who is let in or out; for every address there is ANYWHERE");
    }
    if (description === undefined || hasToken(description)) return;
    if (description.length <= AWS_RULE_DESCRIPTION_LIMIT && DESCRIPTION.test(description)) return;
    const allowed = `at most ${AWS_RULE_DESCRIPTION_LIMIT} letters, digits, spaces and any of . _ - : / ( ) # , @ [ ] + = & ; { } ! $ *`;
    throw this.refused(`${method}: description`, description, allowed, "shorten it, or take other characters out");
  }

  private refused(subject: string, received: unknown, allowed: string, mend: string): FlatcarError {
    return new FlatcarError({ code: "security-group-rule", path: this.node.path, subject, received, allowed, mend });
  }
}

function matched({ protocol, port, description }: AwsSecurityGroupRule): {
  ipProtocol: string;
  fromPort?: number;
  toPort?: number;
  description?: string;
} {
  const ports = port === undefined ? undefined : parsePorts(port);
  if (ports !== undefined) return { ipProtocol: protocol, fromPort: ports.from, toPort: ports.to, description };
  // ICMP has types in place of ports, and -1 is every one of them.
  const every = protocol === AwsProtocol.ALL ? {} : { fromPort: -1, toPort: -1 };
  return { ipProtocol: protocol, ...every, description };
}

function checkedCidr(method: string, cidr: string): Peer {
  // EC2 gives a range back in one spelling, and a plan would change another one for ever.
  const range = hasToken(cidr) ? cidr : canonicalCidr(cidr);
  if (range !== undefined) return peerOfCidr(range);
  throw new FlatcarError({
    code: "cidr",
    subject: `${method}: cidrs`,
    received: cidr,
    allowed: "ranges in CIDR form with no bits behind their prefixes, such as 10.0.0.0/8 or 2001:db8::/32",
    mend: "write the ranges of the other side; for every address there is ANYWHERE",
  });
}

// Of a range known only at apply nobody can tell the version here; IPv4 is what people have in variables.
function peerOfCidr(cidr: string): Peer {
  return !hasToken(cidr) && ipVersionOf(cidr) === 6 ? { cidrIpv6: cidr } : { cidrIpv4: cidr };
}
