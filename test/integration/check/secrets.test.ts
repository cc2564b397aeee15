import * as fs from "fs";
import * as path from "path";
import { Instance } from "@cdktf/provider-aws/lib/instance/index.js";
import { TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { MachineConfig } from "../../../lib";
import { run } from "../../cli/run";
import { PLANTED, Planted, noise } from "../../ignition/planted-secrets";
import { StackJson } from "../../support";
import { Rig as AwsRig, SUBNETS, webGroup } from "../aws/rig";
import { PlanJson, Workspace, requires } from "../harness";
import { Rig as HetznerRig, pool } from "../hetzner/rig";

/** Values of sensitive variables: nothing in what they look like tells that they are secret. */
const TOKEN = "plain-words-of-a-sensitive-variable";
const LABEL = "label-of-a-sensitive-variable";
/** Kinds are by the dozen; a machine takes some of them. */
const PER_NODE = 12;

const KINDS = new Set(PLANTED.map(({ kind }) => kind));

/** On which side of a change the secrets are. */
type Side = "secret" | "harmless";

const textOf = ({ text }: Planted, side: Side): string => (side === "secret" ? text : "nothing to hide\n");

/** The same file, unit and user on each machine, with secrets or without. */
function configs(planted: readonly Planted[], side: Side): MachineConfig[] {
  const isSecret = side === "secret";
  return planted
    .map((each, i) => MachineConfig.file({ path: `/etc/planted-${i}`, contents: textOf(each, side) }))
    .concat(
      MachineConfig.ignition({
        passwd: { users: [{ name: "core", ...(isSecret ? { passwordHash: `$6$abcdefgh$${noise(86)}` } : {}) }] },
        systemd: {
          units: [
            {
              name: "planted.service",
              contents: `[Service]\nExecStart=/bin/true\nEnvironment=${isSecret ? `API_TOKEN=${noise(40)}` : "NAME=x"}\n`,
              dropins: [{ name: "10-planted.conf", contents: `[Service]\nEnvironment="PASSWORD=${isSecret ? noise(24) : "%i"}"\n` }],
            },
          ],
        },
      }),
    );
}

const chunks = Array.from({ length: Math.ceil(PLANTED.length / PER_NODE) }, (_, i) => PLANTED.slice(i * PER_NODE, (i + 1) * PER_NODE));

/** A stack with every kind of secret on one side of the change, and variables that are sensitive. */
const hetzner =
  (side: Side) =>
  (stack: TerraformStack): void => {
    const [token, label] = ["token", "label"].map((name) => new TerraformVariable(stack, name, { type: "string", sensitive: true }));
    const nodes = chunks.map((planted, i) => [`n${i}`, { machineConfig: configs(planted, side) }] as const);
    pool(stack, {
      nodes: Object.fromEntries(nodes),
      machineConfig: [MachineConfig.file({ path: "/etc/token", contents: `TOKEN=${token.stringValue}\n${side}\n` })],
      labels: { secret: label.stringValue },
    });
    new TerraformOutput(stack, "shown", { value: token.stringValue, sensitive: true });
  };

/** A group, and an instance that no pool made, whose user data Terraform shows as it is. */
const aws =
  (rig: AwsRig, side: Side) =>
  (stack: TerraformStack): void => {
    const token = new TerraformVariable(stack, "token", { type: "string", sensitive: true });
    const [planted, others] = [PLANTED.slice(0, PER_NODE), PLANTED.slice(PER_NODE, 2 * PER_NODE)];
    webGroup({ machineConfig: [...configs(planted, side), MachineConfig.file({ path: "/etc/token", contents: token.stringValue })] })(
      stack,
    );
    const files = others.map((each, i) => ({
      path: `/etc/planted-${i}`,
      contents: { source: `data:,${encodeURIComponent(textOf(each, side))}` },
    }));
    const userData = JSON.stringify({ ignition: { version: "3.4.0" }, storage: { files } });
    new Instance(stack, "plain", { ami: rig.imageId("x86_64"), instanceType: "m7i.large", subnetId: SUBNETS[0].subnetId, userData });
  };

/** Each form in which a secret may stand in an output. */
function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const xml = secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return [secret, json, xml, encodeURIComponent(secret), Buffer.from(secret).toString("base64")];
}

