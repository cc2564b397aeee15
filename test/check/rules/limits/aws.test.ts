import { expect, test } from "vitest";
import { ROOT_DISK, awsExceeded } from "../../../../lib/check/rules/limits/aws";
import { stackOf } from "../../manifests";

/** What is over a limit, `address says`. */
function said(resources: object): string[] {
  return awsExceeded(stackOf({ resources: resources as never })).map(({ addresses, says }) => `${addresses.join(", ")} ${says}`);
}

const instance = (attributes: object) => said({ aws_instance: { a: attributes } });
const tags = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`t${i}`, "x"]));

test("a resource takes fifty tags", () => {
  expect(instance({ tags: tags(50) })).toEqual([]);
  expect(instance({ tags: tags(51) })).toEqual(["aws_instance.a has 51 tags, and a resource takes 50"]);
  expect(said({ other_thing: { a: { tags: tags(51) } } })).toEqual([]);
  const tag = Object.entries(tags(51)).map(([key, value]) => ({ key, value, propagate_at_launch: true }));
  expect(said({ aws_autoscaling_group: { a: { tag } } })).toEqual(["aws_autoscaling_group.a has 51 tags, and a resource takes 50"]);
});

test("a tag's key has 128 characters, and its value 256", () => {
  expect(instance({ tags: { ["k".repeat(128)]: "v".repeat(256) } })).toEqual([]);
  expect(instance({ tags: { ["k".repeat(129)]: "" } })).toEqual([
    "aws_instance.a has a tag whose key is 129 characters long, and at most 128 are taken",
  ]);
  expect(instance({ tags: { a: "v".repeat(257) } })).toEqual([
    "aws_instance.a has a tag whose value is 257 characters long, and at most 256 are taken",
  ]);
  expect(instance({ tags: { a: `${"v".repeat(250)}\${var.very_long_name}` } })).toEqual([]);
  expect(instance({ tags: "${var.tags}" })).toEqual([]);
});

test("a launch template's name has 128 characters, of which the provider adds 26 to a prefix", () => {
  const template = (attributes: object) => said({ aws_launch_template: { t: attributes } });
  const long = (n: number) => [`aws_launch_template.t comes to have a name of ${n} characters, and a launch template's has at most 128`];
  expect(template({ name: "n".repeat(128) })).toEqual([]);
  expect(template({ name: "n".repeat(129) })).toEqual(long(129));
  expect(template({ name_prefix: "n".repeat(102) })).toEqual([]);
  expect(template({ name_prefix: "n".repeat(103) })).toEqual(long(129));
  expect(template({})).toEqual([]);
  expect(instance({ name: "n".repeat(129) })).toEqual([]);
});

test("a rule is described in 255 characters, wherever it stands", () => {
  const text = (n: number) => ({ description: "d".repeat(n) });
  const types = ["aws_security_group_rule", "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"];
  for (const type of types) {
    expect(said({ [type]: { r: text(255) } })).toEqual([]);
    expect(said({ [type]: { r: text(256) } })).toEqual([`${type}.r describes a rule in 256 characters, and at most 255 are taken`]);
  }
  for (const direction of ["ingress", "egress"]) {
    expect(said({ aws_security_group: { g: { [direction]: [text(1), text(256)] } } })).toHaveLength(1);
  }
  expect(said({ aws_security_group: { g: text(256) } })).toEqual([]);
});

test("a root disk has 16 GiB", () => {
  const root = (gib: number) => instance({ root_block_device: [{ volume_size: gib }] });
  expect(root(16)).toEqual([]);
  expect(root(15)).toEqual(["aws_instance.a has a root disk of 15 GiB, and Flatcar's AMIs need 16"]);
  expect(instance({ root_block_device: [{}], ebs_block_device: [{ volume_size: 1 }] })).toEqual([]);
  const disk = (name: string, gib: number) => ({ block_device_mappings: [{ device_name: name, ebs: { volume_size: gib } }] });
  expect(said({ aws_launch_template: { t: disk("/dev/xvda", 8) } })).toHaveLength(1);
  expect(said({ aws_launch_template: { t: disk("/dev/xvdb", 8) } })).toEqual([]);
  expect(said({ aws_ebs_volume: { v: { root_block_device: [{ volume_size: 1 }] } } })).toEqual([]);
  expect(awsExceeded(stackOf({ resources: { aws_instance: { a: { root_block_device: [{ volume_size: 1 }] } } } }))[0].kind).toBe(ROOT_DISK);
});
