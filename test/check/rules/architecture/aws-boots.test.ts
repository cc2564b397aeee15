import { expect, test } from "vitest";
import { awsBoots } from "../../../../lib/check/rules/architecture/aws-boots";
import { ClaimImage, claims, architectureOfWord } from "../../../../lib/check/rules/architecture/claim";
import { JsonObject } from "../../../../lib/check/record";
import { stackOf } from "../../manifests";

const RESOURCES = {
  aws_launch_template: { amd: { instance_type: "m7i.large", image_id: "x86_64" }, arm: { instance_type: "m7g.large", image_id: "arm64" } },
  aws_launch_configuration: { old: { instance_type: "t4g.small", image_id: "x86_64" } },
};
const claimImage: ClaimImage = (_, image) => claims("image", architectureOfWord(String(image)));

/** How machines boot: the architecture of each type, an arrow, that of its image. */
function boots(resource: JsonObject): string[] {
  return awsBoots(stackOf({ resources: RESOURCES, locals: { type: "a1.large" } }), resource, claimImage).map(({ machine, image }) =>
    [machine, image].map((all) => all.map(({ architecture }) => architecture.name).join()).join(" → "),
  );
}

const template = (name: string) => ({ id: `\${aws_launch_template.${name}.id}` });
const specification = (name: string) => ({ launch_template_id: `\${aws_launch_template.${name}.id}` });

test("an instance has type and AMI of its own, or of its launch template", () => {
  expect(boots({ instance_type: "m7g.large", ami: "x86_64" })).toEqual(["arm64 → amd64"]);
  expect(boots({ instance_type: "${local.type}", ami: "arm64" })).toEqual(["arm64 → arm64"]);
  expect(boots({ instance_type: "m7g.large", launch_template: template("amd") })).toEqual(["arm64 → amd64"]);
  expect(boots({ ami: "x86_64", launch_template: template("arm") })).toEqual(["arm64 → amd64"]);
  expect(boots({ instance_type: "m7g.large" })).toEqual(["arm64 → "]);
  expect(boots({ instance_type: 7, ami: "x86_64" })).toEqual([" → amd64"]);
});

test("a group launches from a template, or an old configuration", () => {
  expect(boots({ launch_template: template("arm") })).toEqual(["arm64 → arm64"]);
  expect(boots({ launch_configuration: "${aws_launch_configuration.old.name}" })).toEqual(["arm64 → amd64"]);
  expect(boots({ launch_template: { id: "lt-1" } })).toEqual([]);
  expect(boots({ launch_template: template("other") })).toEqual([]);
});

test("an override of a group has the template's AMI with its own type, unless it has a template too", () => {
  const group = (...override: object[]) => ({
    mixed_instances_policy: { launch_template: { launch_template_specification: specification("amd"), override } },
  });
  expect(boots(group())).toEqual(["amd64 → amd64"]);
  expect(boots(group({ instance_type: "m7i.large" }, { instance_type: "m7g.large" }))).toEqual(["amd64 → amd64", "arm64 → amd64"]);
  expect(boots(group({ instance_type: "m7g.large", launch_template_specification: specification("arm") }))).toEqual(["arm64 → arm64"]);
  expect(boots(group({ weighted_capacity: "1" }))).toEqual(["amd64 → amd64"]);
  const unknown = { mixed_instances_policy: [{ launch_template: [{ launch_template_specification: [{}], override: [{}] }] }] };
  expect(boots(unknown)).toEqual([" → "]);
});
