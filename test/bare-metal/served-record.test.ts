import { createHash } from "crypto";
import { Fn, TerraformOutput, TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { ChangePolicy, MachineConfig } from "../../lib";
import { BareMetalBoot, BareMetalNodePoolProps } from "../../lib/bare-metal";
import { BlockJson, readTemplate, StackJson } from "../support";
import { NEW } from "./node";
import { addPool, byName, lab } from "./small-pool";

const withOutput = (props: Partial<BareMetalNodePoolProps>): StackJson =>
  lab((stack) => {
    const pool = addPool(stack, "web", props);
    new TerraformOutput(stack, "stale", { value: pool.machine("a").stale, staticId: true });
  });
const record = (json: StackJson): BlockJson =>
  Object.entries(json.resource?.terraform_data ?? {}).find(([name]) => name.startsWith("web_a_Served"))?.[1] ?? {};
const stale = (props: Partial<BareMetalNodePoolProps>): string =>
  String(withOutput(props).output?.stale.value).replace(/terraform_data\.web_a_Served_[0-9A-F]{8}/g, "record");

test("the record keeps the digest of what is served and the version, and is renewed with the generation alone", () => {
  const json = withOutput({});
  const served = readTemplate(String(byName(json, "matchbox_profile")["lab-a"].raw_ignition));
  expect(record(json).input).toEqual({ config: createHash("sha256").update(served).digest("hex"), release: "4593.2.4" });
  expect(record(json).lifecycle).toEqual({
    ignore_changes: ["input"],
    replace_triggered_by: [expect.stringMatching(/^terraform_data\.web_a_Generation_\w+$/)],
  });
});

test("a machine whose releases wait is stale by its config alone, another by its release too", () => {
  expect(stale({})).toMatch(/^\$\{try\(record\.output\.config, ""\) != "[0-9a-f]{64}"\}$/);
  expect(stale({ onReleaseChange: ChangePolicy.REPLACE, release: NEW })).toMatch(
    /^\$\{\(try\(record\.output\.config, ""\) != "[0-9a-f]{64}" \|\| try\(record\.output\.release, ""\) != "4593\.2\.5"\)\}$/,
  );
});

test("a diskless machine is stale by its kernel and arguments as well", () => {
  const boot = BareMetalBoot.diskless();
  const json = withOutput({ boot });
  const { kernel, initrd, args } = byName(json, "matchbox_profile")["lab-a"] as unknown as {
    kernel: string;
    initrd: string[];
    args: string[];
  };
  const booted = readTemplate([kernel, ...initrd, ...args].join(" "));
  expect(record(json).input).toMatchObject({ boot: createHash("sha256").update(booted).digest("hex") });
  expect(stale({ boot })).toMatch(
    / \|\| try\(record\.output\.release, ""\) != .* \|\| try\(record\.output\.boot, ""\) != "[0-9a-f]{64}"\)\}$/,
  );
  expect(stale({ boot })).not.toBe(stale({ boot, kernelArguments: ["quiet"] }));
});

test("a config with a value known only at apply is digested by Terraform, and whether it changed is no secret", () => {
  const json = lab((stack) => {
    const contents = new TerraformVariable(stack, "v", { sensitive: true }).stringValue;
    const machineConfig = [MachineConfig.file({ path: "/etc/x", contents })];
    const pool = addPool(stack, "web", { machineConfig, allowSecrets: ["/etc/x"] });
    new TerraformOutput(stack, "stale", { value: pool.machine("a").stale, staticId: true });
  });
  const { config } = record(json).input as { config: string };
  const local = /^\$\{local\.(web_a_ConfigDigest_\w+)\}$/.exec(config)?.[1] ?? "";
  expect(json.locals?.[local]).toMatch(/^\$\{sha256\(local\.web_UserData-a_\w+\)\}$/);
  const value = String(json.output?.stale.value);
  expect(value).toMatch(/^\$\{nonsensitive\(sensitive\(try\(.*\) != local\.web_a_ConfigDigest_\w+\)\)\}$/);
});

test("whether a machine is stale can go into other expressions", () => {
  const json = lab((stack) => {
    const pool = addPool(stack, "web");
    const some = Fn.anytrue(pool.nodes.map((machine) => machine.stale));
    new TerraformOutput(stack, "some", { value: some, staticId: true });
  });
  expect(json.output?.some.value).toMatch(
    /^\$\{anytrue\(\[try\(terraform_data\.web_a_Served_\w+\.output\.config, ""\) != "[0-9a-f]{64}"\]\)\}$/,
  );
});
