import { refused } from "./api-error";
import { checkLaunch, checkUserData, decodeUserData } from "./launching";
import { type Attributes, blocks, number, type Resource, text } from "./model";
import type { AwsState } from "./state";

/** What can change only while an instance is stopped: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Stop_Start.html */
const NEEDS_A_STOP = ["capacity_reservation_specification", "cpu_options", "instance_type", "user_data", "user_data_base64"];

/** What EC2 looks at before it runs an instance. */
export function checkInstance(state: AwsState, attributes: Attributes, old?: Attributes): void {
  const subnet = text(attributes, "subnet_id");
  if (subnet === undefined)
    throw refused("VPCIdNotSpecified", "No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.");
  const plain = text(attributes, "user_data");
  if (plain !== undefined) checkUserData(Buffer.from(plain, "utf8"));
  const base64 = text(attributes, "user_data_base64");
  if (base64 !== undefined) decodeUserData(base64);
  const rootSize = number(blocks(attributes, "root_block_device")[0] ?? {}, "volume_size");
  checkLaunch(state, String(attributes.region), text(attributes, "ami") ?? "", text(attributes, "instance_type") ?? "", rootSize);
  const address = text(attributes, "private_ip");
  if (old === undefined && address !== undefined) state.addresses.checkPrivate(address, subnet);
  checkSmaller(attributes, old);
}

/** A volume never shrinks. */
function checkSmaller(attributes: Attributes, old: Attributes | undefined): void {
  const size = (of: Attributes): number => number(blocks(of, "root_block_device")[0] ?? {}, "volume_size") ?? 0;
  if (old !== undefined && size(attributes) < size(old)) {
    throw refused("InvalidParameterValue", `New size cannot be smaller than existing size`);
  }
}

/** A stop and a start: an address that EC2 chose is another one afterwards. */
export function updateInstance(state: AwsState, { id, attributes }: Resource, changed: readonly string[]): void {
  if (!changed.some((name) => NEEDS_A_STOP.includes(name))) return;
  state.record("restarted", "aws_instance", id);
  if (text(attributes, "public_ip") === undefined) return;
  setPublicAddress(attributes, state.addresses.nextPublic());
}

/**
 * A protected instance stays, unless the provider takes the protection away first
 * (https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs/resources/instance#force_destroy).
 */
export function deleteInstance({ id, attributes }: Resource): void {
  if (attributes.disable_api_termination !== true || attributes.force_destroy === true) return;
  throw refused(
    "OperationNotPermitted",
    `The instance '${id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
  );
}

/**
 * An Elastic IP takes the place of the address that EC2 chose, and is for the provider one that was asked for
 * (https://github.com/hashicorp/terraform-provider-aws/issues/47100).
 */
export function readInstance(state: AwsState, { id, attributes }: Resource): Attributes {
  const association = state.list("aws_eip_association").find((one) => one.attributes.instance_id === id);
  const associated = state.get("aws_eip", String(association?.attributes.allocation_id));
  const elastic = associated ?? state.list("aws_eip").find((one) => one.attributes.instance === id);
  const address = text(elastic?.attributes ?? {}, "public_ip");
  return address === undefined ? attributes : setPublicAddress({ ...attributes, associate_public_ip_address: true }, address);
}

function setPublicAddress(attributes: Attributes, address: string): Attributes {
  attributes.public_ip = address;
  attributes.public_dns = `ec2-${address.replaceAll(".", "-")}.${String(attributes.region)}.compute.amazonaws.com`;
  return attributes;
}
