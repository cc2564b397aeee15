import { expect, test } from "vitest";
import { ChangePolicy } from "../../../lib";
import { AwsNodePoolProps } from "../../../lib/aws";
import { requires } from "../harness";
import { Change, NEW, NO_UPDATES, OLD, Rig, note, webGroup } from "./rig";

const { REPLACE, NEW_NODES_ONLY } = ChangePolicy;
const BOTH = ["aws_autoscaling_group.web_Group update", "aws_launch_template.web_LaunchTemplate update"];
const TEMPLATE_ALONE = ["aws_launch_template.web_LaunchTemplate update"];
const ANOTHER_TEMPLATE = [
  "aws_autoscaling_group.web_Group update",
  "aws_launch_template.web_LaunchTemplate replace",
  "terraform_data.web_Generation replace",
];
const machineConfig = [note("new")];

/** By machine: the version of the template it came from, and whether it has the note. */
function booted(rig: Rig): [number, boolean][] {
  return rig.machines().map(({ launchTemplateVersion, userData }) => [launchTemplateVersion, userData.includes("/etc/note")]);
}

/** What a plan says of the version that a group launches from. */
function plannedVersion({ plan }: Change): { before: unknown; after: unknown; unknown: unknown } {
  const { address } = plan.changes.find((change) => change.address.startsWith("aws_autoscaling_group"))!;
  const { before, after, after_unknown: unknown } = plan.change(address).change;
  const version = (of: unknown): unknown => (of as { launch_template?: { version?: unknown }[] }).launch_template?.[0]?.version;
  return { before: version(before), after: version(after), unknown: version(unknown) };
}

/** The expressions of a plan's configuration. */
function configured({ plan }: Change): string {
  return JSON.stringify(plan.json.configuration);
}

