import { expect, test } from "vitest";
import { isOfFlatcar, lockedAmis, regionOf } from "../../../lib/check/rules/published-ami";
import { locked } from "../../release/lockfile/locks";
import { stackOf } from "../manifests";

test("an AMI is Flatcar's where it is looked up in Flatcar's account alone", () => {
  const of = (owners: unknown) => isOfFlatcar({ address: "data.aws_ami.x", type: "aws_ami", data: { owners } });
  expect([["075585003325"], ["self"], ["075585003325", "self"], undefined].map(of)).toEqual([true, false, false, false]);
});

test("a lock has the AMIs of an architecture in a region, or of any", () => {
  const amd64 = { amis: { "eu-central-1": "ami-1", "us-east-1": "ami-2" } };
  const release = locked({ architectures: { amd64, arm64: { amis: { "eu-central-1": "ami-3" } } } });
  expect(lockedAmis(release, "amd64", "us-east-1")).toEqual(["ami-2"]);
  expect(lockedAmis(release, "amd64")).toEqual(["ami-1", "ami-2"]);
  expect(lockedAmis(release, undefined, "eu-central-1")).toEqual(["ami-1", "ami-3"]);
  expect(lockedAmis(release, "arm64", "us-east-1")).toEqual([]);
  expect(lockedAmis(locked({ architectures: { amd64 } }), "arm64")).toEqual([]);
});

test("a resource is in its own region, or in that of its provider", () => {
  const aws = [{ region: "${local.region}" }, { alias: "us", region: "us-east-1" }, { alias: "later", region: "${var.region}" }];
  const aws_instance = {
    a: {},
    b: { provider: "aws.us" },
    c: { region: "eu-west-1" },
    d: { provider: "aws.later" },
    e: { provider: "aws.x" },
  };
  const stack = stackOf({ providers: { aws }, resources: { aws_instance }, locals: { region: "eu-central-1" } });
  const regions = ["a", "b", "c", "d", "e"].map((name) => regionOf(stack, { address: `aws_instance.${name}` }));
  expect(regions).toEqual(["eu-central-1", "us-east-1", "eu-west-1", undefined, undefined]);
  expect(regionOf(stackOf(), { address: "aws_instance.a" })).toBeUndefined();
});
