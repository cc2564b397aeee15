import * as fs from "fs";
import * as path from "path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import { codeBlocks } from "../support/markdown";
import { PROJECT, run, runFine, scratch } from "../support/project";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: { readonly [name: string]: string };
}

interface Workflow {
  readonly on: { readonly schedule: readonly { readonly cron: string }[] };
  readonly permissions: object;
  readonly jobs: { readonly [name: string]: { readonly permissions?: object; readonly steps: readonly Step[] } };
}

interface Pipeline {
  readonly [job: string]: { readonly rules: readonly object[]; readonly script: readonly string[] };
}

const blocks = codeBlocks(fs.readFileSync(path.join(PROJECT, "docs/releases.md"), "utf8")).filter(({ language }) => language === "yaml");
const [githubText, gitlabText] = blocks.map(({ text }) => text);
const github = parse(githubText) as Workflow;
const gitlab = parse(gitlabText) as Pipeline;
const steps = Object.values(github.jobs).flatMap((job) => job.steps);
const pullRequest = github.jobs.update.steps.at(-1)?.run ?? "";

let folder: string;
let checkout: string;

/** A repository as the runner has it: a checkout of one commit, and what it is pushed to. */
beforeEach(() => {
  folder = scratch();
  const origin = path.join(folder, "origin.git");
  checkout = path.join(folder, "checkout");
  runFine("git", ["init", "--quiet", "--bare", "--initial-branch=main", origin]);
  runFine("git", ["init", "--quiet", "--initial-branch=main", checkout]);
  for (const file of ["flatcar.lock.json", "other.txt"]) fs.writeFileSync(path.join(checkout, file), "old\n");
  git("add", ".");
  git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "--quiet", "--message", "one");
  git("remote", "add", "origin", origin);
  git("push", "--quiet", "origin", "main");
  fs.mkdirSync(path.join(folder, "bin"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const git = (...args: string[]): string => runFine("git", args, { cwd: checkout });

/** Runs a script as GitHub does, with a `gh` that tells how it was called. @param open how many pull requests there are */
function asRunner(script: string, open: number): { readonly status: number | null; readonly calls: string } {
  const calls = path.join(folder, "calls");
  const gh = `#!/bin/bash\nprintf '%s\\n' "gh $*" >>"${calls}"\nif [ "$2" = list ]; then echo ${open}; fi\n`;
  fs.writeFileSync(path.join(folder, "bin", "gh"), gh, { mode: 0o755 });
  fs.writeFileSync(path.join(folder, "changes.md"), "changes\n");
  const env = { PATH: `${path.join(folder, "bin")}:${process.env.PATH}`, RUNNER_TEMP: folder, HOME: folder };
  const { status } = run("bash", ["-e", "-c", script], { cwd: checkout, env });
  return { status, calls: fs.existsSync(calls) ? fs.readFileSync(calls, "utf8") : "" };
}

test("GitHub's workflow runs on a schedule, with no right that a job does not need, no secret, and actions of a named major version", () => {
  expect(github.on.schedule[0].cron).toMatch(/^\d+ \d+ \* \* \S+$/);
  expect(github.permissions).toEqual({ contents: "read" });
  expect(github.jobs.update.permissions).toEqual({ contents: "write", "pull-requests": "write" });
  expect(github.jobs.check.permissions).toBeUndefined();
  const actions = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
  expect(actions.length).toBe(4);
  for (const action of actions) expect(action).toMatch(/^actions\/[\w-]+@v\d+$/);
  expect(githubText).not.toMatch(/secrets\./);
});

test.each(steps.flatMap(({ run: script }) => (script === undefined ? [] : [script])))("bash reads %j", (script) => {
  expect(run("bash", ["-n", "-c", script])).toMatchObject({ status: 0, stderr: "" });
});

test("where the lock is as it was, nothing is pushed and nothing opened", () => {
  fs.writeFileSync(path.join(checkout, "other.txt"), "new\n");
  expect(asRunner(pullRequest, 0)).toEqual({ status: 0, calls: "" });
  expect(git("ls-remote", "origin")).not.toContain("flatcar-releases");
});

test("a changed lock, and nothing else, becomes a branch and a pull request with the changes in its text", () => {
  for (const file of ["flatcar.lock.json", "other.txt"]) fs.writeFileSync(path.join(checkout, file), "new\n");
  const { status, calls } = asRunner(pullRequest, 0);
  expect(status).toBe(0);
  expect(calls).toContain(`gh pr create --head flatcar-releases --title Update Flatcar --body-file ${folder}/changes.md\n`);
  git("fetch", "--quiet", "origin");
  expect(git("diff", "--name-only", "origin/main", "origin/flatcar-releases").trim()).toBe("flatcar.lock.json");
  expect(git("show", "origin/flatcar-releases:flatcar.lock.json")).toBe("new\n");
});

test("the next release takes the place of the last one in the pull request that is open", () => {
  fs.writeFileSync(path.join(checkout, "flatcar.lock.json"), "new\n");
  asRunner(pullRequest, 0);
  // The next run has a fresh checkout of main.
  git("switch", "--quiet", "main");
  git("branch", "--quiet", "-D", "flatcar-releases");
  fs.writeFileSync(path.join(checkout, "flatcar.lock.json"), "newer\n");
  const { status, calls } = asRunner(pullRequest, 1);
  expect(status).toBe(0);
  expect(calls.trim().split("\n").at(-1)).toBe(`gh pr edit flatcar-releases --body-file ${folder}/changes.md`);
  git("fetch", "--quiet", "origin");
  expect(git("show", "origin/flatcar-releases:flatcar.lock.json")).toBe("newer\n");
  expect(git("rev-list", "--count", "origin/main..origin/flatcar-releases").trim()).toBe("1");
});

test("GitLab's job runs on a schedule, and does the same by its API, whose text may have more than one line", () => {
  const { rules, script } = gitlab["flatcar-releases"];
  expect(rules).toEqual([{ if: '$CI_PIPELINE_SOURCE == "schedule"' }]);
  for (const line of script) expect(run("bash", ["-n", "-c", line])).toMatchObject({ status: 0, stderr: "" });
  expect(script.at(-1)).toContain("--data-urlencode");
  fs.writeFileSync(path.join(checkout, "flatcar.lock.json"), "new\n");
  const [ending, commit] = ["git diff", "git -c"].map((start) => script.find((line) => line.includes(start)) ?? "");
  expect(asRunner(`${ending}\n${commit}`, 0).status).toBe(0);
  expect(git("show", "--stat", "--format=%s", "HEAD")).toMatch(/^Update Flatcar\n+ flatcar\.lock\.json/);
  expect(asRunner(`${ending}\nexit 7`, 0).status).toBe(0);
});
