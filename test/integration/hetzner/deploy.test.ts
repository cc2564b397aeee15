import * as fs from "fs";
import * as path from "path";
import { expect, onTestFinished, test } from "vitest";
import { FlatcarLock } from "../../../lib";
import { HetznerEmulator } from "../../emulators/hetzner";
import { PROJECT } from "../../support/project";
import { CdktfRun, ExecError, TerraformRun, Workspace, requires } from "../harness";

const STACK = "dev-hetzner";
const variables = { ssh_authorized_key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJy1hEF1rbqyMH6sQyL2fO4fFvUa0tb6nFJ8r0WqOWeO operator" };

// The CLI would ask the registry for checksums of other platforms; the providers of the tests come from a mirror.
const OFFLINE = { args: ["--skip-provider-lock"] };

/** A Hetzner project with the snapshots that the environment's release needs. */
async function startHetzner(): Promise<HetznerEmulator> {
  const emulator = await HetznerEmulator.start();
  onTestFinished(() => emulator.stop());
  const { channel, version } = FlatcarLock.fromFile(path.join(PROJECT, "flatcar.lock.json")).release("dev");
  const labels = { os: "flatcar", "flatcar-channel": channel.name, "flatcar-version": version.toString() };
  for (const architecture of ["x86", "arm"] as const) emulator.addImage({ labels, architecture });
  return emulator;
}

requires(
  "terraform",
  "provider-hcloud",
  "cdktf",
)("cdktf deploy of this project's own stack", () => {
  test("makes the environment, plans nothing after it, and takes it down", async () => {
    const emulator = await startHetzner();
    const workspace = Workspace.forTest();
    const env = emulator.environment;
    // The state lies beside the output folder, so neither is in the checkout.
    const run = new CdktfRun({ directory: PROJECT, output: workspace.path("cdktf.out"), env, variables });
    const { output } = await run.deploy(STACK, OFFLINE);
    expect(emulator.servers.map((server) => `${server.name} ${server.status}`).sort()).toEqual([
      `${STACK}-web-0 running`,
      `${STACK}-web-1 running`,
    ]);
    for (const { ip, type } of emulator.primaryIps) if (type === "ipv4") expect(output).toContain(ip);
    expect(fs.existsSync(workspace.path(".state", `${STACK}.tfstate`))).toBe(true);
    expect(emulator.server(`${STACK}-web-0`).userData).toContain(variables.ssh_authorized_key);

    const terraform = new TerraformRun({ directory: run.stackDirectory(STACK), env, variables });
    const plan = await terraform.plan();
    expect(plan.isEmpty, plan.output).toBe(true);

    await run.destroy(STACK, OFFLINE);
    const { servers, primaryIps, firewalls, networks, placementGroups, sshKeys } = emulator;
    expect([...servers, ...primaryIps, ...firewalls, ...networks, ...placementGroups, ...sshKeys]).toEqual([]);
  });

  test("says in one line what is missing where nobody gave a key, and makes nothing", async () => {
    const emulator = await startHetzner();
    const output = Workspace.forTest().path("cdktf.out");
    const run = new CdktfRun({ directory: PROJECT, output, env: emulator.environment });
    const error = await run.deploy(STACK, OFFLINE).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ExecError);
    expect((error as ExecError).output).toContain("Nobody could log in: set TF_VAR_ssh_authorized_key");
    expect(emulator.requests.filter((request) => request.method !== "GET")).toEqual([]);
  });
});
