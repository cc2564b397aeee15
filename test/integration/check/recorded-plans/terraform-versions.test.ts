import { describe, expect, test } from "vitest";
import { builtTools, findMissing, requires } from "../../harness";
import { PLANNERS, recordByPlanner } from "../terraform-versions";
import { keep } from "./keep";

requires("terraform", "provider-hcloud")("other versions of Terraform", () => {
  test("are built on demand, so that nobody who runs the tests waits for them", () => {
    for (const { tool } of Object.values(PLANNERS)) expect(builtTools().tools[tool]).toMatchObject({ onDemand: true });
  });

  // Where they are not built there is no test: what is kept of them is read everywhere, by test/check/plan/terraform-versions.test.ts.
  const built = Object.entries(PLANNERS).filter(([, { tool }]) => findMissing([`tool-${tool}`]).length === 0);
  for (const [folder, planner] of built) {
    describe(`plans of ${folder}`, () => {
      test.each(planner.changes)("are as they were recorded: %s", async (name) => keep(folder, name, await recordByPlanner(planner, name)));
    });
  }
});
