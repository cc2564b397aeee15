import { Token } from "cdktf";
import { expect, test } from "vitest";
import { thrown } from "../support";
import { all, group, instanceOf, only, pool, synthesiseAws, synthesiseGroup, synthesisePool, variable } from "./pool";

const OWN = /^\$\{aws_security_group\.web_SecurityGroup_\w+\.id\}$/;

test("machines are in the pool's own security group, and in those that are given", () => {
  const further = { securityGroupIds: ["sg-0a1b2c3d"] };
  expect(instanceOf(synthesisePool(further)).vpc_security_group_ids).toEqual([expect.stringMatching(OWN), "sg-0a1b2c3d"]);
  const [face] = only(synthesiseGroup(further), "launch_template").network_interfaces as { security_groups: string[] }[];
  expect(face.security_groups).toEqual([expect.stringMatching(OWN), "sg-0a1b2c3d"]);
});

test("a list of security groups may be known only at apply", () => {
  const json = synthesiseAws((stack) => void pool({ securityGroupIds: Token.asList(variable(stack).value) }, stack));
  expect(instanceOf(json).vpc_security_group_ids).toMatch(/^\$\{concat\(\[aws_security_group\.web_SecurityGroup_\w+\.id\], var\.x\)\}$/);
});

test("metadata is served to sessions only, one hop far", () => {
  const served = { http_endpoint: "enabled", http_tokens: "required", http_put_response_hop_limit: 1 };
  expect(instanceOf(synthesisePool()).metadata_options).toEqual(served);
  expect(only(synthesiseGroup(), "launch_template").metadata_options).toEqual(served);
  const farther = synthesiseGroup({ metadataHopLimit: 2 });
  expect(only(farther, "launch_template").metadata_options).toMatchObject({ http_tokens: "required", http_put_response_hop_limit: 2 });
});

test.each([0, 65, 1.5])("metadata cannot travel %d hops", (metadataHopLimit) => {
  expect(thrown(() => pool({ metadataHopLimit }))).toMatchObject({
    code: "metadata-hop-limit",
    path: "stack/web",
    received: metadataHopLimit,
  });
});

test("ids that are none are refused, and those known only at apply pass", () => {
  expect(thrown(() => group({ vpcId: "main" }))).toMatchObject({ code: "aws-id", subject: "vpcId", path: "stack/web" });
  expect(thrown(() => pool({ securityGroupIds: ["default"] }))).toMatchObject({ code: "aws-id", subject: "securityGroupIds" });
  const json = synthesiseAws((stack) => {
    const { stringValue, numberValue } = variable(stack);
    pool({ vpcId: stringValue, securityGroupIds: [stringValue], metadataHopLimit: numberValue }, stack);
  });
  expect(all(json, "security_group")).toMatchObject([{ vpc_id: "${var.x}" }]);
});
