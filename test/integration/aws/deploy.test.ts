import * as path from "path";
import { expect, onTestFinished, test } from "vitest";
import { FlatcarLock } from "../../../lib";
import { AwsStandIn } from "../../emulators/aws";
import { PROJECT } from "../../support/project";
import { CdktfRun, TerraformRun, Workspace, requires } from "../harness";

const STACK = "dev-aws";
const variables = { ssh_authorized_key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJy1hEF1rbqyMH6sQyL2fO4fFvUa0tb6nFJ8r0WqOWeO operator" };
// The CLI would ask the registry for checksums of other platforms; the providers of the tests come from a mirror.
const OFFLINE = { args: ["--skip-provider-lock"] };

requires(
  "terraform",
  "provider-aws-stand-in",
  "cdktf",
)("cdktf deploy of this project's own stack on AWS", () => {
  test("makes the environment, plans nothing after it, and takes it down", async () => {
    const standIn = await AwsStandIn.start();
    onTestFinished(() => standIn.stop());
    const { channel, version } = FlatcarLock.fromFile(path.join(PROJECT, "flatcar.lock.json")).release("dev");
    standIn.addAmi({ name: `Flatcar-${channel.name}-${version.toString()}-arm64-hvm`, architecture: "arm64" });
    const env = standIn.environment;
    const run = new CdktfRun({ directory: PROJECT, output: Workspace.forTest().path("cdktf.out"), env, variables });
    const { output } = await run.deploy(STACK, OFFLINE);
    expect(output).toContain(`autoScalingGroupName/${STACK}-web`);
    const machines = standIn.machines(`${STACK}-web`);
    expect(machines).toHaveLength(1);
    expect(machines[0].userData).toContain(variables.ssh_authorized_key);
    expect(standIn.resources("aws_subnet")).toHaveLength(2);

    const plan = await new TerraformRun({ directory: run.stackDirectory(STACK), env, variables }).plan();
    expect(plan.isEmpty, plan.output).toBe(true);

    await run.destroy(STACK, OFFLINE);
    expect([...standIn.resources(), ...standIn.machines()]).toEqual([]);
  });
});