const SECRETS = [...PLANTED.map(({ secret }) => secret), TOKEN, LABEL, noise(24), noise(40), noise(86)];

/** Names what of the secrets stands in a text. */
function leaked(text: string): string[] {
  return SECRETS.filter((secret) => formsOf(secret).some((form) => text.includes(form)));
}

const FORMATS = ["text", "markdown", "json", "sarif", "junit"];

/** Everything that the check writes of a change, by what it is called. */
async function outputs(base: StackJson, stack: StackJson, plan: PlanJson): Promise<Map<string, string>> {
  const workspace = Workspace.forTest();
  for (const [root, json] of [
    ["cdktf.out", stack],
    ["base", base],
  ] as const) {
    fs.mkdirSync(workspace.path(path.join(root, "stacks", "t")), { recursive: true });
    workspace.write(path.join(root, "stacks", "t", "cdk.tf.json"), JSON.stringify(json));
  }
  workspace.write("plan.json", JSON.stringify(plan));
  const cwd = workspace.directory;
  const written = new Map<string, string>();
  for (const format of FORMATS) {
    const { code, stdout, stderr } = await run(["check", "--plan", "t=plan.json", "--base", "base", "--format", format], { cwd });
    expect({ code, format, stderr }).toEqual({ code: 1, format, stderr: "" });
    written.set(format, stdout);
  }
  const { code, stdout } = await run(["plan", "extract", "t=plan.json"], { cwd });
  expect(code).toBe(0);
  written.set("extract", stdout);
  // Without the base branch another part of the rules speaks.
  written.set("without a base", (await run(["check", "--plan", "t=plan.json", "--format", "json"], { cwd })).stdout);
  return written;
}

const leaks = (written: ReadonlyMap<string, string>): [string, string[]][] =>
  [...written].map(([name, text]): [string, string[]] => [name, leaked(text)]).filter(([, found]) => found.length > 0);

test("there are more kinds of secrets than forty", () => {
  expect(PLANTED.length).toBeGreaterThanOrEqual(40);
  expect(KINDS.size).toBeGreaterThanOrEqual(25);
});

const VARIABLES = { token: TOKEN, label: LABEL };
const DIRECTIONS = [
  ["come", "harmless", "secret"],
  ["go", "secret", "harmless"],
] as const;

requires("terraform", "provider-hcloud")("on Hetzner", () => {
  test.each(DIRECTIONS)("secrets that %s with a change stand in nothing that the check writes", async (_, before, after) => {
    const rig = await HetznerRig.start();
    const base = await rig.write(hetzner(before));
    await rig.terraform(VARIABLES).apply();
    const stack = await rig.write(hetzner(after));
    const { json: plan } = await rig.terraform(VARIABLES).plan();
    // They are there to be found.
    expect(leaked(JSON.stringify([plan, stack, base]).replaceAll("%20", " ")).length).toBeGreaterThan(1);
    const written = await outputs(base, stack, plan);
    expect(leaks(written)).toEqual([]);
    expect(written.get("text")).toContain("/etc/planted-3");
  });
});

requires("terraform", "provider-aws-stand-in")("on AWS", () => {
  test.each(DIRECTIONS)("secrets that %s with a change stand in nothing that the check writes", async (_, before, after) => {
    const rig = await AwsRig.start();
    const base = await rig.write(aws(rig, before));
    await rig.terraform(VARIABLES).apply();
    const stack = await rig.write(aws(rig, after));
    const { json: plan } = await rig.terraform(VARIABLES).plan();
    const written = await outputs(base, stack, plan);
    expect(leaks(written)).toEqual([]);
    expect(written.get("text")).toContain("/etc/planted-3");
  });
});
