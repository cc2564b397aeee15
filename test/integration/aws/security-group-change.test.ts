import { TerraformStack } from "cdktf";
import { expect, test } from "vitest";
import { ANYWHERE, AwsProtocol, PoolSecurityGroup } from "../../../lib/aws";
import { requires } from "../harness";
import { Rig, group, pool } from "./rig";

const UNTOUCHED = { a: "untouched", c: "untouched", web: "2 untouched" };

/** A pool and a group, of which both let in what `rules` says. */
function guarded(rules: (securityGroup: PoolSecurityGroup) => void): (stack: TerraformStack) => void {
  return (stack) => {
    rules(pool(stack, {}, "db").securityGroup);
    rules(group(stack).securityGroup);
  };
}

/** What the rules of one direction say of the pool's and of the group's security group. */
function rules(rig: Rig, direction: "ingress" | "egress"): unknown[] {
  return rig.standIn
    .resources(`aws_vpc_security_group_${direction}_rule`)
    .map(({ attributes: { ip_protocol, from_port, to_port, cidr_ipv4, cidr_ipv6 } }) => [
      ip_protocol,
      from_port,
      to_port,
      cidr_ipv4 ?? cidr_ipv6,
    ])
    .sort();
}

/** The kinds of actions in a plan, by resource type. */
function kinds(planned: readonly string[]): string[] {
  return [...new Set(planned.map((change) => `${change.split(".")[0]} ${change.split(" ")[1]}`))].sort();
}

requires("terraform", "provider-aws-stand-in")("a security group of a pool", () => {
  test("lets nothing in at first, then what rules say, and nothing again when they are gone; no machine notices", async () => {
    const rig = await Rig.start();
    await rig.apply(guarded(() => {}));
    expect(rules(rig, "ingress")).toEqual([]);
    const everything = ["0.0.0.0/0", "::/0"].flatMap((cidr) => Array(2).fill(["-1", null, null, cidr]));
    expect(rules(rig, "egress")).toEqual(everything.sort());

    const opened = await rig.change(
      guarded((securityGroup) => {
        securityGroup.allowSsh(["198.51.100.0/24"]);
        securityGroup.addInboundRule({ protocol: AwsProtocol.TCP, port: "8000-8100", cidrs: [...ANYWHERE], description: "apps" });
        securityGroup.addInboundRule({ protocol: AwsProtocol.ICMP, cidrs: ["203.0.113.0/24"] });
      }),
    );
    expect(opened.machines).toEqual(UNTOUCHED);
    expect(kinds(opened.planned)).toEqual(["aws_vpc_security_group_ingress_rule create"]);
    const inbound = [
      ["icmp", -1, -1, "203.0.113.0/24"],
      ["tcp", 22, 22, "198.51.100.0/24"],
      ["tcp", 8000, 8100, "0.0.0.0/0"],
      ["tcp", 8000, 8100, "::/0"],
    ];
    expect(rules(rig, "ingress")).toEqual(inbound.flatMap((rule) => [rule, rule]));

    // One less leaves the others; a rule out takes the place of those that let everything out.
    const narrowed = await rig.change(
      guarded((securityGroup) => {
        securityGroup.addInboundRule({ protocol: AwsProtocol.ICMP, cidrs: ["203.0.113.0/24"] });
        securityGroup.allowSsh(["198.51.100.0/24"]);
        securityGroup.addOutboundRule({ protocol: AwsProtocol.UDP, port: "53", cidrs: ["10.0.0.0/16"] });
      }),
    );
    expect(narrowed.machines).toEqual(UNTOUCHED);
    expect(kinds(narrowed.planned)).toEqual([
      "aws_vpc_security_group_egress_rule create",
      "aws_vpc_security_group_egress_rule delete",
      "aws_vpc_security_group_ingress_rule delete",
    ]);
    expect(rules(rig, "egress")).toEqual(Array(2).fill(["udp", 53, 53, "10.0.0.0/16"]));

    const closed = await rig.change(guarded(() => {}));
    expect(closed.machines).toEqual(UNTOUCHED);
    expect(rules(rig, "ingress")).toEqual([]);
    expect(rules(rig, "egress")).toEqual(everything);
  });
});
