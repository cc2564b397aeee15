import { type Attributes, blocks } from "./model";
import { type BlockSchema, type Row, rowsOf, SCHEMAS, type TypeJson } from "./schema";
import type { AwsStandIn } from "./stand-in";

/** What samples refer to, by type. */
export type Fixtures = Readonly<Record<string, { readonly id: string; readonly name: string; readonly arn: string }>>;

/** Puts one of everything that others refer to into an account. */
export function addFixtures(standIn: AwsStandIn): Fixtures {
  const ami = standIn.addAmi({ name: "fixture" });
  const made: Record<string, { id: string; name: string; arn: string }> = { aws_ami: { id: ami.id, name: ami.name, arn: "" } };
  const add = (type: string, attributes: Attributes): void => {
    const resource = standIn.add(type, attributes);
    made[type] = { id: resource.id, name: String(resource.attributes.name ?? ""), arn: String(resource.attributes.arn ?? "") };
  };
  const names = { name: "fixture" };
  add("aws_vpc", { cidr_block: "10.0.0.0/16" });
  add("aws_subnet", { vpc_id: made.aws_vpc.id, cidr_block: "10.0.0.0/16" });
  add("aws_security_group", { ...names, vpc_id: made.aws_vpc.id });
  add("aws_route_table", { vpc_id: made.aws_vpc.id });
  add("aws_internet_gateway", { vpc_id: made.aws_vpc.id });
  add("aws_iam_role", { ...names, assume_role_policy: "{}" });
  add("aws_iam_instance_profile", { ...names, role: "fixture" });
  add("aws_launch_template", { ...names, image_id: ami.id, instance_type: "t3.small" });
  const launch_template = [{ id: made.aws_launch_template.id }];
  add("aws_autoscaling_group", { ...names, min_size: 0, max_size: 1, vpc_zone_identifier: [made.aws_subnet.id], launch_template });
  add("aws_instance", { ami: ami.id, instance_type: "t3.small", subnet_id: made.aws_subnet.id });
  add("aws_ebs_volume", { availability_zone: "eu-central-1a", size: 20 });
  add("aws_eip", { domain: "vpc" });
  add("aws_lb", { ...names, subnets: [made.aws_subnet.id] });
  add("aws_lb_target_group", { ...names, port: 80, protocol: "HTTP", vpc_id: made.aws_vpc.id });
  return made;
}

/** The least that a resource of each type needs; names are the key's. */
export function sample(type: string, key: string, of: Fixtures): Attributes {
  const vpc = { vpc_id: of.aws_vpc.id };
  const group = { autoscaling_group_name: of.aws_autoscaling_group?.name };
  const rule = { security_group_id: of.aws_security_group.id, cidr_ipv4: "0.0.0.0/0", ip_protocol: "tcp" };
  const samples: Readonly<Record<string, Attributes>> = {
    aws_autoscaling_attachment: { ...group, lb_target_group_arn: of.aws_lb_target_group.arn },
    aws_autoscaling_group: {
      name: key,
      min_size: 0,
      max_size: 1,
      vpc_zone_identifier: [of.aws_subnet.id],
      launch_template: [{ id: of.aws_launch_template.id }],
    },
    aws_autoscaling_lifecycle_hook: { ...group, name: key, lifecycle_transition: "autoscaling:EC2_INSTANCE_LAUNCHING" },
    aws_autoscaling_policy: { ...group, name: key },
    aws_autoscaling_traffic_source_attachment: { ...group, traffic_source: [{ identifier: of.aws_lb_target_group.arn, type: "elbv2" }] },
    aws_ebs_volume: { availability_zone: "eu-central-1a", size: 20 },
    aws_egress_only_internet_gateway: vpc,
    aws_eip: { domain: "vpc" },
    aws_eip_association: { allocation_id: of.aws_eip.id, instance_id: of.aws_instance.id },
    aws_iam_instance_profile: { name: key, role: of.aws_iam_role.name },
    aws_iam_role: { name: key, assume_role_policy: "{}" },
    aws_instance: { ami: of.aws_ami.id, instance_type: "t3.small", subnet_id: of.aws_subnet.id },
    aws_internet_gateway: vpc,
    aws_launch_template: { name: key },
    aws_lb: { name: key, subnets: [of.aws_subnet.id] },
    aws_lb_listener: {
      load_balancer_arn: of.aws_lb.arn,
      port: 80,
      default_action: [{ type: "forward", target_group_arn: of.aws_lb_target_group.arn }],
    },
    aws_lb_target_group: { name: key, port: 80, protocol: "HTTP", ...vpc },
    aws_placement_group: { name: key, strategy: "cluster" },
    aws_route: { route_table_id: of.aws_route_table.id, destination_cidr_block: "10.9.0.0/16", gateway_id: of.aws_internet_gateway.id },
    aws_route_table: vpc,
    aws_route_table_association: { route_table_id: of.aws_route_table.id, subnet_id: of.aws_subnet.id },
    aws_security_group: { name: key, ...vpc },
    aws_subnet: { ...vpc, cidr_block: "10.0.9.0/24" },
    aws_volume_attachment: { device_name: "/dev/sdf", instance_id: of.aws_instance.id, volume_id: of.aws_ebs_volume.id },
    aws_vpc: { cidr_block: "10.1.0.0/16" },
    aws_vpc_security_group_egress_rule: rule,
    aws_vpc_security_group_ingress_rule: rule,
  };
  return structuredClone(samples[type]);
}

