import { expect, test } from "vitest";
import type { Attributes } from "./model";
import { Account, refusal } from "./testing";

async function group(
  attributes: Attributes = {},
): Promise<{ account: Account; update: (changes: Attributes) => Promise<{ status: number }> }> {
  const account = await Account.open();
  const made = account.add("aws_autoscaling_group", "web", { min_size: 2, max_size: 4, desired_capacity: 2, ...attributes });
  return { account, update: async (changes) => account.update(made, changes) };
}

test.each<[string, Attributes, RegExp | string]>([
  ["min over max", { min_size: 3, max_size: 2 }, "ValidationError: Max bound, 2, must be greater than or equal to min bound, 3"],
  [
    "a desired capacity outside",
    { desired_capacity: 9 },
    "ValidationError: Desired capacity:9 must be between the specified min size:0 and max size:1",
  ],
  ["no subnet", { vpc_zone_identifier: [] }, "ValidationError: At least one Availability Zone or VPC Subnet is required."],
  ["a template that is not there", { launch_template: [{ id: "lt-0", version: "1" }] }, /template ID lt-0, does not exist/],
  ["a version that is not there", { launch_template: [{ name: "fixture", version: "7" }] }, /specified version 7/],
])("refuses %s", async (_, attributes, message) => {
  const account = await Account.open();
  const said = refusal(() => account.add("aws_autoscaling_group", "web", attributes));
  expect(said).toEqual(typeof message === "string" ? message : expect.stringMatching(message));
});

test.each<[string, Attributes, RegExp]>([
  ["no image", { instance_type: "t3.small" }, /must contain the parameter ImageId/],
  ["no instance type", { image_id: "ami-00000000000000001" }, /must contain the parameter InstanceType/],
  [
    "an image that is not there",
    { image_id: "ami-0ffffffffffffffff", instance_type: "t3.small" },
    /fully-formed launch template. The image id '\[ami-0ffffffffffffffff\]'/,
  ],
  [
    "another architecture",
    { image_id: "ami-00000000000000001", instance_type: "t4g.small" },
    /fully-formed launch template. The architecture 'arm64'/,
  ],
])("refuses a template with %s", async (_, template, message) => {
  const account = await Account.open();
  account.add("aws_launch_template", "broken", template);
  expect(refusal(() => account.add("aws_autoscaling_group", "web", { launch_template: [{ name: "broken" }] }))).toMatch(message);
});

test("spreads its machines evenly over its subnets, and they keep their subnet when they are replaced", async () => {
  const account = await Account.open();
  const other = account.add("aws_subnet", "other", { cidr_block: "10.0.8.0/24", availability_zone: "eu-central-1b" });
  const subnets = [account.of.aws_subnet.id, other.id];
  const made = account.add("aws_autoscaling_group", "web", {
    max_size: 4,
    desired_capacity: 4,
    vpc_zone_identifier: subnets,
    instance_refresh: [{ strategy: "Rolling" }],
  });
  const places = (): string[] =>
    account.standIn
      .machines("web")
      .map(({ subnetId }) => subnetId)
      .sort();
  expect(places()).toEqual([subnets[0], subnets[0], subnets[1], subnets[1]]);
  expect(made.attributes.availability_zones).toEqual(["eu-central-1a", "eu-central-1b"]);
  await account.update(made, { launch_template: [{ id: account.of.aws_launch_template.id, name: "fixture", version: "$Latest" }] });
  expect(places()).toEqual([subnets[0], subnets[0], subnets[1], subnets[1]]);
});

test("machines of old versions are the first to go when it shrinks", async () => {
  const { account, update } = await group({ launch_template: [{ name: "fixture", version: "$Latest" }] });
  await account.update(account.standIn.resource("aws_launch_template", "fixture"), { user_data: "dHdv" });
  await update({ desired_capacity: 3 });
  expect(account.standIn.machines("web").map((machine) => machine.launchTemplateVersion)).toEqual([1, 1, 2]);
  await update({ min_size: 1, desired_capacity: 1 });
  expect(account.standIn.machines("web").map((machine) => machine.launchTemplateVersion)).toEqual([2]);
});

test("a desired capacity that nobody asked for follows the bounds", async () => {
  const { account, update } = await group();
  await update({ min_size: 3 });
  expect(account.standIn.machines("web")).toHaveLength(3);
  await update({ min_size: 0, max_size: 1 });
  expect(account.standIn.machines("web")).toHaveLength(1);
});

test("capacity that somebody else changed stays until somebody asks for another one", async () => {
  const { account } = await group();
  account.standIn.change("aws_autoscaling_group", "web", { desired_capacity: 4 });
  expect(account.standIn.machines("web")).toHaveLength(4);
});

test("machines hold their security groups and subnets", async () => {
  const account = await Account.open();
  const guard = account.add("aws_security_group", "guard");
  const interfaces = [{ security_groups: [guard.id] }];
  account.add("aws_launch_template", "guarded", {
    image_id: account.of.aws_ami.id,
    instance_type: "t3.small",
    network_interfaces: interfaces,
  });
  const made = account.add("aws_autoscaling_group", "web", { desired_capacity: 1, launch_template: [{ name: "guarded" }] });
  expect(refusal(() => account.standIn.delete("aws_security_group", guard.id))).toMatch(/^DependencyViolation/);
  account.standIn.delete("aws_autoscaling_group", made.id);
  expect(refusal(() => account.standIn.delete("aws_security_group", guard.id))).toBe("accepted");
});

test("the first override decides type and template of a mixed group", async () => {
  const account = await Account.open();
  account.standIn.addAmi({ name: "arm", id: "ami-0aaaaaaaaaaaaaaaa", architecture: "arm64" });
  account.add("aws_launch_template", "arm", { image_id: "ami-0aaaaaaaaaaaaaaaa" });
  const override = { instance_type: "m7g.large", launch_template_specification: [{ launch_template_name: "arm", version: "$Latest" }] };
  const launch_template = [
    { launch_template_specification: [{ launch_template_name: "fixture" }], override: [override, { instance_type: "m7i.large" }] },
  ];
  account.add("aws_autoscaling_group", "web", { launch_template: [], desired_capacity: 1, mixed_instances_policy: [{ launch_template }] });
  expect(account.standIn.machines("web")).toMatchObject([{ instanceType: "m7g.large", ami: "ami-0aaaaaaaaaaaaaaaa" }]);
});

test("events tell which machines were launched and terminated, and that it was refreshed", async () => {
  const { account, update } = await group({ instance_refresh: [{ strategy: "Rolling" }] });
  const since = account.standIn.history.length;
  await update({ launch_template: [{ id: account.of.aws_launch_template.id, name: "fixture", version: "$Latest" }] });
  const events = account.standIn.history.slice(since).map(({ event }) => event);
  expect(events).toEqual(["updated", "instance-refresh", "terminated", "launched", "terminated", "launched"]);
  expect(new Set(account.standIn.history.flatMap(({ event, id }) => (event === "launched" ? id : []))).size).toBe(4);
});
