import { Fn, TerraformStack } from "cdktf";
import { expect, test } from "vitest";
import { ANYWHERE, AwsProtocol, AwsSecurityGroupRule, PoolSecurityGroup } from "../../lib/aws";
import { BlockJson, StackJson, scratchStack, thrown, untyped } from "../support";
import { VPC, all, group, only, pool, synthesiseAws, variable } from "./pool";

const PROPS = { name: "stack-web", vpcId: VPC, tags: { Name: "stack-web" } };
const make = (stack: TerraformStack = scratchStack()): PoolSecurityGroup => new PoolSecurityGroup(stack, "SecurityGroup", PROPS);
const json = (build: (group: PoolSecurityGroup, stack: TerraformStack) => void = () => undefined): StackJson =>
  synthesiseAws((stack) => build(make(stack), stack));
// Without order: a stack's JSON has resources by their ids, in which there are hashes.
const rules = (of: StackJson, kind: "ingress" | "egress"): BlockJson[] => all(of, `vpc_security_group_${kind}_rule`);
const inAnyOrder = (expected: object[]): unknown => expect.arrayContaining(expected.map((one) => expect.objectContaining(one)));
const refused = (rule: Partial<AwsSecurityGroupRule>): ReturnType<typeof thrown> =>
  thrown(() => make().addInboundRule({ protocol: AwsProtocol.TCP, port: "22", cidrs: ["10.0.0.0/8"], ...rule }));

test("a security group lets nothing in, and everything out", () => {
  const made = json();
  expect(only(made, "security_group")).toMatchObject({
    name_prefix: "stack-web-",
    vpc_id: VPC,
    tags: { Name: "stack-web" },
    lifecycle: { create_before_destroy: true },
  });
  expect(rules(made, "ingress")).toEqual([]);
  expect(rules(made, "egress")).toEqual(
    inAnyOrder([
      {
        ip_protocol: "-1",
        cidr_ipv4: "0.0.0.0/0",
        security_group_id: expect.stringMatching(/^\$\{aws_security_group\.SecurityGroup_\w+\.id\}$/),
      },
      { ip_protocol: "-1", cidr_ipv6: "::/0" },
    ]),
  );
  for (const rule of rules(made, "egress")) expect(rule).not.toHaveProperty("from_port");
});

test("a rule is one resource for each other side, and ssh is a rule", () => {
  const made = json((group) => {
    group.allowSsh([...ANYWHERE]);
    group.addInboundRule({
      protocol: AwsProtocol.UDP,
      port: "8000-8100",
      cidrs: ["10.0.0.0/8"],
      securityGroupIds: ["sg-0a1b2c3d"],
      prefixListIds: ["pl-0a1b2c3d"],
      description: "service",
    });
    group.addInboundRule({ protocol: AwsProtocol.ICMP, cidrs: ["10.0.0.0/8"] });
    group.addInboundRule({ protocol: AwsProtocol.ALL, securityGroupIds: [group.securityGroupId] });
  });
  const service = { ip_protocol: "udp", from_port: 8000, to_port: 8100, description: "service" };
  expect(rules(made, "ingress")).toHaveLength(7);
  expect(rules(made, "ingress")).toEqual(
    inAnyOrder([
      { ip_protocol: "tcp", from_port: 22, to_port: 22, cidr_ipv4: "0.0.0.0/0", description: "ssh", tags: { Name: "stack-web" } },
      { ip_protocol: "tcp", from_port: 22, cidr_ipv6: "::/0" },
      { ...service, cidr_ipv4: "10.0.0.0/8" },
      { ...service, referenced_security_group_id: "sg-0a1b2c3d" },
      { ...service, prefix_list_id: "pl-0a1b2c3d" },
      { ip_protocol: "icmp", from_port: -1, to_port: -1 },
      { ip_protocol: "-1", referenced_security_group_id: expect.stringContaining("aws_security_group") },
    ]),
  );
});

test("with an outbound rule nothing else is let out", () => {
  const made = json((group) => {
    group.addOutboundRule({ protocol: AwsProtocol.TCP, port: "443", cidrs: ["0.0.0.0/0"] });
    group.addOutboundRule({ protocol: AwsProtocol.UDP, port: "53", cidrs: ["10.0.0.2/32"] });
  });
  expect(
    rules(made, "egress")
      .map((rule) => rule.from_port)
      .sort(),
  ).toEqual([443, 53]);
});

test("an outbound rule that is refused leaves everything let out", () => {
  const made = json((group) => void thrown(() => group.addOutboundRule({ protocol: AwsProtocol.TCP, cidrs: ["0.0.0.0/0"] })));
  expect(rules(made, "egress")).toHaveLength(2);
});

