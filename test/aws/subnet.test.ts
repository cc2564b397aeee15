import { Fn, TerraformStack } from "cdktf";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { expect, test } from "vitest";
import { AwsSubnet } from "../../lib/aws";
import { checkSubnets } from "../../lib/aws/subnet";
import { scratchStack, thrown, untyped } from "../support";
import { SUBNET, variable } from "./pool";

const take = (subnet: AwsSubnet, address: string, stack: TerraformStack = scratchStack(), node = "a"): void =>
  subnet._take(stack, node, address);
const ranged = (cidrBlock: string): AwsSubnet => AwsSubnet.fromAttributes({ subnetId: "subnet-0123456789abcdef0", cidrBlock });

test("a subnet is a construct of the app, an id, or an id with a range", () => {
  const stack = scratchStack();
  const made = AwsSubnet.of(new Subnet(stack, "Subnet", { vpcId: "vpc-0a1b2c3d", cidrBlock: "10.0.1.0/24" }));
  expect(made.subnetId).toMatch(/^\$\{TfToken/);
  expect(made.cidrBlock).toBe("10.0.1.0/24");
  expect(AwsSubnet.fromId("subnet-0a1b2c3d")).toMatchObject({ subnetId: "subnet-0a1b2c3d", cidrBlock: undefined });
});

test.each(["10.0.1.4", "10.0.1.100", "10.0.1.254"])("%s is an address for a machine", (address) => {
  expect(() => take(SUBNET, address)).not.toThrow();
});

test.each([
  ["10.0.2.4", "address-outside-subnet"],
  ["10.0.0.255", "address-outside-subnet"],
  ["10.0.1.0", "address-reserved"],
  ["10.0.1.1", "address-reserved"],
  ["10.0.1.2", "address-reserved"],
  ["10.0.1.3", "address-reserved"],
  ["10.0.1.255", "address-reserved"],
  ["10.0.1", "address-malformed"],
  ["fd00::1", "address-malformed"],
])("%s is none: %s", (address, code) => {
  expect(thrown(() => take(SUBNET, address))).toMatchObject({ code, subject: "nodes.a.privateIpv4", received: address });
});

test("an address is one machine's in its subnet, and may be another's in another one", () => {
  const stack = scratchStack();
  take(SUBNET, "10.0.1.10", stack);
  const error = thrown(() => take(AwsSubnet.fromId(SUBNET.subnetId), "10.0.1.10", stack, "b"));
  expect(error).toMatchObject({ code: "address-taken", subject: "nodes.b.privateIpv4" });
  expect(() => take(AwsSubnet.fromId("subnet-0a1b2c3d"), "10.0.1.10", stack, "b")).not.toThrow();
});

test.each(["10.0.0.0/15", "10.0.0.0/29", "10.0.1.1/24", "net"])("%s is no range of a subnet", (cidr) => {
  expect(thrown(() => take(ranged(cidr), "10.0.1.10"))).toMatchObject({ code: "cidr", received: cidr });
});

test("what is known only at apply is not checked", () => {
  const { stringValue } = variable();
  expect(() => take(SUBNET, stringValue)).not.toThrow();
  expect(() => take(ranged(stringValue), "10.9.9.9")).not.toThrow();
  expect(() => checkSubnets([AwsSubnet.fromId(stringValue)])).not.toThrow();
});

test("a group needs a subnet, and each must be one", () => {
  expect(thrown(() => checkSubnets([]))).toMatchObject({ code: "subnets-empty", received: [] });
  const list = untyped<AwsSubnet[]>(Fn.split(",", "a,b"));
  expect(thrown(() => checkSubnets(list))).toMatchObject({ code: "subnets-empty", received: "a list known only at apply" });
  expect(thrown(() => checkSubnets([AwsSubnet.fromId("10.0.1.0/24")]))).toMatchObject({ code: "aws-id", subject: "subnets" });
});
