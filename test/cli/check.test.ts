import { afterAll, beforeAll, expect, test } from "vitest";
import { RULES } from "../../lib/check/rules";
import { Fault, ReleaseServer } from "../emulators/release";
import { CheckProject } from "./check-project";

let project: CheckProject;
beforeAll(() => {
  project = new CheckProject({ dev: "libvirt/nothing", prod: "hetzner/config-replace" });
});
afterAll(() => project.remove());

const ALL = ["--plan-dir", "plans", "--base", "base"];
const NOW = { now: new Date("2026-09-01T12:00:00Z") };
/** What is read of a report here; all of it is in its schema. */
interface Report {
  readonly stacks: readonly { readonly name: string; readonly file: string; readonly hasPlan: boolean; readonly hasBase: boolean }[];
  readonly findings: readonly { readonly rule: string }[];
  readonly overridden: readonly object[];
  readonly notRun: readonly { readonly needs: readonly string[] }[];
}
const json = async (...args: string[]) => {
  const { code, stdout, stderr } = await project.check([...args, "--format", "json"], NOW);
  return { code, stderr, report: JSON.parse(stdout) as Report };
};
const rulesOf = (report: Report): string[] => report.findings.map(({ rule }) => rule);

test("without plans and a base every stack is checked by itself, and what was not asked is said", async () => {
  const { code, stdout, stderr } = await project.check(["--fail-on", "never"], NOW);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^[A-Z]+: .*rules not run/);
  expect(stdout).toContain("Not run\n");
  expect(stdout).toContain("needs a plan (--plan STACK=FILE)");
  expect(stdout).toContain("FC001");
});

test("with a plan it says what happens to the machines, and ends with 1 where that is a failure", async () => {
  const { code, report } = await json("prod", ...ALL);
  expect(code).toBe(1);
  expect(rulesOf(report)).toContain("FC001");
  expect(report.stacks).toHaveLength(1);
  expect(report.stacks[0]).toMatchObject({ name: "prod", file: "cdktf.out/stacks/prod/cdk.tf.json", hasPlan: true, hasBase: true });
  expect(report.notRun.flatMap(({ needs }) => needs)).not.toContain("plan");
});

test("a change that does nothing to machines is fine", async () => {
  const { code, stderr } = await project.check(["dev", ...ALL], NOW);
  expect([code, stderr]).toEqual([0, ""]);
});

test.each([
  ["never", 0],
  ["fail", 1],
  ["warn", 1],
  ["info", 1],
])("--fail-on %s ends with %d for a failure", async (failOn, code) => {
  expect((await project.check(["prod", ...ALL, "--fail-on", failOn], NOW)).code).toBe(code);
});

test("what is less than --fail-on is told, and fine", async () => {
  project.write("warn.json", { severities: Object.fromEntries(RULES.map(({ id }) => [id, "warn"])) });
  const args = ["prod", ...ALL, "--config", "warn.json"];
  const codes = await Promise.all(
    ["fail", "warn", "info"].map(async (each) => (await project.check([...args, "--fail-on", each], NOW)).code),
  );
  expect(codes).toEqual([0, 1, 1]);
  project.write("info.json", { severities: Object.fromEntries(RULES.map(({ id }) => [id, "info"])) });
  const infos = ["prod", ...ALL, "--config", "info.json"];
  expect((await project.check([...infos, "--fail-on", "warn"], NOW)).code).toBe(0);
  expect((await project.check([...infos, "--fail-on", "info"], NOW)).code).toBe(1);
});

test("a plan may be named for its stack, or alone where one stack is checked", async () => {
  const named = await json("--plan", "prod=plans/prod.json", "--plan", "dev=plans/dev.json");
  expect(named.report.stacks.map(({ hasPlan }) => hasPlan)).toEqual([true, true]);
  const one = await json("prod", "--plan", "plans/prod.json");
  expect(one.report.stacks.map(({ name, hasPlan }) => [name, hasPlan])).toEqual([["prod", true]]);
});

test("a stack that the base branch does not have is new, and no error", async () => {
  const { report } = await json("--base", "base-of-prod");
  expect(report.stacks.map(({ hasBase }) => hasBase)).toEqual([true, true]);
});
beforeAll(() => project.write("base-of-prod/stacks/prod/cdk.tf.json", {}));

