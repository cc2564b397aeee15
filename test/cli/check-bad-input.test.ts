import * as fs from "fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { filesBelow } from "../support/project";
import { CheckProject, recording } from "./check-project";

let project: CheckProject;
beforeEach(() => {
  project = new CheckProject({ dev: "libvirt/nothing", prod: "hetzner/config-replace" });
  project.write("check.md", "old");
});
afterEach(() => project.remove());

interface Json {
  [key: string]: unknown;
}

const PLANS = ["--plan-dir", "plans", "--base", "base"];
const OUTPUTS = ["--output", "markdown=check.md", "--output", "json=check.json"];

const contents = (): { [file: string]: string } =>
  Object.fromEntries(filesBelow(project.folder).map((file) => [file, fs.readFileSync(project.path(file), "latin1")]));

/** Checks that a call is refused, with nothing printed but a line on standard error, and nothing written. */
async function refused(args: readonly string[], message: string | RegExp, lines = 1): Promise<void> {
  const before = contents();
  const { code, stdout, stderr } = await project.check([...args, ...OUTPUTS]);
  expect([code, stdout], stderr).toEqual([2, ""]);
  expect(stderr).toMatch(typeof message === "string" ? new RegExp(message.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")) : message);
  expect(stderr.trimEnd().split("\n"), stderr).toHaveLength(lines);
  expect(contents()).toEqual(before);
}

const planText = () => project.read("plans/prod.json");
/** The JSON of a file with something changed in it. */
const changed = (file: string, change: (json: Json) => void): string => {
  const json = JSON.parse(project.read(file)) as Json;
  change(json);
  return JSON.stringify(json);
};
const planOf = (part: Json): string => changed("plans/prod.json", (plan) => void Object.assign(plan, part));

test.each<[string, string, () => string | Buffer]>([
  ["a truncated plan", "plan-truncated", () => planText().slice(0, -100)],
  ["an empty plan", "plan-truncated", () => ""],
  ["a binary plan", "plan-binary", () => Buffer.from("PK\x03\x04\x14\0\x08\0")],
  ["a plan as a person reads it", "plan-not-json", () => "Terraform will perform the following actions:\n"],
  ["a plan in UTF-16", "plan-not-json", () => Buffer.from(`\ufeff${planText()}`, "utf16le")],
  ["JSON that is no plan", "plan-none", () => '{"a": 1}'],
  ["a state", "plan-none", () => '{"format_version": "1.0", "values": {}}'],
  ["what plan -json logs", "plan-none", () => '{"@level":"info"}\n{"@level":"info"}\n'],
  ["a list", "plan-none", () => "[]"],
  ["a plan of a form that is not known", "plan-version", () => planOf({ format_version: "2.0" })],
  ["a plan of another stack", "plan-other-stack", () => project.read("plans/dev.json")],
  ["a plan that failed on the way", "plan-errored", () => planOf({ errored: true })],
  ["an extract that is not whole", "plan-not-json", () => '{"flatcar_plan":1,'],
])("%s ends with 2 and one line, and no report is touched: %s", async (_, code, text) => {
  project.write("plans/prod.json", text());
  await refused(PLANS, `[${code}:`);
  await refused(["prod", "--plan", "plans/prod.json"], `[${code}:`);
});

test("a plan that is older than the synth is refused, with what differs", async () => {
  const stack = changed("cdktf.out/stacks/prod/cdk.tf.json", ({ resource }) => {
    const servers = (resource as { readonly hcloud_server: { readonly [name: string]: Json } }).hcloud_server;
    for (const server of Object.values(servers)) server.location = "nbg1";
  });
  project.write("cdktf.out/stacks/prod/cdk.tf.json", stack);
  await refused(PLANS, /different: hcloud_server\.\w+\.location.*\[plan-outdated:/);
});

test.each<[string, string, string]>([
  ["a manifest of a newer version", "manifest-version", stackOfVersion(2)],
  ["a stack that is not JSON", "synth-unreadable", "{"],
  ["a stack that is no object", "synth-unreadable", "[]"],
])("%s is refused, in the base too", async (_, code, text) => {
  project.write("base/stacks/prod/cdk.tf.json", text);
  await refused(PLANS, `[${code}:`);
  project.write("cdktf.out/stacks/prod/cdk.tf.json", text);
  await refused([], `[${code}:`);
});

test("a synth folder that is missing, or has no stacks, is refused", async () => {
  await refused(["--synth", "nowhere"], /--synth \(ENOENT\).*\[synth-missing:/);
  await refused(["--base", "nowhere"], /--base \(ENOENT\).*\[synth-missing:/);
  fs.mkdirSync(project.path("empty/stacks"), { recursive: true });
  await refused(["--synth", "empty"], /it has no stacks.*\[synth-missing:/);
  await refused(["prdo"], /did you mean "prod"\?.*\[stack-unknown:/);
});

test.each<[string, string, string]>([
  ["settings that are not JSON", "flatcar-check.json", "check-config-not-json"],
  ["a lock that is not JSON", "flatcar.lock.json", "lock-not-json"],
])("%s are refused, also where nobody names them", async (_, file, code) => {
  project.write(file, "{");
  await refused([], `[${code}:`);
});

test("settings and locks that are named have to be there, and to hold what they may", async () => {
  await refused(["--config", "none.json"], /none\.json: .*"ENOENT".*\[check-config-unreadable:/);
  await refused(["--lock", "none.json"], /"ENOENT".*\[lock-missing:/);
  project.write("bad.json", '{\n  "severities": { "FC0O1": "warn" }\n}');
  await refused(["--config", "bad.json"], /^bad\.json:2:19: .*did you mean "FC001"\?.*\[check-config-invalid:/);
  project.write("bad.json", '{"lockVersion": 99}');
  await refused(["--lock", "bad.json"], "[lock-version-unsupported:");
});

test("a plan that cannot be read is refused, and one of no stack, or a second one, is a mistake in usage", async () => {
  await refused(["--plan", "prod=none.json"], "[plan-unreadable:");
  await refused(["--plan", "prdo=plans/prod.json"], 'there is no stack "prdo"; did you mean "prod"?', 2);
  await refused(["--plan", "plans/prod.json"], "is of one stack, and there are 2", 2);
  await refused(["prod", "--plan", "dev=plans/dev.json"], "of a stack that is not checked", 2);
  await refused(["--plan", "prod=plans/prod.json", "--plan", "prod=plans/dev.json"], "prod has two plans", 2);
  await refused(["--plan", "prod=plans/prod.json", "--plan-dir", "plans"], "prod has two plans", 2);
  await refused(["--plan-dir", "nowhere"], "--plan-dir nowhere is no folder that can be read (ENOENT)", 2);
  project.write("plans/prd.json", "{}");
  await refused(PLANS, 'plans has prd.json: there is no stack "prd"; did you mean "prod"?', 2);
});

test.each<[readonly string[], string]>([
  [["--output", "check.html"], "--output takes FORMAT=FILE"],
  [["--output", "markdwon=x"], 'did you mean "markdown"?'],
  [["--output", "json="], "names no file"],
  [["--output", "sarif=check.md"], "names check.md twice"],
  [["--output", "sarif=./plans/../check.md"], "twice"],
  [["--format", "html"], "--format is one of text, markdown, json, sarif, junit"],
  [["--fail-on", "error"], "--fail-on is one of fail, warn, info, never"],
  [["--mirror", "x"], "--mirror is for --feed"],
  [["--key", "x"], "--key is for --feed"],
  [["--planned"], "there is no option --planned"],
])("a mistake in usage is told with a hint, and nothing is written: %j", async (args, message) => {
  await refused(args, message, 2);
});

test("a file that a report is for is none that the check reads, under whatever name", async () => {
  fs.symlinkSync("plans/prod.json", project.path("link.json"));
  project.write("flatcar-check.json", {});
  project.write("flatcar.lock.json", { lockVersion: 1, releases: {} });
  const inputs = ["plans/prod.json", "link.json", "cdktf.out/stacks/prod/cdk.tf.json", "base/stacks/dev/cdk.tf.json", "flatcar-check.json"];
  for (const file of [...inputs, "flatcar.lock.json"]) await refused([...PLANS, "--output", `text=${file}`], "which the check reads", 2);
});

test("where a report cannot be written none is, those before it too", async () => {
  await refused([...PLANS, "--output", "sarif=nowhere/check.sarif"], /"ENOENT".*\[file-not-writable:/);
  await refused([...PLANS, "--output", "sarif=plans"], /"EISDIR".*\[file-not-writable:/);
  await refused([...PLANS, "--output", "sarif=/dev/null"], /"no regular file".*\[file-not-writable:/);
  await refused([...PLANS, "--output", "sarif=/proc/self/check.sarif"], "[file-not-writable:");
});

test("an address that is none is refused before anything is written", async () => {
  await refused([...PLANS, "--run-url", "javascript:alert(1)"], "[report-run-url-invalid:");
});

test("a feed that cannot be reached is refused", async () => {
  await refused([...PLANS, "--feed", "--mirror", "nowhere"], /\[[a-z-]+: docs\/errors\.md#[a-z-]+\]/);
});

test("a name with a line feed does not break the line", async () => {
  await refused(["--config", "a\nb.json"], "a\\nb.json: ");
});

function stackOfVersion(version: number): string {
  const { stack } = recording("hetzner/config-replace");
  const json = JSON.parse(JSON.stringify(stack));
  json["//"].flatcar.version = version;
  return JSON.stringify(json);
}
