import { describe, expect, test } from "vitest";
import { instanceExposure } from "../../../../lib/check/rules/exposure/aws";
import { stackOf } from "../../manifests";

const ID = "${aws_security_group.g.id}";
const RULE = { security_group_id: ID, ip_protocol: "tcp", from_port: 22, to_port: 22, cidr_ipv4: "0.0.0.0/0" };
const RULES = { aws_security_group: { g: {} }, aws_vpc_security_group_ingress_rule: { r: RULE } };

/** What is open of an instance `a`. */
function open(resources: object, type = "aws_instance"): string[] {
  const { open: found, isUnfiltered } = instanceExposure(stackOf({ resources: resources as never }), type, "a");
  expect(isUnfiltered).toBe(false);
  return found.map(({ from, to, by }) => `${from}-${to} ${by}`);
}

const instance = (attributes: object = { vpc_security_group_ids: [ID] }) => ({ aws_instance: { a: attributes } });
const BY_RULE = ["22-22 aws_vpc_security_group_ingress_rule.r"];

describe("the rules of a security group", () => {
  const rule = (more: object) => open({ ...instance(), ...RULES, aws_vpc_security_group_ingress_rule: { r: { ...RULE, ...more } } });

  test("are resources of their own, of either form, or stand in the group", () => {
    expect(open({ ...instance(), ...RULES })).toEqual(BY_RULE);
    const old = {
      type: "ingress",
      security_group_id: ID,
      protocol: "-1",
      from_port: 0,
      to_port: 0,
      cidr_blocks: ["10.0.0.0/8", "0.0.0.0/0"],
    };
    expect(open({ ...instance(), aws_security_group: { g: {} }, aws_security_group_rule: { r: old } })).toEqual([
      "0-65535 aws_security_group_rule.r",
    ]);
    expect(open({ ...instance(), aws_security_group: { g: {} }, aws_security_group_rule: { r: { ...old, type: "egress" } } })).toEqual([]);
    const ingress = [{ protocol: "6", from_port: "2379", to_port: "2380", ipv6_cidr_blocks: ["::/0"] }];
    expect(open({ ...instance(), aws_security_group: { g: { ingress } } })).toEqual(["2379-2380 aws_security_group.g"]);
  });

  test("let nothing in of another protocol, for some, or for another group", () => {
    expect(rule({ ip_protocol: "udp" })).toEqual([]);
    expect(rule({ cidr_ipv4: "192.0.2.0/24" })).toEqual([]);
    expect(rule({ cidr_ipv4: undefined, referenced_security_group_id: ID })).toEqual([]);
    expect(rule({ security_group_id: "${aws_security_group.other.id}" })).toEqual([]);
    expect(rule({ ip_protocol: "ALL", cidr_ipv4: "0.0.0.0/0" })).toEqual(["0-65535 aws_vpc_security_group_ingress_rule.r"]);
    expect(rule({ from_port: "${var.p}", to_port: "${var.p}" })).toEqual([]);
  });
});

describe("a security group is on", () => {
  test("an instance, or an interface of its", () => {
    expect(open({ ...instance({ security_groups: [ID] }), ...RULES })).toEqual(BY_RULE);
    expect(open({ ...instance({}), ...RULES })).toEqual([]);
    const own = { aws_network_interface: { i: { security_groups: [ID] } } };
    expect(
      open({ ...instance({ network_interface: [{ network_interface_id: "${aws_network_interface.i.id}" }] }), ...own, ...RULES }),
    ).toEqual(BY_RULE);
  });

  test("a group by its launch template, or an interface of that, or a launch configuration", () => {
    const group = { aws_autoscaling_group: { a: { launch_template: { id: "${aws_launch_template.t.id}" } } } };
    const by = (template: object) => open({ ...group, aws_launch_template: { t: template }, ...RULES }, "aws_autoscaling_group");
    expect(by({ vpc_security_group_ids: [ID] })).toEqual(BY_RULE);
    expect(by({ network_interfaces: [{ security_groups: [ID] }] })).toEqual(BY_RULE);
    expect(by({ network_interfaces: [{ security_groups: [ID], associate_public_ip_address: "false" }] })).toEqual([]);
    expect(by({})).toEqual([]);
    const old = {
      aws_autoscaling_group: { a: { launch_configuration: "${aws_launch_configuration.c.name}" } },
      aws_launch_configuration: { c: { security_groups: [ID] } },
    };
    expect(open({ ...old, ...RULES }, "aws_autoscaling_group")).toEqual(BY_RULE);
    expect(open({ ...group, ...RULES }, "aws_autoscaling_group")).toEqual([]);
  });
});

describe("an instance without a public address of version 4", () => {
  const PRIVATE = instance({ vpc_security_group_ids: [ID], associate_public_ip_address: false });

  test("is open by version 6 alone", () => {
    expect(open({ ...PRIVATE, ...RULES })).toEqual([]);
    const v6 = { ...RULE, cidr_ipv4: undefined, cidr_ipv6: "::/0" };
    expect(open({ ...PRIVATE, ...RULES, aws_vpc_security_group_ingress_rule: { r: v6 } })).toEqual(BY_RULE);
  });

  test("has one where an Elastic IP is given to it", () => {
    expect(open({ ...PRIVATE, ...RULES, aws_eip: { e: { instance: "${aws_instance.a.id}" } } })).toEqual(BY_RULE);
    expect(open({ ...PRIVATE, ...RULES, aws_eip_association: { e: { instance_id: "${aws_instance.a.id}" } } })).toEqual(BY_RULE);
    expect(open({ ...PRIVATE, ...RULES, aws_eip: { e: { instance: "${aws_instance.b.id}" } } })).toEqual([]);
  });
});
