import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { largePlan } from "../../../bench/large-plan";
import { isReplacement } from "../../../lib/check/plan/plan";
import { readPlanFile } from "../../../lib/check/plan/plan-file";
import { readStack } from "../../../lib/check/synth/stack";
import { thrown } from "../../support/thrown";
import { PROJECT } from "../../support/project";
import { Workspace, requires } from "../harness";

requires("terraform", "provider-hcloud")("large plans of the bench", () => {
  const workspace = Workspace.forSuite();
  const made = async (resources: number) => largePlan({ scratch: workspace.directory, project: PROJECT }, resources);

  test("a plan of many machines is one of its stack, with each machine's own config, and has all that Terraform prints", async () => {
    const { file, synth, megabytes } = await made(40);
    const plan = readPlanFile(file, file, readStack(synth, "bench"));
    const servers = plan.changes.filter(({ type }) => type === "hcloud_server");
    expect(servers.map(({ after }) => after.name)).toEqual(Array.from({ length: 10 }, (_, i) => `bench-node-${i}`));
    expect(plan.changes.filter(isReplacement)).toEqual(servers);
    // And a firewall.
    expect(plan.changes.filter(({ mode }) => mode === "managed")).toHaveLength(41);
    const text = fs.readFileSync(file, "utf8");
    expect(megabytes).toBe(text.length / 1e6);
    const json = JSON.parse(text) as {
      readonly resource_changes: readonly { readonly change: { readonly after: { user_data?: string } } }[];
    };
    expect(Object.keys(json)).toEqual(expect.arrayContaining(["planned_values", "prior_state", "configuration", "resource_changes"]));
    const userData = json.resource_changes.flatMap(({ change }) => change.after?.user_data ?? []);
    expect(new Set(userData).size).toBe(10);
    expect(fs.readdirSync(path.join(workspace.directory)).sort()).toEqual(["plan-40", "plan-template.json"]);
  });

  test("it is no plan of a stack with one config that is another: each is looked at", async () => {
    const { file, synth } = await made(40);
    const stack = path.join(synth, "stacks", "bench", "cdk.tf.json");
    const text = fs.readFileSync(stack, "utf8");
    fs.writeFileSync(stack, text.replace("data:,node-7%0A", "data:,node-8%0A"));
    expect(thrown(() => readPlanFile(file, "plan.json", readStack(synth, "bench")))).toMatchObject({ code: "plan-outdated" });
    fs.writeFileSync(stack, text);
  });
});
