import { expect, test } from "vitest";
import { partialPlans } from "../../../lib/check/plan/partial";
import { Severity } from "../../../lib/check/severity";
import { planOf } from "../model/changes-of";

test("a plan that says of itself that it is not complete is a warning, and no other is", () => {
  const stack = { name: "prod", file: "cdk.tf.json" };
  expect(partialPlans([stack, { ...stack, plan: planOf() }, { ...stack, plan: { ...planOf(), complete: true } }])).toEqual([]);
  expect(partialPlans([{ ...stack, plan: { ...planOf(), complete: false } }])).toMatchObject([
    {
      rule: "FC000",
      severity: Severity.WARN,
      stack: "prod",
      file: "cdk.tf.json",
      message: expect.stringContaining("not of all of it") as string,
    },
  ]);
});
