import { expect, test } from "vitest";
import { Filling, zoneId, zonesOf } from "./filling";
import type { Attributes } from "./model";
import { AwsState } from "./state";

function filled(type: string, attributes: Attributes, state = new AwsState()): Attributes {
  return new Filling(state, type, attributes).fill();
}

test("what is given stays, what is computed is filled, and what is neither is nothing", () => {
  const vpc = filled("aws_vpc", { cidr_block: "10.0.0.0/16", enable_dns_hostnames: true, region: "eu-central-1" });
  expect(vpc).toMatchObject({
    cidr_block: "10.0.0.0/16",
    enable_dns_hostnames: true,
    enable_dns_support: true,
    ipv6_cidr_block: "",
    ipv4_ipam_pool_id: null,
    arn: `arn:aws:ec2:eu-central-1:123456789012:vpc/${String(vpc.id)}`,
    default_route_table_id: vpc.main_route_table_id,
  });
});

test("ids differ, also between types that have the same prefix", () => {
  const state = new AwsState();
  const ids = [1, 2].flatMap(() => {
    const { id, default_security_group_id: group, main_route_table_id: table } = filled("aws_vpc", {}, state);
    return [id, group, table, filled("aws_security_group", {}, state).id, filled("aws_route_table", {}, state).id];
  });
  expect(new Set(ids).size).toBe(10);
});

test("a name is the given one, the prefix with 26 digits, or a prefix of the provider's", () => {
  const digits = /^\d{26}$/;
  const name = (attributes: Attributes): string => String(filled("aws_launch_template", attributes).name);
  expect(name({ name: "web" })).toBe("web");
  expect(name({ name_prefix: "web-" }).replace("web-", "")).toMatch(digits);
  expect(name({}).replace("terraform-", "")).toMatch(digits);
});

test("blocks are filled inside, also those that the service adds", () => {
  const state = new AwsState();
  const template = filled(
    "aws_launch_template",
    { block_device_mappings: [{ device_name: "/dev/xvda", ebs: [{ volume_size: 20 }] }] },
    state,
  );
  expect(template.block_device_mappings).toMatchObject([
    { device_name: "/dev/xvda", ebs: [{ volume_size: 20, volume_type: "", iops: 0, kms_key_id: null }] },
  ]);
  expect(filled("aws_lb_target_group", {}, state).health_check).toMatchObject([{ enabled: true, interval: 30, path: "/" }]);
});

test("zones are those of the subnets, each once, and have ids", () => {
  const state = new AwsState();
  const put = (id: string, availability_zone: string): void => state.put({ type: "aws_subnet", id, attributes: { availability_zone } });
  put("subnet-1", "us-east-1b");
  put("subnet-2", "us-east-1a");
  put("subnet-3", "us-east-1b");
  expect(zonesOf(state, ["subnet-1", "subnet-2", "subnet-3", "subnet-4"])).toEqual(["us-east-1a", "us-east-1b"]);
  expect(["us-east-1a", "eu-central-1c", "ap-southeast-2b", "nowhere"].map(zoneId)).toEqual(["use1-az1", "euc1-az3", "apse2-az2", ""]);
});