test("reports go to files of every format, and to standard output", async () => {
  const outputs = ["text", "markdown", "json", "sarif", "junit"].flatMap((format) => ["--output", `${format}=out/${format}`]);
  project.write("out/markdown", "old");
  const url = "https://ci.example.com/run/7";
  const { stdout } = await project.check(["prod", ...ALL, ...outputs, "--format", "json", "--run-url", url, "--color=always"], NOW);
  expect(project.read("out/json")).toBe(stdout);
  expect(project.read("out/markdown")).toMatch(/^<!-- /);
  expect(project.read("out/markdown")).toContain(url);
  expect(JSON.parse(project.read("out/sarif")).version).toBe("2.1.0");
  expect(project.read("out/junit")).toContain("<testsuite");
  expect(project.read("out/text")).toMatch(/^FAIL: /);
});

test("colours are for a terminal, and for nobody else unless he asks", async () => {
  const coloured = async (args: string[], isTTY: boolean, env = {}) =>
    (await project.check(["prod", ...ALL, ...args], { ...NOW, isTTY, env })).stdout.includes("\x1b[");
  expect(await coloured([], false)).toBe(false);
  expect(await coloured([], true)).toBe(true);
  expect(await coloured([], true, { NO_COLOR: "1" })).toBe(false);
  expect(await coloured(["--color"], false)).toBe(true);
  expect(await coloured(["--color", "--format", "markdown"], true)).toBe(false);
});

test("the settings that are there are read without being named, and what they accept is no finding", async () => {
  const override = { rule: "FC001", stack: "prod", pool: "t/web", reason: "planned", approver: "ops", expires: "2026-09-01" };
  project.write("flatcar-check.json", { overrides: [override] });
  try {
    const { report } = await json("prod", ...ALL);
    expect(rulesOf(report)).not.toContain("FC001");
    expect(report.overridden).toMatchObject([{ finding: { rule: "FC001" }, override }]);
    const later = await project.check(["prod", ...ALL], { now: new Date("2026-09-02T00:00:00Z") });
    expect(later.stdout).toContain("the override of FC001 prod t/web expired on 2026-09-01");
    // Of a stack that is not checked nothing is told.
    expect((await project.check(["dev"], NOW)).stdout).not.toContain("FC000");
  } finally {
    project.write("flatcar-check.json", {});
  }
});

test("the lock that is there is read without being named", async () => {
  const needing = async (...args: string[]) => (await json("prod", ...args)).report.notRun.flatMap(({ needs }) => needs).includes("lock");
  expect(await needing()).toBe(true);
  project.write("ci/lock.json", { lockVersion: 1, releases: {} });
  expect(await needing("--lock", "ci/lock.json")).toBe(false);
  project.write("flatcar.lock.json", { lockVersion: 1, releases: {} });
  expect(await needing()).toBe(false);
});

test("what Flatcar has published is asked for where that is wanted, and its failure is an input that cannot be used", async () => {
  const server = await ReleaseServer.start();
  try {
    server.publish({ channel: "stable", version: "4593.2.5", date: "2026-08-13" });
    const feed = ["--feed", "--mirror", server.url, "--key", server.keyFile];
    const { report, stderr } = await json("prod", "--fail-on", "never", ...feed);
    expect(stderr).toBe("");
    expect(report.notRun.flatMap(({ needs }) => needs)).not.toContain("feed");
    expect(server.requests.length).toBeGreaterThan(0);
    server.fault(/releases-stable/, Fault.status(404));
    const failed = await project.check(["prod", ...feed, "--output", "json=feed.json"], NOW);
    expect([failed.code, failed.stdout, project.exists("feed.json")]).toEqual([2, "", false]);
    expect(failed.stderr.split("\n")).toHaveLength(2);
  } finally {
    await server.close();
  }
});

test("of stacks with plans of their own, some may have none", async () => {
  project.write("some/prod.json", project.read("plans/prod.json"));
  project.write("some/notes.txt", "x");
  const { report } = await json("--plan-dir", "some", "--fail-on", "never");
  expect(report.stacks.map(({ name, hasPlan }) => [name, hasPlan])).toEqual([
    ["dev", false],
    ["prod", true],
  ]);
  // A plan of a stack that is not asked for is passed over.
  expect((await json("dev", "--plan-dir", "some")).report.stacks).toHaveLength(1);
});

test("a rule is explained, in small letters too, and an unknown one is a mistake", async () => {
  const { code, stdout } = await project.check(["--explain", "fc001"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^FC001 .+\n\nSeverity\n {2}.+\n\nNeeds\n {2}A plan.*\n\nWhy it matters\n {2}/);
  expect(stdout).toContain("What comes close and does not");
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(102);
  expect((await project.check(["--explain", "FC000"])).stdout).toContain("what the check rests on");
  const wrong = await project.check(["--explain", "FC0O1"]);
  expect([wrong.code, wrong.stdout]).toEqual([2, ""]);
  expect(wrong.stderr).toContain('there is no rule "FC0O1"; did you mean "FC001"?');
});