/** What an attribute may need beside it for its line of the table to have an effect. */
const BESIDE: Readonly<Record<string, Attributes>> = {
  "aws_ebs_volume.size": { snapshot_id: "snap-00000000000000001" },
  "aws_instance.public_dns": { associate_public_ip_address: true },
  "aws_subnet.ipv6_cidr_block_association_id": { ipv6_cidr_block: "2001:db8::/64" },
};

/** A sample that has the block of an attribute, but not the attribute itself where the service or the provider has something for it. */
export function sampleFor(type: string, attribute: string, row: Row, of: Fixtures): Attributes {
  const names = attribute.split(".");
  const attributes = { ...sample(type, attribute.replace(/[._]/g, "-"), of), ...BESIDE[`${type}.${attribute}`] };
  const given = row.given === undefined ? undefined : SCHEMAS.resource_schemas[type].block.attributes?.[row.given];
  if (row.given !== undefined && given?.optional === true) attributes[row.given] ??= given.type === "bool" ? true : of.aws_instance.id;
  let block = SCHEMAS.resource_schemas[type].block;
  let values = attributes;
  for (const name of names.slice(0, -1)) {
    block = block.block_types?.[name].block ?? {};
    values[name] = blocks(values, name).length > 0 ? values[name] : [skeleton(block)];
    values = blocks(values, name)[0];
  }
  const own = names[names.length - 1];
  const [, referred, sibling] = /^\{(\w+):(\w+)\.\w+\}$/.exec(String(row.value)) ?? [];
  if (sibling !== undefined && block.attributes?.[sibling] !== undefined)
    values[sibling] ??= sibling.endsWith("name") ? of[referred].name : of[referred].id;
  if (row.value !== undefined || row.default !== undefined) delete values[own];
  if (names[0] === "mixed_instances_policy") nameTemplate(attributes, of.aws_launch_template.id);
  return attributes;
}

/** A group has one way to name its template, and with a policy it is the policy. */
function nameTemplate(group: Attributes, id: string): void {
  delete group.launch_template;
  group.mixed_instances_policy ??= [{ launch_template: [{ launch_template_specification: [{}] }] }];
  const [named] = blocks(blocks(blocks(group, "mixed_instances_policy")[0], "launch_template")[0], "launch_template_specification");
  if (named.launch_template_name === undefined) named.launch_template_id ??= id;
}

/** A block with what it requires. */
export function skeleton(block: BlockSchema): Attributes {
  const attributes = Object.entries(block.attributes ?? {}).filter(([, { required }]) => required === true);
  const nested = Object.entries(block.block_types ?? {}).filter(([, { min_items: least }]) => (least ?? 0) > 0);
  return {
    ...Object.fromEntries(attributes.map(([name, { type }]) => [name, valueOf(type)])),
    ...Object.fromEntries(nested.map(([name, { block: inner }]) => [name, [skeleton(inner)]])),
  };
}

function valueOf(type: TypeJson): unknown {
  if (typeof type !== "string") return type[0] === "map" ? { key: "value" } : [valueOf(type[1] as TypeJson)];
  return { string: "some", number: 1, bool: true }[type];
}

/** Every line of the table, in order. */
export function allRows(): readonly (readonly [type: string, attribute: string, row: Row])[] {
  return Object.keys(SCHEMAS.resource_schemas).flatMap((type) =>
    [...rowsOf(type)].map(([attribute, row]) => [type, attribute, row] as const),
  );
}
