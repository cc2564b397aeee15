import * as fs from "fs";
import * as path from "path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { bin } from "../../package.json";
import { codeBlocks } from "../support/markdown";
import { PROJECT, build, run, scratch } from "../support/project";

interface Step {
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: { readonly [name: string]: string };
  readonly with?: { readonly [name: string]: string | boolean | number };
}

interface Job {
  readonly name?: string;
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly permissions?: object;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly permissions: object;
  readonly jobs: { readonly [name: string]: Job };
}

interface Action {
  readonly inputs: { readonly [name: string]: { readonly description: string; readonly default: string } };
  readonly runs: { readonly steps: readonly Step[] };
}

interface GitlabJob {
  readonly rules: readonly { readonly if: string }[];
  readonly script: readonly string[];
  readonly artifacts: { readonly paths: readonly string[]; readonly reports?: object };
}

const read = (file: string): string => fs.readFileSync(path.join(PROJECT, file), "utf8");
const workflow = parse(read(".github/workflows/plan-checks.yml")) as Workflow;
const action = parse(read(".github/actions/plan-check/action.yml")) as Action;
const gitlab = codeBlocks(read("docs/pull-requests.md"))
  .filter(({ language }) => language === "yaml")
  .map(({ text }) => parse(text) as { readonly [job: string]: GitlabJob })[0];

const PROGRAM = path.join(PROJECT, bin["cdktf-flatcar"]);
const SAME_REPOSITORY = "github.event.pull_request.head.repo.full_name == github.repository";

const step = (steps: readonly Step[], name: string): Step => {
  const found = steps.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no step ${name}`);
  return found;
};

/** A checkout after synthesis, with what a recorded change has: a stack t, its base and its plan. */
function writeProject(folder: string, recording: { readonly stack: object; readonly base: object; readonly plan: object }): void {
  const stack = (root: string, json: object): void => {
    const at = path.join(folder, root, "stacks", "t");
    fs.mkdirSync(at, { recursive: true });
    fs.writeFileSync(path.join(at, "cdk.tf.json"), JSON.stringify(json));
    fs.writeFileSync(path.join(folder, root, "manifest.json"), JSON.stringify({ stacks: { t: {}, "other stack": {} } }));
  };
  stack("cdktf.out", recording.stack);
  stack("base/cdktf.out", recording.base);
  fs.mkdirSync(path.join(folder, "plans"));
  fs.writeFileSync(path.join(folder, "plans", "t.json"), JSON.stringify(recording.plan));
}

const REPLACING = JSON.parse(read("test/vectors/plans/hetzner/config-replace.json"));
const NOTHING = JSON.parse(read("test/vectors/plans/hetzner/nothing.json"));

let folder: string;
beforeAll(build, 120_000);
beforeEach(() => {
  folder = path.join(scratch(), "a checkout");
  fs.mkdirSync(path.join(folder, "bin"), { recursive: true });
  // What `npx cdktf-flatcar` finds.
  fs.writeFileSync(path.join(folder, "bin", "npx"), `#!/bin/bash\nshift\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`, { mode: 0o755 });
});
afterEach(() => fs.rmSync(path.dirname(folder), { recursive: true }));

