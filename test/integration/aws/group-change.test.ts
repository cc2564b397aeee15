import { TerraformStack } from "cdktf";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group/index.js";
import { expect, test } from "vitest";
import { AwsLifecycleHook, AwsLifecycleTransition, AwsNodePoolProps, AwsPurchaseOption } from "../../../lib/aws";
import { requires } from "../harness";
import { Rig, SUBNETS, VPC, group, note, webGroup } from "./rig";

const GROUP = "aws_autoscaling_group.web_Group update";
const TEMPLATE = "aws_launch_template.web_LaunchTemplate update";
const UNTOUCHED = { web: "2 untouched" };
const NAME = "t-web";
const drain: AwsLifecycleHook = { name: "drain", transition: AwsLifecycleTransition.TERMINATING };

requires("terraform", "provider-aws-stand-in")("a group", () => {
  test("gets other tags without a new version or another machine", async () => {
    const rig = await Rig.start();
    await rig.apply(webGroup());
    const { machines } = await rig.change(webGroup({ tags: { tier: "1" } }));
    expect(machines).toEqual(UNTOUCHED);
    expect(rig.refreshes).toBe(0);
    expect(rig.standIn.resources("aws_launch_template")[0].attributes).toMatchObject({ latest_version: 1, tags: { tier: "1" } });
    const tags = rig.standIn.resource("aws_autoscaling_group", NAME).attributes.tag;
    expect(tags).toContainEqual({ key: "tier", value: "1", propagate_at_launch: true });
    await rig.change(webGroup());
    expect(JSON.stringify(rig.standIn.resources())).not.toContain("tier");
  });

  test("grows and shrinks with its bounds, and touches no machine that stays", async () => {
    const rig = await Rig.start();
    await rig.apply(webGroup());
    const max = await rig.change(webGroup({ capacity: { min: 2, max: 6 } }));
    expect(max).toMatchObject({ planned: [GROUP], machines: UNTOUCHED });
    const more = await rig.change(webGroup({ capacity: { min: 3, max: 6 } }));
    expect(more).toMatchObject({ planned: [GROUP], machines: { web: "2 untouched, 1 new" } });
    const fewer = await rig.change(webGroup({ capacity: { min: 1, max: 2 } }));
    expect(fewer).toMatchObject({ planned: [GROUP], machines: { web: "2 untouched, 1 gone" } });
    const none = await rig.change(webGroup({ capacity: { min: 0, max: 0 } }));
    expect(none).toMatchObject({ planned: [GROUP], machines: { web: "2 gone" } });
  });

  test("is left to its autoscaler where no desired capacity is given, and brought back to one that is", async () => {
    const rig = await Rig.start();
    await rig.apply(webGroup());
    rig.standIn.change("aws_autoscaling_group", NAME, { desired_capacity: 4 });
    expect(rig.machines()).toHaveLength(4);
    await rig.settled();
    // Nor does another change touch it.
    const tagged = await rig.change(webGroup({ tags: { tier: "1" } }));
    expect(tagged.machines).toEqual({ web: "4 untouched" });

    const given = { tags: { tier: "1" }, capacity: { min: 2, max: 4, desired: 3 } };
    const set = await rig.change(webGroup(given));
    expect(set).toMatchObject({ planned: [GROUP], machines: { web: "3 untouched, 1 gone" } });
    rig.standIn.change("aws_autoscaling_group", NAME, { desired_capacity: 4 });
    const back = await rig.change(webGroup(given));
    expect(back).toMatchObject({ planned: [GROUP], machines: { web: "3 untouched, 1 gone" } });
    const left = await rig.change(webGroup({ tags: { tier: "1" } }));
    expect(left).toMatchObject({ planned: [], machines: { web: "3 untouched" } });
  });

  test("gets hooks, changes them and loses them, the last one too, while it stays what it is", async () => {
    const rig = await Rig.start();
    await rig.apply(webGroup());
    const first = await rig.change(webGroup({ lifecycleHooks: [drain] }));
    expect(first).toMatchObject({ planned: ["aws_autoscaling_lifecycle_hook.web_LifecycleHook-drain create"], machines: UNTOUCHED });
    const changed = await rig.change(webGroup({ lifecycleHooks: [{ ...drain, heartbeatTimeoutSec: 60 }] }));
    expect(changed).toMatchObject({ planned: ["aws_autoscaling_lifecycle_hook.web_LifecycleHook-drain update"], machines: UNTOUCHED });
    const last = await rig.change(webGroup());
    expect(last).toMatchObject({ planned: ["aws_autoscaling_lifecycle_hook.web_LifecycleHook-drain delete"], machines: UNTOUCHED });
  });

  test("that was made with hooks loses them, the last one too, while it stays what it is", async () => {
    const rig = await Rig.start();
    const wake = { name: "wake", transition: AwsLifecycleTransition.LAUNCHING };
    await rig.apply(webGroup({ lifecycleHooks: [drain, wake] }));
    const hooks = (): unknown[] =>
      rig.standIn
        .resources("aws_autoscaling_lifecycle_hook")
        .map(({ attributes }) => attributes.name)
        .sort();
    expect(hooks()).toEqual(["drain", "wake"]);
    const fewer = await rig.change(webGroup({ lifecycleHooks: [wake] }));
    expect(fewer).toMatchObject({ planned: ["aws_autoscaling_lifecycle_hook.web_LifecycleHook-drain delete"], machines: UNTOUCHED });
    const none = await rig.change(webGroup());
    expect(none).toMatchObject({ planned: ["aws_autoscaling_lifecycle_hook.web_LifecycleHook-wake delete"], machines: UNTOUCHED });
    expect(hooks()).toEqual([]);
  });

  test("gets target groups, other zones and other capacity options in place", async () => {
    const rig = await Rig.start();
    const behind = (props: (targets: LbTargetGroup) => Partial<AwsNodePoolProps>) => (stack: TerraformStack) => {
      const targets = new LbTargetGroup(stack, "Targets", { name: "web", port: 80, protocol: "HTTP", vpcId: VPC });
      group(stack, props(targets));
    };
    const attached = (): unknown => rig.standIn.resource("aws_autoscaling_group", NAME).attributes.target_group_arns;
    await rig.apply(behind(() => ({})));
    const balanced = await rig.change(behind(({ arn }) => ({ targetGroupArns: [arn] })));
    expect(balanced).toMatchObject({ planned: [GROUP], machines: UNTOUCHED });
    expect(attached()).toHaveLength(1);
    const options = { subnets: [SUBNETS[0]], maxInstanceLifetimeSec: 86_400, terminationPolicies: ["OldestInstance"], warmPool: {} };
    const changed = await rig.change(behind(({ arn }) => ({ targetGroupArns: [arn], ...options })));
    expect(changed).toMatchObject({ planned: [GROUP], machines: UNTOUCHED });

    // Something else may have attached it, so only an empty list takes it away.
    const unsaid = await rig.change(behind(() => ({})));
    expect(unsaid).toMatchObject({ planned: [GROUP], machines: UNTOUCHED });
    expect(attached()).toHaveLength(1);
    const none = await rig.change(behind(() => ({ targetGroupArns: [] })));
    expect(none).toMatchObject({ planned: [GROUP], machines: UNTOUCHED });
    expect(attached()).toEqual([]);
    expect(rig.refreshes).toBe(0);
  });

  test("is refreshed for another instance type, for one of another architecture, and for several, and back", async () => {
    const rig = await Rig.start();
    await rig.apply(webGroup());
    const types = (): string[] => rig.machines().map(({ instanceType }) => instanceType);
    const larger = await rig.change(webGroup({ instanceTypes: ["m7i.xlarge"] }));
    expect(larger).toMatchObject({ planned: [GROUP, TEMPLATE], machines: { web: "2 replaced" } });
    expect(types()).toEqual(["m7i.xlarge", "m7i.xlarge"]);
    const arm = await rig.change(webGroup({ instanceTypes: ["m7g.large"] }));
    expect(arm).toMatchObject({ planned: [GROUP, TEMPLATE], machines: { web: "2 replaced" } });
    expect(rig.machines().map(({ ami }) => ami)).toEqual([rig.imageId("arm64"), rig.imageId("arm64")]);

    const several = await rig.change(webGroup({ instanceTypes: ["m7g.large", "m6g.large"], purchaseOption: AwsPurchaseOption.spot() }));
    expect(several.planned).toEqual([GROUP]);
    expect(types()).toEqual(["m7g.large", "m7g.large"]);
    const preferred = await rig.change(webGroup({ instanceTypes: ["m6g.large", "m7g.large"], purchaseOption: AwsPurchaseOption.spot() }));
    expect(preferred.planned).toEqual([GROUP, TEMPLATE]);
    expect(types()).toEqual(["m6g.large", "m6g.large"]);
    const one = await rig.change(webGroup({ instanceTypes: ["m6g.large"] }));
    expect(one.planned).toEqual([GROUP]);
    expect(types()).toEqual(["m6g.large", "m6g.large"]);
  });

  test("whose changes wait is refreshed for other types all the same where there are several, and brings what has waited", async () => {
    const rig = await Rig.start();
    const waits = { quorum: true, instanceTypes: ["m7i.large", "m6i.large"] };
    await rig.apply(webGroup(waits));
    const noted = { ...waits, machineConfig: [note("new")] };
    expect(await rig.change(webGroup(noted))).toMatchObject({ planned: [TEMPLATE], machines: { web: "2 untouched" } });
    const more = await rig.change(webGroup({ ...noted, instanceTypes: [...waits.instanceTypes, "m5.large"] }));
    expect(more).toMatchObject({ planned: [GROUP], machines: { web: "2 replaced" } });
    expect(rig.refreshes).toBe(1);
  });

  test("has what the machines of its template have, and refreshes them for another root disk", async () => {
    const rig = await Rig.start();
    await rig.apply(webGroup());
    const { machines, planned } = await rig.change(webGroup({ rootDiskGib: 40 }));
    expect(planned).toEqual([GROUP, TEMPLATE]);
    expect(machines).toEqual({ web: "2 replaced" });
  });
});
