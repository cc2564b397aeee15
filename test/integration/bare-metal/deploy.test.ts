import { expect, onTestFinished, test } from "vitest";
import { PROJECT } from "../../support/project";
import { CdktfRun, ExecError, Matchbox, TerraformRun, Workspace, requires } from "../harness";

const STACK = "dev-bare-metal";
const key = { ssh_authorized_key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJy1hEF1rbqyMH6sQyL2fO4fFvUa0tb6nFJ8r0WqOWeO operator" };
// The CLI would ask the registry for checksums of other platforms; the providers of the tests come from a mirror.
const OFFLINE = { args: ["--skip-provider-lock"] };

/** The stack's variables of a server. */
function variablesOf({ variables }: Matchbox): { [name: string]: string } {
  return { ...key, ...Object.fromEntries(Object.entries(variables).map(([name, value]) => [`matchbox_${name}`, value])) };
}

requires(
  "terraform",
  "provider-matchbox",
  "matchbox",
  "cdktf",
)("cdktf deploy of this project's own stack on bare metal", () => {
  test("has matchbox serve the environment, plans nothing after it, and takes it down", async () => {
    const workspace = Workspace.forTest();
    const matchbox = await Matchbox.start(workspace);
    onTestFinished(() => matchbox.stop());
    const variables = variablesOf(matchbox);
    const run = new CdktfRun({ directory: PROJECT, output: workspace.path("cdktf.out"), variables });
    await run.deploy(STACK, OFFLINE);
    const { status, text } = await matchbox.ignition({ mac: "52-54-00-d0-00-0a" });
    expect(status).toBe(200);
    expect(text).toContain(key.ssh_authorized_key);
    const script = await matchbox.ipxe({ mac: "52-54-00-d0-00-0b" });
    expect(script.text).toMatch(/^kernel \/assets\/flatcar\/[\d.]+\/flatcar_production_pxe\.vmlinuz /m);
    expect((await matchbox.ipxe({ mac: "52-54-00-d0-00-0c" })).status).toBe(404);

    const plan = await new TerraformRun({ directory: run.stackDirectory(STACK), variables }).plan();
    expect(plan.isEmpty, plan.output).toBe(true);

    await run.destroy(STACK, OFFLINE);
    expect([...matchbox.groups(), ...matchbox.profiles()]).toEqual([]);
  });

  test("says in one line at plan which certificate is missing, and asks nobody", async () => {
    const workspace = Workspace.forTest();
    const matchbox = await Matchbox.start(workspace);
    onTestFinished(() => matchbox.stop());
    const { matchbox_client_cert: _missing, ...variables } = variablesOf(matchbox);
    const run = new CdktfRun({ directory: PROJECT, output: workspace.path("cdktf.out"), variables });
    const error = await run.deploy(STACK, OFFLINE).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ExecError);
    expect((error as ExecError).output.replace(/\s+/g, " ")).toContain("set TF_VAR_matchbox_client_cert to the text of a PEM file");
    expect(matchbox.profiles()).toEqual([]);
  });
});