/** Runs a script as a runner does. */
function asRunner(script: string, env: { readonly [name: string]: string }) {
  const files = {
    GITHUB_OUTPUT: path.join(folder, "output"),
    GITHUB_STEP_SUMMARY: path.join(folder, "summary"),
    RUNNER_TEMP: path.join(folder, "temp"),
  };
  fs.mkdirSync(files.RUNNER_TEMP, { recursive: true });
  const all = { ...files, PATH: `${path.join(folder, "bin")}:${process.env.PATH}`, HOME: folder, GITLAB_TOKEN: undefined, ...env };
  const { status, stdout, stderr } = run("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], { cwd: folder, env: all });
  const textOf = (file: string): string => (fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "");
  return { status, stdout, stderr, output: textOf(files.GITHUB_OUTPUT), summary: textOf(files.GITHUB_STEP_SUMMARY) };
}

describe("the composite action", () => {
  const check = step(action.runs.steps, "Check");
  const env = (more: { readonly [name: string]: string } = {}) => ({
    ...{ SYNTH: "cdktf.out", PLANS: "plans", BASE: "base/cdktf.out", FAIL_ON: "fail", COMMAND: "npx cdktf-flatcar" },
    ...{ OUT: path.join(folder, "out"), RUN_URL: "https://github.com/acme/site/actions/runs/1", ...more },
  });

  test("writes the report in three forms, puts it into the summary, and keeps the verdict for its last step", () => {
    writeProject(folder, REPLACING);
    const { status, output, summary } = asRunner(check.run ?? "", env());
    expect(status).toBe(0);
    expect(output).toBe(`code=1\nreport=${path.join(folder, "out", "check.json")}\n`);
    expect(summary).toBe(fs.readFileSync(path.join(folder, "out", "check.md"), "utf8"));
    expect(summary).toMatch(/^<!-- /);
    for (const file of ["check.json", "check.sarif"]) JSON.parse(fs.readFileSync(path.join(folder, "out", file), "utf8"));
    expect(asRunner(step(action.runs.steps, "Verdict").run ?? "", { CODE: "1" }).status).toBe(1);
  });

  test("passes where nothing happens, and where it is told to", () => {
    writeProject(folder, NOTHING);
    expect(asRunner(check.run ?? "", env({ FAIL_ON: "never" })).output).toMatch(/^code=0\n/);
  });

  test("works without plans and without a base, as in a run for a fork", () => {
    writeProject(folder, REPLACING);
    for (const gone of ["plans", "base"]) fs.rmSync(path.join(folder, gone), { recursive: true });
    const { status, summary } = asRunner(check.run ?? "", env());
    expect(status).toBe(0);
    expect(summary).toMatch(/needs a plan/);
  });

  test("fails at once where input cannot be used, and leaves nothing that looks like a report", () => {
    writeProject(folder, REPLACING);
    fs.writeFileSync(path.join(folder, "plans", "t.json"), "{");
    const { status, summary } = asRunner(check.run ?? "", env());
    expect({ status, summary }).toEqual({ status: 2, summary: "" });
    expect(fs.readdirSync(path.join(folder, "out"))).toEqual([]);
  });

  test("comments, and uploads findings, only where the token may", () => {
    for (const name of ["Comment", "Upload findings"]) {
      expect(step(action.runs.steps, name).if).toContain(SAME_REPOSITORY);
      expect(step(action.runs.steps, name).if).toContain("github.actor != 'dependabot[bot]'");
    }
  });

  test("hands nothing that others may write to a shell but as a variable", () => {
    for (const { run: script = "" } of [...action.runs.steps, ...Object.values(workflow.jobs).flatMap(({ steps }) => steps)]) {
      expect(script).not.toContain("${{");
      expect(run("bash", ["-n", "-c", script])).toMatchObject({ status: 0, stderr: "" });
    }
  });

  test("tells of every input what it is, and has a default for each", () => {
    for (const input of Object.values(action.inputs)) {
      expect(input.description.length).toBeGreaterThan(20);
      expect(input.default).toBeDefined();
    }
  });
});

describe("the workflow", () => {
  const { synth, plan, check } = workflow.jobs;

  test("gives no job a right that it does not need, and takes actions of a named major version", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    expect([synth.permissions, plan.permissions]).toEqual([undefined, undefined]);
    expect(check.permissions).toEqual({ contents: "read", "pull-requests": "write", "security-events": "write" });
    const actions = Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses])));
    for (const uses of actions) expect(uses).toMatch(/^(actions|hashicorp)\/[\w-]+@v\d+$|^\.\/\.github\/actions\/plan-check$/);
  });

  test("plans nothing for forks, and hands secrets to the job that plans alone", () => {
    expect(plan.if).toContain(SAME_REPOSITORY);
    for (const job of [synth, check]) expect(JSON.stringify(job)).not.toContain("secrets.");
  });

  test("its last job has a name of its own, is never skipped, and fails where another one did", () => {
    expect(check.name).toBe("Flatcar plan checks");
    expect(check.needs).toEqual(["synth", "plan"]);
    expect(check.if).toBe("${{ !cancelled() }}");
    for (const name of ["Fail where synthesis did", "Fail where planning did"]) {
      expect(asRunner(step(check.steps, name).run ?? "", {})).toMatchObject({
        status: 1,
        stdout: expect.stringMatching(/^::error::/) as string,
      });
    }
  });

  test("finds the stacks that were synthesised", () => {
    writeProject(folder, NOTHING);
    const { status, output } = asRunner(step(synth.steps, "Name the stacks").run ?? "", {});
    expect({ status, output }).toEqual({ status: 0, output: 'stacks=["t","other stack"]\n' });
  });

  test("keeps of a plan the extract alone", () => {
    writeProject(folder, REPLACING);
    const shown = path.join(folder, "shown.json");
    fs.renameSync(path.join(folder, "plans", "t.json"), shown);
    const terraform = `#!/bin/bash\nif [ "$2" = show ]; then cat "${shown}"; fi\n`;
    fs.writeFileSync(path.join(folder, "bin", "terraform"), terraform, { mode: 0o755 });
    const script = (step(plan.steps, "Plan").run ?? "").replaceAll("dist/lib/cli/cdktf-flatcar.js", `"${PROGRAM}"`);
    expect(asRunner(script, { STACK: "t" })).toMatchObject({ status: 0 });
    expect(fs.readdirSync(path.join(folder, "plans"))).toEqual(["t.json"]);
    expect(fs.readFileSync(path.join(folder, "plans", "t.json"), "utf8")).toMatch(/^\{"flatcar_plan":1,"stack":"t"/);
    expect(step(plan.steps, "Plan").run).not.toMatch(/-out="?plans/);
    const kept = plan.steps.filter(({ uses }) => uses?.startsWith("actions/upload-artifact@") === true).map((each) => each.with?.path);
    expect(kept).toEqual(["plans"]);
  });
});

describe("GitLab's pipeline", () => {
  const script = (job: string): string => gitlab[job].script.filter((line) => !line.startsWith("npm ")).join("\n");
  const job = {
    GITLAB_CI: "true",
    CI_API_V4_URL: "",
    CI_MERGE_REQUEST_PROJECT_ID: "acme/site",
    CI_MERGE_REQUEST_IID: "7",
    CI_PIPELINE_URL: "https://x/1",
  };

  test("writes what GitLab shows, and ends with the verdict", () => {
    writeProject(folder, REPLACING);
    const { status } = asRunner(script("flatcar-plan-checks"), job);
    expect(status).toBe(1);
    for (const file of ["check.md", "check.xml", "check.sarif"])
      expect(fs.readFileSync(path.join(folder, file), "utf8").length).toBeGreaterThan(100);
  });

  test("plans nothing for forks", () => {
    expect(gitlab.plan.rules[0].if).toContain("$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_MERGE_REQUEST_PROJECT_ID");
  });

  test("every line of it is one of bash", () => {
    for (const { script: lines = [] } of Object.values(gitlab)) {
      for (const line of lines) expect(run("bash", ["-n", "-c", line])).toMatchObject({ status: 0, stderr: "" });
    }
  });
});
