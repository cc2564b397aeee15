import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { expect, test } from "vitest";
import { AwsInstanceProfile } from "../../lib/aws";
import { thrown } from "../support";
import { all, group, instanceOf, only, pool, synthesiseAws, synthesiseGroup, synthesisePool, variable } from "./pool";

test("machines have no profile unless one is given; those with names have one taken away that they had", () => {
  expect(instanceOf(synthesisePool()).iam_instance_profile).toBe("");
  expect(only(synthesiseGroup(), "launch_template")).not.toHaveProperty("iam_instance_profile");
});

test("a profile is given by its name, or is the app's own", () => {
  const instanceProfile = AwsInstanceProfile.fromName("nodes");
  expect(instanceOf(synthesisePool({ instanceProfile })).iam_instance_profile).toBe("nodes");
  expect(only(synthesiseGroup({ instanceProfile }), "launch_template").iam_instance_profile).toEqual({ name: "nodes" });
  const json = synthesiseAws((stack) => {
    const profile = new IamInstanceProfile(stack, "Profile", { role: "nodes" });
    pool({ instanceProfile: AwsInstanceProfile.of(profile) }, stack);
  });
  expect(instanceOf(json).iam_instance_profile).toBe("${aws_iam_instance_profile.Profile.name}");
});

test("for a role the pool makes one, for all its machines, that is there before the old one goes", () => {
  const json = synthesiseAws((stack) => {
    const role = new IamRole(stack, "Role", { assumeRolePolicy: "{}" });
    pool({ instanceProfile: AwsInstanceProfile.forRole(role), nodes: { a: {}, b: {} } }, stack);
    group({ instanceProfile: AwsInstanceProfile.forRole("other") }, stack, "group");
  });
  const profiles = Object.fromEntries(all(json, "iam_instance_profile").map((profile) => [profile.name_prefix, profile]));
  expect(profiles["stack-web-"]).toMatchObject({
    role: "${aws_iam_role.Role.name}",
    tags: { "flatcar-pool": "web" },
    lifecycle: { create_before_destroy: true },
  });
  expect(profiles["stack-group-"].role).toBe("other");
  expect(instanceOf(json, "a").iam_instance_profile).toBe(instanceOf(json, "b").iam_instance_profile);
});

test("for a role the pool's name has no slash, which IAM does not take; a name known only at apply passes", () => {
  const instanceProfile = AwsInstanceProfile.forRole("nodes");
  expect(thrown(() => group({ poolName: "a/b", instanceProfile }))).toMatchObject({
    code: "aws-name",
    path: "stack/web",
    received: "stack-a/b-",
  });
  expect(() => group({ poolName: "a/b", instanceProfile: AwsInstanceProfile.fromName("nodes") })).not.toThrow();
  const json = synthesiseAws((stack) => void group({ poolName: variable(stack).stringValue, instanceProfile }, stack));
  expect(only(json, "iam_instance_profile").name_prefix).toBe("stack-${var.x}-");
});
