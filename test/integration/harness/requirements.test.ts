import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { exec, type ExecResult } from "./exec";
import { Workspace } from "./workspace";

const VITEST = path.resolve(__dirname, "../../../node_modules/vitest/vitest.mjs");

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { fullName: string; status: string; failureMessages: readonly string[] }[];
  }[];
}

async function runFixture(ci: string): Promise<ExecResult & { tests: Report["testResults"][number]["assertionResults"] }> {
  const env = { ...process.env, CI: ci, TERRAFORM_BINARY_NAME: "no-such-terraform" };
  const file = Workspace.forTest().path("report.json");
  const reporters = ["--reporter", "default", "--reporter", "json", `--outputFile.json=${file}`];
  const args = [VITEST, "run", "--root", path.join(__dirname, "fixtures/requires"), ...reporters];
  const result = await exec(process.execPath, args, { env, allowedExitCodes: [0, 1] });
  const report = JSON.parse(fs.readFileSync(file, "utf8")) as Report;
  return { ...result, tests: report.testResults[0].assertionResults };
}

test("a suite is skipped with what it needs and how to get it where that is missing", async () => {
  const { exitCode, tests, output } = await runFixture("");
  const needs = "needs terraform: no-such-terraform is not on PATH; install Terraform >= 1.5 or OpenTofu >= 1.6";
  expect(exitCode).toBe(0);
  expect(tests.map((t) => [t.fullName, t.status])).toEqual([
    [`a suite that needs Terraform (${needs}) uses it`, "skipped"],
    ["a suite that needs nothing runs", "passed"],
  ]);
  expect(output).toContain(`skipped: a suite that needs Terraform: ${needs}`);
});

test("the same suite fails where CI is set", async () => {
  const { exitCode, tests } = await runFixture("1");
  expect(exitCode).toBe(1);
  expect(tests.map((t) => [t.fullName, t.status])).toEqual([
    ["a suite that needs Terraform has what it needs", "failed"],
    ["a suite that needs nothing runs", "passed"],
  ]);
  expect(tests[0].failureMessages[0]).toContain("needs terraform: no-such-terraform is not on PATH");
  expect(tests[0].failureMessages[0]).toContain("a missing requirement fails because CI is set");
});
