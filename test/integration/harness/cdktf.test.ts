import * as fs from "fs";
import * as path from "path";
import { beforeAll, expect, test } from "vitest";
import { CdktfRun } from "./cdktf";
import { requires } from "./requirements";
import { TerraformRun } from "./terraform";
import { Workspace } from "./workspace";

requires("terraform", "cdktf")("cdktf in a project", () => {
  const workspace = Workspace.forSuite();
  const variables = { greeting: "hello $HOME" };

  beforeAll(() => {
    fs.cpSync(path.join(__dirname, "fixtures/cdktf-app"), workspace.directory, { recursive: true });
    fs.symlinkSync(path.resolve(__dirname, "../../../node_modules"), workspace.path("node_modules"));
  });

  test("deploys, plans nothing after it, and destroys", async () => {
    const run = new CdktfRun({ directory: workspace.directory, variables });
    await run.deploy("dev");
    const stack = new TerraformRun({ directory: run.stackDirectory("dev"), variables });
    expect(await stack.outputs()).toEqual({ said: "hello $HOME" });
    expect(fs.existsSync(workspace.path(".state/dev.tfstate"))).toBe(true);

    expect((await run.diff("dev")).output).toContain("No changes.");
    const other = new CdktfRun({ directory: workspace.directory, variables: { greeting: "bye" } });
    expect((await other.diff("dev")).output).toMatch(/terraform_data\.data \(data\) will be updated in-place/);

    await run.destroy("dev");
    expect(await stack.resources()).toEqual([]);
  });

  test("rejects with what the CLI said when a stack does not exist", async () => {
    const run = new CdktfRun({ directory: workspace.directory, variables });
    await expect(run.deploy("prod")).rejects.toThrow("prod");
  });

  test("synthesises where it is told to", async () => {
    const run = new CdktfRun({ directory: workspace.directory, output: "elsewhere" });
    await run.synth();
    expect(fs.existsSync(path.join(run.stackDirectory("dev"), "cdk.tf.json"))).toBe(true);
    expect(run.stackDirectory("dev")).toBe(workspace.path("elsewhere/stacks/dev"));
  });

  test("refuses a directory that is no project", () => {
    const { directory } = Workspace.forTest();
    expect(() => new CdktfRun({ directory })).toThrow(`${directory} holds no cdktf.json`);
  });
});
