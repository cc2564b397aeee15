import { ApiError, refused } from "./api-error";
import { type Attributes, blocks, isSame, type Resource } from "./model";
import { rowsOf } from "./schema";
import type { AwsState } from "./state";

/** How each service says that something is not there. */
const ABSENT: Readonly<Record<string, (id: string) => ApiError>> = {
  aws_autoscaling_group: (id) => refused("ValidationError", `AutoScalingGroup name not found - ${id}`),
  aws_ebs_volume: (id) => refused("InvalidVolume.NotFound", `The volume '${id}' does not exist.`),
  aws_eip: (id) => refused("InvalidAllocationID.NotFound", `The allocation ID '${id}' does not exist`),
  aws_iam_instance_profile: (id) =>
    refused("InvalidParameterValue", `Value (${id}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`),
  aws_iam_role: (id) => refused("NoSuchEntity", `The role with name ${id} cannot be found.`),
  aws_instance: (id) => refused("InvalidInstanceID.NotFound", `The instance ID '${id}' does not exist`),
  aws_lb: (id) => refused("LoadBalancerNotFound", `Load balancers '[${id}]' not found`),
  aws_lb_target_group: (id) => refused("TargetGroupNotFound", `Target groups '${id}' not found`),
  aws_route_table: (id) => refused("InvalidRouteTableID.NotFound", `The routeTable ID '${id}' does not exist`),
  aws_security_group: (id) => refused("InvalidGroup.NotFound", `The security group '${id}' does not exist`),
  aws_subnet: (id) => refused("InvalidSubnetID.NotFound", `The subnet ID '${id}' does not exist`),
  aws_vpc: (id) => refused("InvalidVpcID.NotFound", `The vpc ID '${id}' does not exist`),
};

/** How each service says that it has a name already. */
const TAKEN: Readonly<Record<string, (name: string, attributes: Attributes) => ApiError>> = {
  aws_autoscaling_group: (name) =>
    refused("AlreadyExists", `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`),
  aws_iam_instance_profile: (name) => new ApiError(409, "EntityAlreadyExists", `Instance Profile ${name} already exists.`),
  aws_iam_role: (name) => new ApiError(409, "EntityAlreadyExists", `Role with name ${name} already exists.`),
  aws_launch_template: () => refused("InvalidLaunchTemplateName.AlreadyExistsException", "Launch template name already in use."),
  aws_lb: (name) =>
    refused("DuplicateLoadBalancerName", `A load balancer with the same name '${name}' exists, but with different settings`),
  aws_lb_target_group: (name) =>
    refused("DuplicateTargetGroupName", `A target group with the same name '${name}' exists, but with different settings`),
  aws_placement_group: (name) => refused("InvalidPlacementGroup.Duplicate", `The placement group '${name}' already exists.`),
  aws_security_group: (name, { vpc_id: vpc }) =>
    refused("InvalidGroup.Duplicate", `The security group '${name}' already exists for VPC '${String(vpc)}'`),
};

/** How each service says that something is in use. */
function inUse({ type, id }: Resource, by: string): ApiError {
  const names: Readonly<Record<string, string>> = { aws_route_table: "routeTable" };
  if (type === "aws_iam_role")
    return new ApiError(409, "DeleteConflict", "Cannot delete entity, must remove roles from instance profile first.");
  if (type === "aws_ebs_volume") return refused("VolumeInUse", `Volume ${id} is currently attached to ${by}`);
  if (type === "aws_lb_target_group") return refused("ResourceInUse", `Target group '${id}' is currently in use by a listener or a rule`);
  if (type === "aws_eip") return refused("AuthFailure", `The address with allocation id ${id} is in use by ${by}.`);
  if (type === "aws_security_group") return refused("DependencyViolation", `resource ${id} has a dependent object`);
  const word = names[type] ?? type.replace(/^aws_/, "").replaceAll("_", "-");
  return refused("DependencyViolation", `The ${word} '${id}' has dependencies and cannot be deleted.`);
}

/** What a resource refers to has to be there. */
export function checkReferences(state: AwsState, type: string, attributes: Attributes): void {
  for (const [name, { refers }] of rowsOf(type)) {
    if (refers === undefined) continue;
    for (const reference of valuesAt(attributes, name.split("."))) {
      if (state.find(refers, reference) !== undefined || isDefaultGroup(state, refers, reference)) continue;
      throw ABSENT[refers](reference);
    }
  }
}

/** Names that are taken. */
export function checkNames(state: AwsState, type: string, attributes: Attributes): void {
  for (const [name, { unique }] of rowsOf(type)) {
    if (unique === undefined || attributes[name] === null || attributes[name] === undefined) continue;
    const scope = typeof unique === "string" ? unique : undefined;
    const other = state
      .list(type)
      .find((r) => r.attributes[name] === attributes[name] && isSame(scope && r.attributes[scope], scope && attributes[scope]));
    if (other !== undefined) throw TAKEN[type](String(attributes[name]), attributes);
  }
}

/** What others need cannot go. */
export function checkUnused(state: AwsState, resource: Resource): void {
  const own = [resource.id, resource.attributes.name, resource.attributes.arn];
  for (const other of state.all()) {
    for (const [name, row] of rowsOf(other.type)) {
      if (row.holds !== true || row.refers !== resource.type || other === resource) continue;
      if (valuesAt(other.attributes, name.split(".")).some((value) => own.includes(value))) throw inUse(resource, other.id);
    }
  }
  const machine = state.machines.find((m) => m.securityGroupIds.includes(resource.id) || m.subnetId === resource.id);
  if (machine !== undefined) throw inUse(resource, machine.id);
}

/** Every VPC has a group that nobody has made. */
function isDefaultGroup(state: AwsState, type: string, id: string): boolean {
  return type === "aws_security_group" && state.list("aws_vpc").some((vpc) => vpc.attributes.default_security_group_id === id);
}

/** The texts at a place, through blocks and lists; empty ones name nothing. */
function valuesAt(attributes: Attributes, [name, ...rest]: readonly string[]): string[] {
  if (rest.length > 0) return blocks(attributes, name).flatMap((block) => valuesAt(block, rest));
  const value = attributes[name];
  return (Array.isArray(value) ? value : [value]).filter((v): v is string => typeof v === "string" && v !== "");
}
