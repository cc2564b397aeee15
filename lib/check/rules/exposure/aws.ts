import { blocks } from "../../model/group-fate";
import { onceFor } from "../../once-for";
import { JsonObject } from "../../record";
import { referredNames } from "../../synth/referred";
import type { SynthesisedStack } from "../../synth/stack";
import { Exposure, LAST_PORT, OpenPorts, worldOf } from "./open-ports";

const GROUP = "aws_security_group";

/**
 * What an instance, or the instances of a group, are exposed to by the security groups of the stack. Whether a subnet gives public addresses the stack
 * does not always tell: they count as public unless they say that they are not.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export function instanceExposure(stack: SynthesisedStack, type: string, name: string): Exposure {
  const sources = sourcesOf(stack, type, name);
  // An address of version 6 is one in the whole world, whatever the attribute says, which is about version 4.
  const versions = hasPublicIpv4(stack, name, sources) ? [4, 6] : [6];
  const attributes = sources.flatMap(({ vpc_security_group_ids: ids, security_groups: groups }) => [ids, groups]);
  const groups = [...new Set(referredNames(stack, GROUP, attributes))];
  const open = groups
    .flatMap((group) => inboundRules(stack).get(group) ?? [])
    .filter(({ world }) => world.some((version) => versions.includes(version)));
  return { open: open.map(({ from, to, by }) => ({ from, to, by })), isUnfiltered: false };
}

/** The resources and blocks that name security groups: the instance, the templates of a group, and the interfaces of either. */
function sourcesOf(stack: SynthesisedStack, type: string, name: string): JsonObject[] {
  const resource = stack.resources[type]?.[name] ?? {};
  const templates = ["aws_launch_template", "aws_launch_configuration"].flatMap((each) => resourcesIn(stack, each, resource));
  const machines = type === "aws_instance" ? [resource] : templates;
  const interfaces = machines.flatMap(({ network_interface: one, network_interfaces: some }) => [...blocks(one), ...blocks(some)]);
  return [...machines, ...interfaces, ...interfaces.flatMap((each) => resourcesIn(stack, "aws_network_interface", each))];
}

function hasPublicIpv4(stack: SynthesisedStack, name: string, sources: readonly JsonObject[]): boolean {
  const isPrivate = sources.some(({ associate_public_ip_address: isPublic }) => isPublic === false || isPublic === "false");
  return !isPrivate || withElasticIps(stack).has(name);
}

/** The names of the instances that are given public addresses. */
const withElasticIps = onceFor((stack: SynthesisedStack) => {
  return new Set(referredNames(stack, "aws_instance", [stack.resources.aws_eip, stack.resources.aws_eip_association]));
});

interface InboundRule extends OpenPorts {
  /** The versions of IP of which it lets in every address. */
  readonly world: readonly (4 | 6)[];
}

/** What lets TCP into security groups, by their names: in them, or in resources beside them. */
const inboundRules = onceFor((stack: SynthesisedStack) => {
  const found = new Map<string, InboundRule[]>();
  const add = (group: string, by: string, rule: JsonObject): void => {
    const world = worldOf([rule.cidr_blocks, rule.ipv6_cidr_blocks, rule.cidr_ipv4, rule.cidr_ipv6].flat());
    const ports = portsOf(rule);
    const rules = found.get(group) ?? [];
    found.set(group, rules);
    if (ports !== undefined) rules.push({ ...ports, by, world });
  };
  for (const [group, { ingress }] of Object.entries(stack.resources[GROUP] ?? {})) {
    for (const rule of blocks(ingress)) add(group, `${GROUP}.${group}`, rule);
  }
  for (const type of ["aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]) {
    for (const [name, rule] of Object.entries(stack.resources[type] ?? {})) {
      if (rule.type === "egress") continue;
      for (const group of new Set(referredNames(stack, GROUP, rule.security_group_id))) add(group, `${type}.${name}`, rule);
    }
  }
  return found;
});

function portsOf({
  protocol,
  ip_protocol: ipProtocol,
  from_port: from,
  to_port: to,
}: JsonObject): { from: number; to: number } | undefined {
  const name = String(protocol ?? ipProtocol).toLowerCase();
  if (name === "-1" || name === "all") return { from: 0, to: LAST_PORT };
  // By its name or its number (https://www.iana.org/assignments/protocol-numbers).
  if (name !== "tcp" && name !== "6") return undefined;
  const ports = { from: Number(from), to: Number(to) };
  return Number.isInteger(ports.from) && Number.isInteger(ports.to) ? ports : undefined;
}

function resourcesIn(stack: SynthesisedStack, type: string, value: unknown): JsonObject[] {
  return referredNames(stack, type, value).flatMap((name) => {
    const resource = stack.resources[type]?.[name];
    return resource === undefined ? [] : [resource];
  });
}