requires("terraform", "provider-aws-stand-in")("a changed machine config of a group", () => {
  test("makes a new version, by a reference that is unknown in the plan, and starts an instance refresh", async () => {
    const rig = await Rig.start();
    await rig.apply(webGroup());
    const changed = await rig.change(webGroup({ machineConfig }));
    expect(changed.planned).toEqual(BOTH);
    expect(plannedVersion(changed)).toEqual({ before: "1", after: undefined, unknown: true });
    expect(configured(changed)).toMatch(
      /"version":\{"constant_value":"[^"]*","references":\["aws_launch_template\.web_LaunchTemplate_\w+\.latest_version"/,
    );
    expect(configured(changed)).not.toContain("$Latest");
    expect(changed.machines).toEqual({ web: "2 replaced" });
    expect(rig.refreshes).toBe(1);
    expect(booted(rig)).toEqual([
      [2, true],
      [2, true],
    ]);

    // Changed ssh keys are a changed config.
    const keys = await rig.change(webGroup({ machineConfig, sshAuthorizedKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA x"] }));
    expect(keys).toMatchObject({ planned: BOTH, machines: { web: "2 replaced" } });
    expect(rig.refreshes).toBe(2);
  });

  test("under NEW_NODES_ONLY makes a new version, refreshes nothing, and is on machines that are launched later", async () => {
    const rig = await Rig.start();
    const onConfigChange = NEW_NODES_ONLY;
    await rig.apply(webGroup({ onConfigChange }));
    const waiting = await rig.change(webGroup({ onConfigChange, machineConfig }));
    expect(waiting).toMatchObject({ planned: TEMPLATE_ALONE, machines: { web: "2 untouched" } });
    expect(configured(waiting)).not.toContain("$Latest");
    expect(rig.standIn.resources("aws_launch_template")[0].attributes).toMatchObject({ latest_version: 2, default_version: 2 });

    const more = await rig.change(webGroup({ onConfigChange, machineConfig, capacity: { min: 3, max: 4 } }));
    expect(more.machines).toEqual({ web: "2 untouched, 1 new" });
    expect(booted(rig)).toEqual([
      [1, false],
      [1, false],
      [2, true],
    ]);
    // One that fails is succeeded by one of the new version too.
    rig.standIn.terminate(rig.machines()[0].id);
    expect(booted(rig).map(([version]) => version)).toEqual([1, 2, 2]);
    expect(rig.refreshes).toBe(0);
    await rig.settled();

    // What is new already stays.
    const flipped = await rig.change(webGroup({ onConfigChange: REPLACE, machineConfig, capacity: { min: 3, max: 4 } }));
    expect(flipped).toMatchObject({
      planned: ["aws_autoscaling_group.web_Group update"],
      machines: { web: "2 untouched, 1 replaced" },
    });
    expect(plannedVersion(flipped)).toEqual({ before: "$Default", after: "2", unknown: undefined });
    expect(booted(rig)).toEqual([
      [2, true],
      [2, true],
      [2, true],
    ]);
  });

  test("reaches all machines when the generation is raised, by another template", async () => {
    const rig = await Rig.start();
    const onConfigChange = NEW_NODES_ONLY;
    await rig.apply(webGroup({ onConfigChange }));
    await rig.change(webGroup({ onConfigChange, machineConfig }));
    const [before] = rig.standIn.resources("aws_launch_template");
    const raised = await rig.change(webGroup({ onConfigChange, machineConfig, generation: 2 }));
    expect(raised).toMatchObject({ planned: ANOTHER_TEMPLATE, machines: { web: "2 replaced" } });
    expect(rig.standIn.resources("aws_launch_template").map(({ id }) => id === before.id)).toEqual([false]);
    expect(booted(rig)).toEqual([
      [1, true],
      [1, true],
    ]);

    // Under REPLACE too, where nothing else has changed.
    await rig.change(webGroup({ machineConfig, generation: 2 }));
    const again = await rig.change(webGroup({ machineConfig, generation: 3 }));
    expect(again).toMatchObject({ planned: ANOTHER_TEMPLATE, machines: { web: "2 replaced" } });
  });
});

requires("terraform", "provider-aws-stand-in")("a changed policy of a group", () => {
  test("replaces no machine where nothing waits, in either direction: those that match are skipped", async () => {
    const rig = await Rig.start();
    await rig.apply(webGroup());
    const patient = await rig.change(webGroup({ onReleaseChange: NEW_NODES_ONLY }));
    expect(patient).toMatchObject({ planned: ["aws_autoscaling_group.web_Group update"], machines: { web: "2 untouched" } });
    expect(plannedVersion(patient)).toMatchObject({ before: "1", after: "$Default" });
    const eager = await rig.change(webGroup());
    expect(eager).toMatchObject({ planned: ["aws_autoscaling_group.web_Group update"], machines: { web: "2 untouched" } });
    expect(plannedVersion(eager)).toMatchObject({ before: "$Default", after: "1" });
    expect(rig.refreshes).toBe(2);
  });

  test("refreshes in either direction what is changed in the same apply: what is to wait, waits once the policy has been applied", async () => {
    const rig = await Rig.start();
    await rig.apply(webGroup());
    const atOnce = await rig.change(webGroup({ onConfigChange: NEW_NODES_ONLY, machineConfig }));
    expect(atOnce).toMatchObject({ planned: BOTH, machines: { web: "2 replaced" } });
    // The plan says so.
    expect(plannedVersion(atOnce)).toMatchObject({ before: "1", after: "$Default" });
    const later = await rig.change(webGroup({ onConfigChange: NEW_NODES_ONLY, machineConfig: [note("newer")] }));
    expect(later).toMatchObject({ planned: TEMPLATE_ALONE, machines: { web: "2 untouched" } });
  });
});

requires("terraform", "provider-aws-stand-in")("a changed release of a group", () => {
  test.each<[string, Partial<AwsNodePoolProps>]>([
    ["by default", {}],
    ["where Flatcar does not update itself", { update: NO_UPDATES }],
  ])("is another image and other tags, and refreshes the machines: %s", async (_, props) => {
    const rig = await Rig.start();
    await rig.apply(webGroup(props));
    const changed = await rig.change(webGroup({ ...props, release: NEW }));
    expect(changed).toMatchObject({ planned: BOTH, machines: { web: "2 replaced" } });
    expect(versions(rig)).toEqual(["4757.1.0", "4757.1.0", "4757.1.0"]);
  });

  test("under NEW_NODES_ONLY is in the template and the tags of the group, and on later machines; a flip brings it to all", async () => {
    const rig = await Rig.start();
    const onReleaseChange = NEW_NODES_ONLY;
    await rig.apply(webGroup({ onReleaseChange }));
    const waiting = await rig.change(webGroup({ onReleaseChange, release: NEW }));
    expect(waiting).toMatchObject({ planned: BOTH, machines: { web: "2 untouched" } });
    expect(plannedVersion(waiting)).toEqual({ before: "$Default", after: "$Default", unknown: undefined });
    expect(versions(rig)).toEqual(["4757.1.0", "4593.2.5", "4593.2.5"]);
    await rig.change(webGroup({ onReleaseChange, release: NEW, capacity: { min: 3, max: 4 } }));
    expect(versions(rig)).toEqual(["4757.1.0", "4593.2.5", "4593.2.5", "4757.1.0"]);

    const flipped = await rig.change(webGroup({ onReleaseChange: REPLACE, release: NEW, capacity: { min: 3, max: 4 } }));
    expect(flipped.machines).toEqual({ web: "1 untouched, 2 replaced" });
    expect(versions(rig)).toEqual(Array(4).fill("4757.1.0"));
  });

  test("in the same plan as a changed config is one version, and one refresh", async () => {
    const rig = await Rig.start();
    await rig.apply(webGroup({ release: OLD }));
    const { machines } = await rig.change(webGroup({ release: NEW, machineConfig }));
    expect(machines).toEqual({ web: "2 replaced" });
    expect(booted(rig).map(([version]) => version)).toEqual([2, 2]);
    expect(rig.refreshes).toBe(1);
  });
});

/** The version that the group's tags tell, and that of each machine's AMI. */
function versions(rig: Rig): (string | undefined)[] {
  const [{ attributes }] = rig.standIn.resources("aws_autoscaling_group");
  const tag = (attributes.tag as { key: string; value: string }[]).find(({ key }) => key === "flatcar-version");
  return [tag?.value, ...rig.machines().map(({ ami }) => /-([\d.]+)-hvm$/.exec(rig.imageName(ami) ?? "")?.[1])];
}
