import { expect, test } from "vitest";
import { dev } from "../../environments/dev";
import { AwsEnvironment, Environment } from "../../environments/environment";
import { prod } from "../../environments/prod";
import { FlatcarLock } from "../../lib";
import { AwsStack } from "../../stacks/aws";
import { BlockJson, scratchStack, thrown } from "../support";
import { awsStackOf, resourcesOf } from "./stack-of";

const stack = awsStackOf(dev);
const production = awsStackOf(prod);
const tagsOf = ({ tags }: BlockJson): { [key: string]: string } => tags as { [key: string]: string };

test("the provider takes its credentials from its own places, and none is in the JSON", () => {
  expect(stack).toMatchObject({ provider: { aws: [{ region: "eu-central-1" }] } });
  expect(JSON.stringify(stack)).not.toMatch(/access_key|secret_key|profile":/);
});

test("what the stack makes carries its name, so that environments can share an account", () => {
  const names = [
    ...["aws_vpc", "aws_internet_gateway", "aws_route_table", "aws_subnet", "aws_launch_template"].flatMap((type) =>
      resourcesOf(stack, type).map((resource) => tagsOf(resource).Name),
    ),
    ...resourcesOf(stack, "aws_autoscaling_group").map(({ name }) => String(name)),
  ];
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !name.startsWith("dev-aws"))).toEqual([]);
});

test("each availability zone has a /24 of the VPC, by which its machines reach the outside", () => {
  expect(resourcesOf(stack, "aws_vpc")).toMatchObject([{ cidr_block: "10.11.0.0/16" }]);
  const subnets = resourcesOf(stack, "aws_subnet").map(({ availability_zone, cidr_block }) => [availability_zone, cidr_block]);
  expect(subnets.sort()).toEqual([
    ["eu-central-1a", "10.11.0.0/24"],
    ["eu-central-1b", "10.11.1.0/24"],
  ]);
  expect(resourcesOf(stack, "aws_route_table")).toMatchObject([
    { route: [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.InternetGateway.id}" }] },
  ]);
  expect(resourcesOf(stack, "aws_route_table_association")).toHaveLength(2);
});

test("a group is spread over all zones, and a machine with a name is in its own", () => {
  const [group] = resourcesOf(production, "aws_autoscaling_group");
  expect(group.vpc_zone_identifier).toEqual(["a", "b", "c"].map((zone) => `\${aws_subnet.Subnet-eu-central-1${zone}.id}`));
  const zones = resourcesOf(production, "aws_instance").map((instance) => [tagsOf(instance).Name, instance.subnet_id, instance.private_ip]);
  expect(zones.sort()).toEqual(
    ["a", "b", "c"].map((zone, i) => [`prod-aws-db-${zone}`, `\${aws_subnet.Subnet-eu-central-1${zone}.id}`, `10.31.${i}.11`]),
  );
});

test("a machine in a zone that the environment has not is an error that names those it has", () => {
  const aws = prod.aws as AwsEnvironment;
  const db = { ...aws.pools.db, nodes: { "db-a": { zone: "eu-central-1d" } } };
  const wrong: Environment = { ...prod, aws: { ...aws, pools: { db } } };
  expect(() => awsStackOf(wrong)).toThrow("received eu-central-1d; allowed: eu-central-1a, eu-central-1b, eu-central-1c");
});

test.each<[Partial<AwsEnvironment>, string]>([
  [{ networkCidr: "10.11.0.0/20" }, "networkCidr: received 10.11.0.0/20"],
  [{ networkCidr: "10.11.8.0/16" }, "networkCidr: received 10.11.8.0/16"],
  [{ availabilityZones: [] }, "availabilityZones: received none"],
])("a network that %j leaves without subnets is an error", (over, message) => {
  expect(() => awsStackOf({ ...prod, aws: { ...(prod.aws as AwsEnvironment), ...over } })).toThrow(message);
});

test("a group prints its name, its ARN and its capacity", () => {
  expect(stack.output?.web_group?.value).toEqual({
    name: expect.stringMatching(/^\$\{aws_autoscaling_group\.web_Group_\w+\.name\}$/),
    arn: expect.stringMatching(/^\$\{aws_autoscaling_group\.web_Group_\w+\.arn\}$/),
    capacity: { min: 1, max: 2 },
  });
});

test("ssh is let in from where the environment says, and nothing else is", () => {
  const rules = resourcesOf(production, "aws_vpc_security_group_ingress_rule");
  expect(rules).toHaveLength(2);
  for (const rule of rules) expect(rule).toMatchObject({ ip_protocol: "tcp", from_port: 22, to_port: 22, cidr_ipv4: "198.51.100.0/24" });
});

test("a release that the lock does not have is an error", () => {
  const lock = FlatcarLock.parse('{"lockVersion":1,"releases":{}}', "flatcar.lock.json");
  const error = thrown(() => new AwsStack(scratchStack().node.root, "a", dev, dev.aws as AwsEnvironment, lock));
  expect(error.code).toBe("lock-release-missing");
});
