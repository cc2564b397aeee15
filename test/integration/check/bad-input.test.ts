import * as fs from "fs";
import * as path from "path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { CheckProject } from "../../cli/check-project";
import { PROJECT, build, filesBelow, run } from "../../support/project";
import { requires } from "../harness";

const PROGRAM = path.join(PROJECT, "dist", "lib", "cli", "cdktf-flatcar.js");
const REPORTS = ["text", "markdown", "json", "sarif", "junit"].flatMap((format) => ["--output", `${format}=reports/check.${format}`]);
const PLANS = ["--plan-dir", "plans", "--base", "base", "--lock", "flatcar.lock.json", "--config", "flatcar-check.json"];

beforeAll(build, 120_000);
let project: CheckProject;
beforeEach(() => {
  project = new CheckProject({ dev: "libvirt/nothing", prod: "hetzner/config-replace" });
  project.write("flatcar.lock.json", { lockVersion: 1, releases: {} });
  project.write("flatcar-check.json", {});
  for (const format of ["text", "markdown"]) project.write(`reports/check.${format}`, "old");
});
afterEach(() => project.remove());

const check = (args: readonly string[]) => run(process.execPath, [PROGRAM, "check", ...args], { cwd: project.folder });
const contents = () => filesBelow(project.folder).map((file) => [file, fs.readFileSync(project.path(file), "latin1")]);

test("with good input the program writes every report", () => {
  const { status, stdout, stderr } = check([...PLANS, ...REPORTS]);
  expect([status, stderr]).toEqual([1, ""]);
  expect(project.read("reports/check.text")).toBe(stdout);
  expect(filesBelow(project.path("reports"))).toEqual(["json", "junit", "markdown", "sarif", "text"].map((format) => `check.${format}`));
});

test.each<[string, string, (plan: string) => string | Buffer]>([
  ["a truncated plan", "plan-truncated", (plan) => plan.slice(0, plan.length / 2)],
  ["a binary plan", "plan-binary", () => Buffer.from("PK\x03\x04\x14\0\x08\0\x08\0")],
  ["a plan of another stack", "plan-other-stack", () => project.read("plans/dev.json")],
  ["a plan that is older than the synth", "plan-outdated", (plan) => plan.replace(/"constant_value":"cx23"/g, '"constant_value":"cx33"')],
  ["JSON that is no plan", "plan-none", () => '{"resources": []}'],
])("%s ends with 2 and one line, and no report is written", (_, code, made) => {
  project.write("plans/prod.json", made(project.read("plans/prod.json")));
  const before = contents();
  const { status, stdout, stderr } = check([...PLANS, ...REPORTS]);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(new RegExp(`^.*"?plans/prod\\.json"?.*\\[${code}: docs/errors\\.md#${code}\\]\\n$`));
  expect(contents()).toEqual(before);
});

test.each<[string, string, () => void, readonly string[]]>([
  [
    "a manifest of a newer version",
    "manifest-version",
    () => project.write("cdktf.out/stacks/dev/cdk.tf.json", { "//": { flatcar: { version: 99, pools: {} } } }),
    [],
  ],
  ["a missing synth folder", "synth-missing", () => undefined, ["--synth", "nowhere"]],
  ["settings that are not JSON", "check-config-not-json", () => project.write("flatcar-check.json", "{"), []],
  ["a misspelt setting", "check-config-invalid", () => project.write("flatcar-check.json", { severity: {} }), []],
  ["a lock that is not JSON", "lock-not-json", () => project.write("flatcar.lock.json", "}"), []],
])("%s ends with 2 and one line, and no report is written", (_, code, spoil, more) => {
  spoil();
  const before = contents();
  const { status, stdout, stderr } = check([...PLANS, ...REPORTS, ...more]);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(new RegExp(`^.*\\[${code}: docs/errors\\.md#${code}\\]\\n$`));
  expect(contents()).toEqual(before);
});

test("a report that there is no room for is not written by half, and neither are the others", () => {
  const before = contents();
  const args = ["check", ...PLANS, ...REPORTS];
  // A limit to the size of files stands for the full disk: the writing fails in its middle.
  const limit = 'trap "" XFSZ; ulimit -f 4; exec "$0" "$@"';
  const { status, stdout, stderr } = run("bash", ["-c", limit, process.execPath, PROGRAM, ...args], { cwd: project.folder });
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^.*"EFBIG".*\[file-not-writable: docs\/errors\.md#file-not-writable\]\n$/);
  expect(contents()).toEqual(before);
});

requires("root")("a folder of another disk", () => {
  test("that is read-only keeps every report as it was", () => {
    const before = contents();
    const script = `
      set -eu
      mount -n --bind reports reports
      mount -n -o remount,bind,ro reports
      exec "$@"`;
    const command = [
      "--mount",
      "sh",
      "-c",
      script,
      "sh",
      process.execPath,
      PROGRAM,
      "check",
      ...PLANS,
      "--output",
      "json=new.json",
      ...REPORTS,
    ];
    const { status, stdout, stderr } = run("unshare", command, { cwd: project.folder });
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^.*"EROFS".*\[file-not-writable:.*\n$/);
    expect(contents()).toEqual(before);
  });

  test("where a report cannot take its place, those before it are taken back", () => {
    const before = contents();
    // What something is mounted on cannot be replaced, which is seen only when that is tried.
    const script = `
      set -eu
      mount -n --bind reports/check.markdown reports/check.markdown
      exec "$@"`;
    const command = ["--mount", "sh", "-c", script, "sh", process.execPath, PROGRAM, "check", ...PLANS, ...REPORTS];
    const { status, stdout, stderr } = run("unshare", command, { cwd: project.folder });
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^.*"EBUSY".*\[file-not-writable:.*\n$/);
    expect(contents()).toEqual(before);
  });
});
