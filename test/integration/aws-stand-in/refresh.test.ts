import { AutoscalingGroup, AutoscalingGroupConfig } from "@cdktf/provider-aws/lib/autoscaling-group/index.js";
import { LaunchTemplate, LaunchTemplateConfig } from "@cdktf/provider-aws/lib/launch-template/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { expect, test } from "vitest";
import { requires } from "../harness";
import { Build, Rig } from "./rig";

interface Group {
  readonly template?: Partial<LaunchTemplateConfig>;
  readonly group?: Partial<AutoscalingGroupConfig>;
  /** @default - a reference to the template's latest version */
  readonly version?: string;
}

const LATEST = "${aws_launch_template.template.latest_version}";
const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** A group of two machines that boot with "one". */
function group({ template, group: props, version = LATEST }: Group = {}): Build {
  return (stack, rig) => {
    const vpc = new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16" });
    const subnet = new Subnet(stack, "subnet", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
    const made = new LaunchTemplate(stack, "template", {
      name: "web",
      imageId: rig.amd64.id,
      instanceType: "m7i.large",
      userData: base64("one"),
      ...template,
    });
    new AutoscalingGroup(stack, "web", {
      name: "web",
      minSize: 2,
      maxSize: 4,
      vpcZoneIdentifier: [subnet.id],
      launchTemplate: { id: made.id, version },
      instanceRefresh: { strategy: "Rolling" },
      ...props,
    });
  };
}

const TWO = { userData: base64("two") };

requires("terraform", "provider-aws-stand-in")("an Auto Scaling group of the stand-in for AWS", () => {
  test("has machines of the version that its template has, with what they boot with", async () => {
    const rig = await Rig.start();
    await rig.apply(group());
    const template = rig.standIn.resource("aws_launch_template", "web");
    expect(rig.standIn.machines("web")).toEqual(
      [1, 2].map(() =>
        expect.objectContaining({
          launchTemplateId: template.id,
          launchTemplateVersion: 1,
          ami: rig.amd64.id,
          instanceType: "m7i.large",
          userData: "one",
        }),
      ),
    );
  });

  test("is refreshed when its template changes: the new version is not known in the plan, and both are updated", async () => {
    const rig = await Rig.start();
    await rig.apply(group());
    const { actions, plan } = await rig.plan(group({ template: TWO }));
    expect(actions).toEqual(["aws_autoscaling_group.web update", "aws_launch_template.template update"]);
    expect(plan.change("aws_launch_template.template").change.after_unknown).toMatchObject({ latest_version: true });
    expect(plan.change("aws_autoscaling_group.web").change.after_unknown).toMatchObject({ launch_template: [{ version: true }] });

    const watch = rig.standIn.watch("web");
    await rig.terraform().apply();
    expect(watch()).toEqual({ untouched: 0, replaced: 2, gone: 0, new: 0 });
    expect(rig.standIn.machines("web").map((machine) => [machine.launchTemplateVersion, machine.userData])).toEqual([
      [2, "two"],
      [2, "two"],
    ]);
    expect(rig.standIn.history.filter(({ event }) => event === "instance-refresh")).toHaveLength(1);
    expect((await rig.plan(group({ template: TWO }))).actions).toEqual([]);
  });

  test.each([
    ["its version is $Latest", { version: "$Latest" }, ["aws_launch_template.template update"]],
    [
      "there is no instance_refresh block",
      { group: { instanceRefresh: undefined } },
      ["aws_autoscaling_group.web update", "aws_launch_template.template update"],
    ],
  ])("is not refreshed when %s, and new machines alone have the new version", async (_, props: Group, planned) => {
    const rig = await Rig.start();
    await rig.apply(group(props));
    const changed = { ...props, template: TWO };
    expect((await rig.plan(group(changed))).actions).toEqual(planned);
    const watch = rig.standIn.watch("web");
    await rig.terraform().apply();
    expect(watch()).toEqual({ untouched: 2, replaced: 0, gone: 0, new: 0 });
    await rig.apply(group({ ...changed, group: { ...props.group, minSize: 3 } }));
    expect(rig.standIn.machines("web").map(({ userData }) => userData)).toEqual(["one", "one", "two"]);
    expect(rig.standIn.history.some(({ event }) => event === "instance-refresh")).toBe(false);
  });

  test("is refreshed for an attribute among the triggers, and for no other one", async () => {
    const rig = await Rig.start();
    const tagged = (value: string, triggers?: string[]): Build =>
      group({
        group: { tag: [{ key: "Owner", value, propagateAtLaunch: true }], instanceRefresh: { strategy: "Rolling", triggers } },
      });
    await rig.apply(tagged("a"));
    const before = rig.standIn.watch("web");
    await rig.apply(tagged("b"));
    expect(before()).toMatchObject({ untouched: 2 });
    await rig.apply(tagged("b", ["tag"]));
    expect(before()).toMatchObject({ untouched: 2 });
    await rig.apply(tagged("c", ["tag"]));
    expect(before()).toMatchObject({ replaced: 2 });
  });

  test("leaves machines that match already alone where it is told to", async () => {
    const rig = await Rig.start();
    const skipping = (value: string): Build =>
      group({
        group: {
          tag: [{ key: "Owner", value, propagateAtLaunch: true }],
          instanceRefresh: { strategy: "Rolling", triggers: ["tag"], preferences: { skipMatching: true } },
        },
      });
    await rig.apply(skipping("a"));
    const watch = rig.standIn.watch("web");
    await rig.apply(skipping("b"));
    expect(watch()).toMatchObject({ untouched: 2 });
    expect(rig.standIn.history.filter(({ event }) => event === "instance-refresh")).toHaveLength(1);
  });

  test("keeps its machines when a tag of the template changes: the version is planned as unknown and stays", async () => {
    const rig = await Rig.start();
    await rig.apply(group());
    const tagged = group({ template: { tags: { Owner: "me" } } });
    const { actions } = await rig.plan(tagged);
    expect(actions).toEqual(["aws_autoscaling_group.web update", "aws_launch_template.template update"]);
    const watch = rig.standIn.watch("web");
    await rig.terraform().apply();
    expect(watch()).toEqual({ untouched: 2, replaced: 0, gone: 0, new: 0 });
    expect((await rig.plan(tagged)).actions).toEqual([]);
  });

  test("follows a new description of its template one plan late, as with the real provider", async () => {
    const rig = await Rig.start();
    await rig.apply(group());
    const described = group({ template: { description: "second" } });
    expect((await rig.plan(described)).actions).toEqual(["aws_launch_template.template update"]);
    await rig.terraform().apply();
    expect((await rig.plan(described)).actions).toEqual(["aws_autoscaling_group.web update"]);
  });

  test("is refreshed when a template of another name takes the place of the old one", async () => {
    const rig = await Rig.start();
    await rig.apply(group());
    const watch = rig.standIn.watch("web");
    const renamed = group({ template: { name: "other" } });
    expect((await rig.plan(renamed)).actions).toEqual(["aws_autoscaling_group.web update", "aws_launch_template.template replace"]);
    await rig.terraform().apply();
    expect(watch()).toMatchObject({ replaced: 2 });
    expect((await rig.plan(renamed)).actions).toEqual([]);
  });

  test("becomes one of mixed instances in place, with machines of the first type", async () => {
    const rig = await Rig.start();
    await rig.apply(group());
    const watch = rig.standIn.watch("web");
    const mixed = group({
      group: {
        launchTemplate: undefined,
        mixedInstancesPolicy: {
          instancesDistribution: { onDemandPercentageAboveBaseCapacity: 0, spotAllocationStrategy: "price-capacity-optimized" },
          launchTemplate: {
            launchTemplateSpecification: { launchTemplateId: "${aws_launch_template.template.id}", version: LATEST },
            override: [{ instanceType: "c7i.large" }, { instanceType: "c6i.large" }],
          },
        },
      },
    });
    expect((await rig.plan(mixed)).actions).toEqual(["aws_autoscaling_group.web update"]);
    await rig.terraform().apply();
    expect(watch()).toMatchObject({ replaced: 2 });
    expect(rig.standIn.machines("web").map(({ instanceType }) => instanceType)).toEqual(["c7i.large", "c7i.large"]);
    expect((await rig.plan(mixed)).actions).toEqual([]);
  });

  test("grows and shrinks with its bounds, and puts a machine in the place of one that fails", async () => {
    const rig = await Rig.start();
    await rig.apply(group());
    const watch = rig.standIn.watch("web");
    await rig.apply(group({ group: { minSize: 3 } }));
    expect(watch()).toEqual({ untouched: 2, replaced: 0, gone: 0, new: 1 });
    await rig.apply(group({ group: { minSize: 1, maxSize: 1 } }));
    expect(rig.standIn.machines("web")).toHaveLength(1);
    const [machine] = rig.standIn.machines("web");
    rig.standIn.terminate(machine.id);
    expect(rig.standIn.machines("web").map(({ id }) => id === machine.id)).toEqual([false]);
  });
});
