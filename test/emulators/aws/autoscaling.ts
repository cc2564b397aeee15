import { ApiError, refused } from "./api-error";
import { launchError, resolveVersion } from "./launch-templates";
import { checkLaunch, decodeUserData, type Launch, rootSizeOf } from "./launching";
import { type Attributes, blocks, type Machine, number, type Resource, text, texts } from "./model";
import type { AwsState } from "./state";

/** From which template the machines of a group come, as the group says it. */
interface Specification {
  readonly template: string;
  readonly version: string;
  /** Of the first override, where there are any: the stand-in has no prices to choose by. */
  readonly instanceType?: string;
}

type NewMachine = Omit<Machine, "id" | "group" | "subnetId">;

/** @throws ApiError where the group could not launch what it says, as Auto Scaling asks EC2 beforehand */
export function checkGroup(state: AwsState, attributes: Attributes): void {
  const min = number(attributes, "min_size") ?? 0;
  const max = number(attributes, "max_size") ?? 0;
  const desired = number(attributes, "desired_capacity") ?? min;
  if (min > max) throw refused("ValidationError", `Max bound, ${max}, must be greater than or equal to min bound, ${min}`);
  if (desired < min || desired > max) {
    const allowed = `between the specified min size:${min} and max size:${max}`;
    throw refused("ValidationError", `Desired capacity:${desired} must be ${allowed}`);
  }
  if (texts(attributes, "vpc_zone_identifier").length + texts(attributes, "availability_zones").length === 0) {
    throw refused("ValidationError", "At least one Availability Zone or VPC Subnet is required.");
  }
  if (specification(attributes) !== undefined) newMachine(state, attributes);
}

export function createGroup(state: AwsState, { attributes }: Resource): void {
  settle(state, attributes);
}

/**
 * What Auto Scaling does after a change: capacity first, then a refresh where the provider starts one. It does when the template or the
 * policy changed, or an attribute among the triggers, and only where there is an `instance_refresh` block
 * (https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs/resources/autoscaling_group#triggers).
 */
export function updateGroup(state: AwsState, { id, attributes }: Resource, changed: readonly string[]): void {
  settle(state, attributes);
  const refresh = blocks(attributes, "instance_refresh")[0];
  if (refresh === undefined) return;
  const starting = ["launch_configuration", "launch_template", "mixed_instances_policy", ...texts(refresh, "triggers")];
  if (!changed.some((name) => starting.includes(name))) return;
  state.record("instance-refresh", "aws_autoscaling_group", id);
  const isSkipping = blocks(refresh, "preferences")[0]?.skip_matching === true;
  const wanted = newMachine(state, attributes);
  for (const machine of machinesOf(state, attributes)) {
    if (isSkipping && isMatching(machine, wanted)) continue;
    terminate(state, machine);
    launch(state, attributes, machine.subnetId);
  }
}

export function deleteGroup(state: AwsState, { attributes }: Resource): void {
  for (const machine of machinesOf(state, attributes)) terminate(state, machine);
}

/** Launches or terminates until there are as many machines as are desired; those of old versions go first, then the oldest. */
export function settle(state: AwsState, attributes: Attributes): void {
  const desired = number(attributes, "desired_capacity") ?? 0;
  while (machinesOf(state, attributes).length < desired) launch(state, attributes);
  const surplus = machinesOf(state, attributes).length - desired;
  const oldestFirst = machinesOf(state, attributes).sort((a, b) => a.launchTemplateVersion - b.launchTemplateVersion);
  for (const machine of oldestFirst.slice(0, Math.max(0, surplus))) terminate(state, machine);
}

export function terminate(state: AwsState, machine: Machine): void {
  state.machines.splice(state.machines.indexOf(machine), 1);
  state.record("terminated", "aws_autoscaling_group", machine.id);
}

function launch(state: AwsState, attributes: Attributes, subnetId?: string): void {
  const subnets = texts(attributes, "vpc_zone_identifier");
  const running = machinesOf(state, attributes);
  const load = (subnet: string): number => running.filter((machine) => machine.subnetId === subnet).length;
  // Evenly over the zones, as Auto Scaling does.
  const emptiest = [...subnets].sort((a, b) => load(a) - load(b))[0];
  const id = `i-${state.nextHex()}`;
  const place = { id, group: String(attributes.name), subnetId: subnetId ?? emptiest ?? "" };
  state.machines.push({ ...newMachine(state, attributes), ...place });
  state.record("launched", "aws_autoscaling_group", id);
}

export function machinesOf(state: AwsState, attributes: Attributes): Machine[] {
  return state.machines.filter((machine) => machine.group === attributes.name);
}

function isMatching(machine: Machine, wanted: NewMachine): boolean {
  return machine.launchTemplateId === wanted.launchTemplateId && machine.launchTemplateVersion === wanted.launchTemplateVersion;
}

function specification(attributes: Attributes): Specification | undefined {
  const template = blocks(attributes, "launch_template")[0];
  if (template !== undefined) {
    return { template: text(template, "id") ?? text(template, "name") ?? "", version: text(template, "version") ?? "" };
  }
  const policy = blocks(attributes, "mixed_instances_policy")[0];
  const [mixed] = policy === undefined ? [] : blocks(policy, "launch_template");
  if (mixed === undefined) return undefined;
  const named = blocks(mixed, "launch_template_specification")[0];
  const first = blocks(mixed, "override")[0];
  // An override may have a template of its own, say for another architecture.
  const own = first === undefined ? undefined : blocks(first, "launch_template_specification")[0];
  const { launch_template_id: id, launch_template_name: name, version } = own ?? named;
  return {
    template: String(id || name || ""),
    version: String(version ?? ""),
    instanceType: first === undefined ? undefined : text(first, "instance_type"),
  };
}

function newMachine(state: AwsState, attributes: Attributes): NewMachine {
  const said = specification(attributes);
  if (said === undefined) throw refused("ValidationError", "the stand-in launches machines from launch templates alone");
  const { id, version } = resolveVersion(state, said.template, said.version);
  const template = state.templateVersions.get(id)?.[version - 1] ?? {};
  const { ami, instanceType, userData } = launchOf(state, template, String(attributes.region), said.instanceType);
  return {
    launchTemplateId: id,
    launchTemplateVersion: version,
    ami: ami.id,
    instanceType,
    userData,
    securityGroupIds: groupsOf(template),
  };
}

function launchOf(state: AwsState, template: Attributes, region: string, override: string | undefined): Launch {
  const image = text(template, "image_id");
  const instanceType = override ?? text(template, "instance_type");
  if (image === undefined) throw launchError("The request must contain the parameter ImageId");
  if (instanceType === undefined) throw launchError("The request must contain the parameter InstanceType");
  try {
    const ami = state.ami(image, region);
    checkLaunch(state, region, image, instanceType, rootSizeOf(template, ami));
    return { ami, instanceType, userData: decodeUserData(text(template, "user_data") ?? "").toString("utf8") };
  } catch (error) {
    throw error instanceof ApiError ? launchError(error.message) : error;
  }
}

function groupsOf(template: Attributes): string[] {
  const ofInterfaces = blocks(template, "network_interfaces").flatMap((one) => texts(one, "security_groups"));
  return [...texts(template, "vpc_security_group_ids"), ...ofInterfaces];
}
