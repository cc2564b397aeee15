import { TerraformStack, TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { MachineConfig } from "../../../lib";
import { Fate } from "../../../lib/check/model/fate";
import { poolFates } from "../../../lib/check/model/model";
import { readPlanFile } from "../../../lib/check/plan/plan-file";
import { stackFrom } from "../../../lib/check/synth/stack";
import { StackJson, thrown } from "../../support";
import { Workspace, requires } from "../harness";
import { Rig, STACK, note, pool, web } from "../hetzner/rig";

const unit = (text: string) => MachineConfig.unit({ name: "join.service", contents: `[Service]\nEnvironment=T=${text}\n` });
const stackOf = (json: StackJson) => stackFrom(STACK, { ...json }, "cdk.tf.json");

requires("terraform", "provider-hcloud")("what Terraform writes of a plan", () => {
  test("is read as JSON, as the plan of its stack and of no other, and is an error in any other form", async () => {
    const rig = await Rig.start();
    const workspace = Workspace.forTest();
    const before = await rig.write(web());
    await rig.terraform().apply();
    const after = await rig.write(web({ machineConfig: [note("secret-of-the-config")], nodes: { a: {}, c: {}, d: {} } }));
    const binary = workspace.path("plan");
    const human = await rig.terraform().run(["plan", "-input=false", "-no-color", `-out=${binary}`]);
    const shown = await rig.terraform().run(["show", "-json", binary]);
    const logged = await rig.terraform().run(["plan", "-input=false", "-json"]);
    const file = workspace.write("plan.json", shown.stdout);

    const plan = readPlanFile(file, "plan.json", stackOf(after));
    const expected = JSON.parse(shown.stdout) as {
      resource_changes: { address: string; change: { actions: string[] } }[];
      timestamp: string;
    };
    expect(plan.changes.map(({ address, actions }) => [address, actions])).toEqual(
      expected.resource_changes.map(({ address, change }) => [address, change.actions]),
    );
    expect(plan).toMatchObject({ timestamp: expected.timestamp, errored: false, applyable: true, complete: true });
    expect(plan.providers.hcloud.name).toMatch(/\/hetznercloud\/hcloud$/);
    expect(JSON.stringify(plan)).not.toContain("secret-of-the-config");
    const [fates] = poolFates(stackOf(after), plan, stackOf(before));
    expect(fates.machines.map(({ name, fate }) => [name, fate])).toEqual([
      ["a", Fate.REPLACED],
      ["c", Fate.REPLACED],
      ["d", Fate.CREATED],
    ]);

    expect(thrown(() => readPlanFile(file, "plan.json", stackOf(before))).code).toBe("plan-outdated");
    const other = await rig.write((stack) => void pool(stack, { nodes: { x: {} } }, "other"));
    expect(thrown(() => readPlanFile(file, "plan.json", stackOf(other))).code).toBe("plan-other-stack");
    const forms = {
      "plan-binary": binary,
      "plan-not-json": workspace.write("human", human.stdout),
      "plan-truncated": workspace.write("half", shown.stdout.slice(0, 9999)),
    };
    for (const [code, each] of Object.entries(forms)) expect(thrown(() => readPlanFile(each)).code).toBe(code);
    expect(thrown(() => readPlanFile(workspace.write("log", logged.stdout)))).toMatchObject({
      code: "plan-none",
      mend: expect.stringContaining("plan -json") as string,
    });
    const state = await rig.terraform().run(["show", "-json"]);
    expect(thrown(() => readPlanFile(workspace.write("state", state.stdout)))).toMatchObject({
      code: "plan-none",
      mend: expect.stringContaining("a state") as string,
    });
  });

  test("is outdated where a file beside a token is another, which only the hash of the user data tells", async () => {
    const rig = await Rig.start();
    const workspace = Workspace.forTest();
    const tokens = { join_token: 'a "b" <c> \\ ${d} \n' };
    const build = (text: string) => (stack: TerraformStack) => {
      const token = new TerraformVariable(stack, "join_token", { type: "string", sensitive: true });
      pool(stack, { machineConfig: [note(`<${text}> ${token.stringValue}`), unit(token.stringValue)], nodes: { a: {} } });
    };
    const before = await rig.write(build("one"));
    const plan = await rig.terraform(tokens).plan();
    const file = workspace.write("plan.json", plan.json);
    expect(readPlanFile(file, "plan.json", stackOf(before)).changes.length).toBeGreaterThan(1);
    const after = await rig.write(build("two"));
    expect(thrown(() => readPlanFile(file, "plan.json", stackOf(after)))).toMatchObject({
      code: "plan-outdated",
      mend: expect.stringMatching(/different: hcloud_server\.\w+\.user_data\)/) as string,
    });
  });

  test("narrowed by -target it is still of its stack, and says that it is not complete", async () => {
    const rig = await Rig.start();
    const workspace = Workspace.forTest();
    await rig.apply(web());
    const json = await rig.write(web({ machineConfig: [note("new")] }));
    const stack = stackOf(json);
    const plan = await rig.terraform().plan({ args: [`-target=${stack.pools["t/web"].nodes?.a.machine}`] });
    const read = readPlanFile(workspace.write("plan.json", plan.json), "plan.json", stack);
    expect(read.complete).toBe(false);
    const [fates] = poolFates(stack, read);
    expect(fates.machines.map(({ name, fate }) => [name, fate])).toEqual([
      ["a", Fate.REPLACED],
      ["c", Fate.UNTOUCHED],
    ]);
  });
});
