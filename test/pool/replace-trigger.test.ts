import { TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { ReplaceTrigger } from "../../lib/pool/replace-trigger";
import { addressOf } from "../../lib/pool/tokens";
import { resourceAt, synthesise } from "../support";
import { TestResource } from "./test-pool";

test("a trigger is a terraform_data that is replaced with its values, and needs no provider", () => {
  const json = synthesise((stack) => {
    const { numberValue } = new TerraformVariable(stack, "v", {});
    const trigger = new ReplaceTrigger(stack, "Generation", { generation: numberValue, address: "10.0.0.1" });
    new TestResource(stack, "machine", {}, { replaceTriggeredBy: [addressOf(trigger)] });
  });
  expect(resourceAt(json, "terraform_data.Generation")).toMatchObject({
    triggers_replace: { generation: "${var.v}", address: "10.0.0.1" },
  });
  expect(resourceAt(json, "terraform_data.machine").lifecycle?.replace_triggered_by).toEqual(["terraform_data.Generation"]);
  expect(json.terraform?.required_providers).toBeUndefined();
});

test("a trigger is synthesised where there is no Terraform", () => {
  const { PATH } = process.env;
  process.env.PATH = "";
  try {
    const json = synthesise((stack) => new ReplaceTrigger(stack, "Generation", { generation: 1 }));
    expect(resourceAt(json, "terraform_data.Generation").triggers_replace).toEqual({ generation: 1 });
  } finally {
    process.env.PATH = PATH;
  }
});
