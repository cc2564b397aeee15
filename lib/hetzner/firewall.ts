import { Lazy, TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { FlatcarError, atPath } from "../errors";
import { Firewall, FirewallRule } from "../imports/hcloud/firewall";
import { ipVersionOf } from "../pool/ip-network";
import { parsePorts } from "../pool/port-range";
import { hasToken, isToken } from "../pool/tokens";
import { HETZNER_FIREWALL_RULE_LIMIT } from "./limits";

/** Protocols a firewall rule can be about. */
export enum HetznerProtocol {
  TCP = "tcp",
  UDP = "udp",
  ICMP = "icmp",
  ESP = "esp",
  GRE = "gre",
}

/** One rule of a firewall. */
export interface HetznerFirewallRule {
  readonly protocol: HetznerProtocol;
  /**
   * A port (`22`), a range (`8000-8100`) or `any`; for TCP and UDP only.
   *
   * @default - required for TCP and UDP
   */
  readonly port?: string;
  /** The other side: ranges in CIDR form, IPv4 or IPv6. */
  readonly cidrs: string[];
  /** What the rule is for, shown in the console. At most 255 characters (https://docs.hetzner.cloud/reference/cloud#tag/firewalls). */
  readonly description?: string;
}

// The provider does not take the last rule away: it stays, and every later plan wants it gone. So there always is one, if only for an
// address that nobody can have (https://www.rfc-editor.org/rfc/rfc5737).
const NOTHING: FirewallRule = { direction: "in", protocol: "icmp", sourceIps: ["192.0.2.0/32"], description: "Nothing is let in" };

/** What a pool's firewall is made of. */
export interface PoolFirewallProps {
  readonly name: string;
  readonly labels: { [key: string]: string };
  /**
   * The provider that makes it.
   *
   * @default - the stack's provider for Hetzner Cloud
   */
  readonly provider?: TerraformProvider;
}

const LONGEST_DESCRIPTION = 255;
const MOST_CIDRS = 100;

/** A firewall that lets nothing in until a rule says so. */
export class PoolFirewall extends Construct {
  /** The generated resource. */
  public readonly resource: Firewall;
  private readonly rules: FirewallRule[] = [];

  constructor(scope: Construct, id: string, props: PoolFirewallProps) {
    super(scope, id);
    this.resource = new Firewall(this, "Resource", {
      ...props,
      rule: Lazy.anyValue({ produce: () => (this.rules.length === 0 ? [NOTHING] : this.rules).map(toTerraform) }),
    });
  }

  /**
   * Lets in what a rule describes.
   *
   * @throws FlatcarError `firewall-rule`, `firewall-description`, `firewall-full`, `cidr`
   */
  public addInboundRule(rule: HetznerFirewallRule): void {
    const { cidrs, ...rest } = this.checked("addInboundRule", rule);
    this.add("addInboundRule", { direction: "in", ...rest, sourceIps: cidrs });
  }

  /**
   * Lets out what a rule describes. Without an outbound rule everything is let out; with one, nothing else is.
   *
   * @throws FlatcarError `firewall-rule`, `firewall-description`, `firewall-full`, `cidr`
   */
  public addOutboundRule(rule: HetznerFirewallRule): void {
    const { cidrs, ...rest } = this.checked("addOutboundRule", rule);
    this.add("addOutboundRule", { direction: "out", ...rest, destinationIps: cidrs });
  }

  /**
   * Lets in ssh (TCP 22).
   *
   * @throws FlatcarError `cidr`, `firewall-description`, `firewall-full`
   */
  public allowSsh(from: string[], description = "ssh"): void {
    this.addInboundRule({ protocol: HetznerProtocol.TCP, port: "22", cidrs: from, description });
  }

  private add(method: string, rule: FirewallRule): void {
    this.rules.push(rule);
    if (this.rules.length <= HETZNER_FIREWALL_RULE_LIMIT) return;
    throw new FlatcarError({
      code: "firewall-full",
      path: this.node.path,
      subject: method,
      received: `${this.rules.length} rules`,
      allowed: `at most ${HETZNER_FIREWALL_RULE_LIMIT} rules in a firewall`,
      mend: "let one rule name several ranges or a range of ports, or give the pool further firewalls by 'firewallIds'",
    });
  }

  private checked(method: string, rule: HetznerFirewallRule): HetznerFirewallRule {
    return atPath(this.node.path, () => {
      const needsPort = rule.protocol === HetznerProtocol.TCP || rule.protocol === HetznerProtocol.UDP;
      if (needsPort !== (rule.port !== undefined) || (rule.port !== undefined && !hasToken(rule.port) && !isPort(rule.port))) {
        throw new FlatcarError({
          code: "firewall-rule",
          subject: `${method}: port`,
          received: rule.port,
          allowed: needsPort ? "a port from 1 to 65535, a range such as 8000-8100, or any" : `no port with ${rule.protocol}`,
          mend: needsPort ? "give the port" : "leave the port out",
        });
      }
      if (!isToken(rule.cidrs)) {
        if (rule.cidrs.length === 0 || rule.cidrs.length > MOST_CIDRS) throw badCidr(method, rule.cidrs);
        for (const cidr of rule.cidrs) if (!hasToken(cidr) && ipVersionOf(cidr) === undefined) throw badCidr(method, cidr);
      }
      const { description } = rule;
      if (description !== undefined && !hasToken(description) && description.length > LONGEST_DESCRIPTION) {
        throw new FlatcarError({
          code: "firewall-description",
          subject: `${method}: description`,
          received: description,
          allowed: `at most ${LONGEST_DESCRIPTION} characters`,
          mend: "shorten it",
        });
      }
      return rule;
    });
  }
}

function isPort(port: string): boolean {
  return port === "any" || parsePorts(port) !== undefined;
}

function badCidr(method: string, received: unknown): FlatcarError {
  return new FlatcarError({
    code: "cidr",
    subject: `${method}: cidrs`,
    received,
    allowed: `1 to ${MOST_CIDRS} ranges in CIDR form with no bits behind their prefixes, such as 10.0.0.0/8 or 2001:db8::/32`,
    mend: "write the ranges of the other side; for every address there is ANYWHERE",
  });
}

function toTerraform(rule: FirewallRule): { [key: string]: unknown } {
  const { direction, protocol, port, sourceIps, destinationIps, description } = rule;
  return { direction, protocol, port, source_ips: sourceIps, destination_ips: destinationIps, description };
}