test("a rule stays the same resource whichever others there are, in any order", () => {
  const ids = (ports: string[]): string[] =>
    Object.keys(
      json((group) => ports.forEach((port) => group.addInboundRule({ protocol: AwsProtocol.TCP, port, cidrs: ["10.0.0.0/8"] }))).resource
        ?.aws_vpc_security_group_ingress_rule ?? {},
    );
  expect(ids(["80", "22", "443"]).sort()).toEqual(expect.arrayContaining(ids(["443", "80"])));
});

test.each<[Partial<AwsSecurityGroupRule>, string, string]>([
  [{ port: undefined }, "security-group-rule", "addInboundRule: port"],
  [{ port: "0" }, "security-group-rule", "addInboundRule: port"],
  [{ port: "any" }, "security-group-rule", "addInboundRule: port"],
  [{ protocol: AwsProtocol.ICMP }, "security-group-rule", "addInboundRule: port"],
  [{ protocol: AwsProtocol.ALL }, "security-group-rule", "addInboundRule: port"],
  [{ cidrs: [] }, "security-group-rule", "addInboundRule: the other side"],
  [{ cidrs: undefined }, "security-group-rule", "addInboundRule: the other side"],
  [{ description: "d".repeat(256) }, "security-group-rule", "addInboundRule: description"],
  [{ description: 'say "hi"' }, "security-group-rule", "addInboundRule: description"],
  [{ cidrs: ["10.0.0.1/8"] }, "cidr", "addInboundRule: cidrs"],
  [{ cidrs: ["office"] }, "cidr", "addInboundRule: cidrs"],
  [{ securityGroupIds: ["default"] }, "aws-id", "addInboundRule: securityGroupIds"],
])("%j is refused: %s", (rule, code, subject) => {
  expect(refused(rule)).toMatchObject({ code, subject, path: "stack/SecurityGroup" });
});

test("the same rule twice is refused", () => {
  const group = make();
  group.allowSsh(["10.0.0.0/8"]);
  const error = thrown(() => group.allowSsh(["10.0.0.0/8"], "again"));
  expect(error).toMatchObject({ code: "security-group-rule", received: { protocol: "tcp", port: "22", cidrIpv4: "10.0.0.0/8" } });
});

test("a range is written as EC2 gives it back, so that no plan changes it, and is the same in every spelling", () => {
  const cidrs = ["2001:0DB8:0::/32", "10.0.0.0/08"];
  const made = json((group) => {
    group.allowSsh(cidrs);
    for (const again of ["2001:db8::/32", "10.0.0.0/8"]) expect(thrown(() => group.allowSsh([again])).code).toBe("security-group-rule");
    const range = { protocol: AwsProtocol.TCP, port: "22-22", cidrs };
    expect(thrown(() => group.addInboundRule(range)).received).toMatchObject({ port: "22-22" });
  });
  expect(rules(made, "ingress")).toEqual(inAnyOrder([{ cidr_ipv6: "2001:db8::/32" }, { cidr_ipv4: "10.0.0.0/8" }]));
});

test("a rule that points at a pool's security group stays the same resource when that pool is moved, its name pinned", () => {
  const ids = (name: string): string[] =>
    Object.keys(
      synthesiseAws((stack) => {
        const { securityGroup: other } = pool({ poolName: "db" }, stack, name);
        const { securityGroup: own } = group({}, stack);
        for (const { securityGroupId } of [own, other])
          own.addInboundRule({ protocol: AwsProtocol.ALL, securityGroupIds: [securityGroupId] });
      }).resource?.aws_vpc_security_group_ingress_rule ?? {},
    );
  expect(ids("db")).toHaveLength(2);
  expect(ids("other")).toEqual(ids("db"));
});

test("the other side may be known only at apply, each of its own; ports and lists may not", () => {
  const made = json((group, stack) => {
    const { stringValue } = variable(stack);
    group.addInboundRule({
      protocol: AwsProtocol.TCP,
      port: "22",
      cidrs: [stringValue],
      securityGroupIds: [stringValue],
      description: stringValue,
    });
    expect(thrown(() => group.allowSsh([stringValue])).code).toBe("security-group-rule");
    expect(thrown(() => group.addInboundRule({ protocol: AwsProtocol.TCP, port: stringValue, cidrs: ["10.0.0.0/8"] }))).toMatchObject({
      subject: "addInboundRule: port",
      received: "a port known only at apply",
    });
    const cidrs = untyped<string[]>(Fn.split(",", stringValue));
    expect(thrown(() => group.addInboundRule({ protocol: AwsProtocol.ALL, cidrs })).received).toBe("a list known only at apply");
  });
  expect(rules(made, "ingress")).toEqual(
    inAnyOrder([{ cidr_ipv4: "${var.x}", description: "${var.x}" }, { referenced_security_group_id: "${var.x}" }]),
  );
});
