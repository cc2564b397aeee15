import { expect, onTestFinished, test } from "vitest";
import { AwsStandIn } from "../../emulators/aws";
import { type Attributes, blocks } from "../../emulators/aws/model";
import { addFixtures, allRows, sampleFor } from "../../emulators/aws/samples";
import { type Plan, type PlanResourceChange, requires, TerraformRun, Workspace } from "../harness";
import { type Copy, copies, type FullRow } from "./copies";

interface Stack {
  readonly standIn: AwsStandIn;
  write(resources: readonly { readonly type: string; readonly name: string; readonly attributes: Attributes }[]): void;
  terraform(): TerraformRun;
}

async function stack(): Promise<Stack> {
  const standIn = await AwsStandIn.start();
  onTestFinished(() => standIn.stop());
  const workspace = Workspace.forTest();
  const required_providers = { aws: { source: "hashicorp/aws", version: "6.25.0" } };
  return {
    standIn,
    write: (resources) => {
      const resource: Record<string, Record<string, Attributes>> = {};
      for (const { type, name, attributes } of resources) (resource[type] ??= {})[name] = attributes;
      workspace.write("cdk.tf.json", { terraform: { required_providers }, provider: { aws: {} }, resource });
    },
    terraform: () => new TerraformRun({ directory: workspace.directory, env: standIn.environment }),
  };
}

const nameOf = ({ attribute, change }: Copy): string => `${attribute} ${change}`.replace(/\W/g, "_");
const addressOf = (copy: Copy): string => `${copy.type}.${nameOf(copy)}`;

/** Names of resources have to differ; what else is in a copy does not. */
function distinct(attributes: Attributes, copy: Copy): Attributes {
  return attributes.name === undefined || copy.attribute === "name"
    ? attributes
    : { ...attributes, name: nameOf(copy).replaceAll("_", "-") };
}

/** What a plan makes of a place: a value, or that it will be known later. */
function planned({ change }: PlanResourceChange, attribute: string): string {
  let value = change.after as Attributes;
  let unknown = change.after_unknown as Attributes | true | undefined;
  const names = attribute.split(".");
  for (const name of names.slice(0, -1)) {
    value = blocks(value, name)[0] ?? {};
    unknown = typeof unknown === "object" ? (blocks(unknown, name)[0] ?? {}) : unknown;
  }
  const last = names[names.length - 1];
  return typeof unknown === "object" && unknown[last] === true ? "(known after apply)" : JSON.stringify(value[last] ?? null);
}

/** What a plan does to a resource, why it replaces it, and which attributes it will know later. */
function effect(plan: Plan, address: string): string {
  const { change } = plan.change(address);
  const { actions, replace_paths: paths, after_unknown: unknown } = change;
  if (actions.length === 2)
    return `replaced for ${(paths ?? [])
      .map((path) => path.join("."))
      .sort()
      .join(" and ")}`;
  const renewed = Object.entries((unknown ?? {}) as Attributes).flatMap(([name, value]) => (value === true ? name : []));
  return [
    actions[0] === "no-op" ? "nothing" : actions[0],
    ...(renewed.length > 0 ? [`then known: ${renewed.sort().join(", ")}`] : []),
  ].join(", ");
}

requires("terraform", "provider-aws-stand-in")("the table of the stand-in for AWS", () => {
  test("decides, line by line, what plans say", async () => {
    const { standIn, write, terraform } = await stack();
    const all = copies(addFixtures(standIn));
    const resources = (side: "before" | "after"): Parameters<Stack["write"]>[0] =>
      all.map((copy) => ({ type: copy.type, name: nameOf(copy), attributes: distinct(copy[side], copy) }));
    write(resources("before"));
    await terraform().init();
    const creation = await terraform().plan();
    await terraform().apply();
    const still = await terraform().plan();
    expect(still.changes).toEqual([]);
    write(resources("after"));
    const change = await terraform().plan({ args: ["-refresh=false"] });
    const lines = all.map((copy) => {
      const { type, attribute, change: what } = copy;
      // What is taken away may be kept, whatever else makes the plan an update. Which id it has depends on what was made before it.
      const then =
        copy.isGone === true ? `, then ${planned(change.change(addressOf(copy)), attribute).replace(/-[0-9a-f]{17}\b/g, "-…")}` : "";
      return `${type}.${attribute}: at first ${planned(creation.change(addressOf(copy)), attribute)}; ${what}: ${effect(change, addressOf(copy))}${then}`;
    });
    expect(all.length).toBeGreaterThan(350);
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("golden/plans.golden");
  });

  test("decides, line by line, what is refused before a plan", async () => {
    const { standIn, write, terraform } = await stack();
    const fixtures = addFixtures(standIn);
    const wrong: { type: string; name: string; attributes: Attributes }[] = [];
    for (const [type, attribute, line] of allRows()) {
      const row = line as FullRow;
      const add = (what: string, attributes: Attributes): void => void wrong.push({ type, name: `${attribute}_${what}`, attributes });
      const base = sampleFor(type, attribute, { see: row.see }, fixtures);
      const both = [...(row.conflicts ?? []), ...(row.exactlyOneOf ?? [])].filter((other) => other !== attribute);
      for (const other of both) add(`with_${other}`, { ...base, ...given(type, attribute), ...given(type, other) });
      const none = row.exactlyOneOf ?? row.atLeastOneOf ?? [];
      if (none.length > 0) add("and_no_other", { ...base, ...Object.fromEntries(none.map((name) => [name, null])) });
      if (row.maxLength !== undefined) add("too_long", { ...base, [attribute]: "x".repeat(row.maxLength + 1) });
      if (row.base64 === true) add("not_base64", { ...base, [attribute]: "no base64!" });
    }
    write(wrong);
    await terraform().init();
    const { stdout } = await terraform()
      .run(["validate", "-json"])
      .catch((error: { output: string }) => ({ stdout: error.output }));
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { address: string; summary: string; detail: string }[] };
    const lines = diagnostics
      .map(({ address, summary, detail }) => `${address}: ${`${summary}: ${detail}`.replace(/x{100,}/, "x…")}`)
      .sort();
    const refused = new Set(diagnostics.map(({ address }) => address));
    expect(wrong.map(({ type, name }) => `${type}.${name}`).filter((address) => !refused.has(address))).toEqual([]);
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("golden/refusals.golden");
  });
});

/** An attribute or a block with something in it. */
function given(type: string, name: string): Attributes {
  return { [name]: VALUES[`${type}.${name}`] ?? VALUES[name] ?? "some" };
}

const VALUES: Readonly<Record<string, unknown>> = {
  availability_zones: ["eu-central-1a"],
  assign_generated_ipv6_cidr_block: true,
  default_version: 1,
  instance_requirements: [{ memory_mib: [{ min: 1 }], vcpu_count: [{ min: 1 }] }],
  ipv4_netmask_length: 24,
  ipv6_address_count: 1,
  ipv6_addresses: ["2001:db8::1"],
  ipv6_netmask_length: 56,
  launch_template: [{ name: "some" }],
  load_balancers: ["some"],
  mixed_instances_policy: [{ launch_template: [{ launch_template_specification: [{ launch_template_name: "some" }] }] }],
  scaling_adjustment: 1,
  security_group_names: ["some"],
  step_adjustment: [{ scaling_adjustment: 1 }],
  subnet_mapping: [{ subnet_id: "some" }],
  subnets: ["some"],
  target_group_arns: ["some"],
  traffic_source: [{ identifier: "some" }],
  update_default_version: true,
  user_data_base64: "c29tZQ==",
  vpc_security_group_ids: ["some"],
  vpc_zone_identifier: ["some"],
};
