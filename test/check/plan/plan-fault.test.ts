import { expect, test } from "vitest";
import { CutFault } from "../../../lib/check/plan/json-cutter";
import { binaryPlan, cutFault, erroredPlan, noPlan, notJson, repeatedKey, unknownVersion } from "../../../lib/check/plan/plan-fault";

test("each fault has its code, and says what to do", () => {
  const faults = [
    binaryPlan("p"),
    notJson("p", "why"),
    noPlan("p", "why"),
    repeatedKey("p", "why"),
    unknownVersion("p", "9.0", ["1"]),
    cutFault(new CutFault("truncated", ""), "p"),
    cutFault(new CutFault("no-json", "why"), "p"),
    cutFault(new CutFault("repeated-key", "why"), "p"),
  ];
  expect(faults.map(({ code }) => code)).toEqual([
    ...["plan-binary", "plan-not-json", "plan-none", "plan-repeated-key", "plan-version"],
    ...["plan-truncated", "plan-not-json", "plan-repeated-key"],
  ]);
  for (const { mend } of faults) expect(mend).toMatch(/terraform show -json|show the plan again|newer version/);
});

test("of a plan that failed on the way the stack is told, whose plan is to be mended", () => {
  expect(erroredPlan("p.json", "prod")).toMatchObject({ code: "plan-errored", subject: "the plan of prod", received: "p.json" });
});
