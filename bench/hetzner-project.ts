import { rmSync } from "fs";
import * as path from "path";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { MachineConfig } from "../lib";
import { HetznerNodeOptions, HetznerNodePool } from "../lib/hetzner";
import { HcloudProvider } from "../lib/imports/hcloud/provider";
import { HetznerEmulator } from "../test/emulators/hetzner";
import { mirrorOf } from "../test/fuzz/tool";
import { TerraformRun } from "../test/integration/harness/terraform";
import { COMMON, RELEASE } from "./pool-props";

/** Seconds that Terraform may take. Planning ten thousand nodes takes it many minutes. */
const LONGEST = 7200;

/** The stack's name. */
export const STACK = "bench";

/**
 * One stack of a pool on Hetzner, and real Terraform with the real provider against an emulator of Hetzner's API: nothing leaves the machine.
 */
export class HetznerProject {
  /**
   * @param folder where it is synthesised to, which nobody else uses
   * @param project the folder of this repository
   */
  public static async start(folder: string, project: string): Promise<HetznerProject> {
    const mirror = mirrorOf(project);
    const emulator = await HetznerEmulator.start();
    const labels = { os: "flatcar", "flatcar-channel": RELEASE.channel.name, "flatcar-version": RELEASE.version.toString() };
    for (const architecture of ["x86", "arm"] as const) emulator.addImage({ labels, architecture });
    return new HetznerProject(emulator, folder, mirror);
  }

  private constructor(
    private readonly emulator: HetznerEmulator,
    /** What `cdktf synth` writes to. */
    public readonly folder: string,
    private readonly mirror: string,
  ) {}

  /** The synthesised stack. */
  public get file(): string {
    return path.join(this.folder, "stacks", STACK, "cdk.tf.json");
  }

  /** Writes the stack anew; the state stays. */
  public write(nodes: { readonly [name: string]: HetznerNodeOptions }, more: readonly MachineConfig[] = []): void {
    const app = new App({ outdir: this.folder });
    const stack = new TerraformStack(app, STACK);
    new LocalBackend(stack, { path: "state.tfstate" });
    new HcloudProvider(stack, "hcloud", { pollInterval: "10ms", pollFunction: "constant" });
    const machineConfig = [...COMMON.machineConfig, ...more];
    new HetznerNodePool(stack, "pool", { ...COMMON, machineConfig, serverType: "cax11", location: "fsn1", nodes });
    app.synth();
  }

  /** Terraform in the stack as it was last written. */
  public terraform(): TerraformRun {
    const { environment: env } = this.emulator;
    return new TerraformRun({ directory: path.dirname(this.file), env, mirror: this.mirror, timeout: LONGEST });
  }

  /** Ends the emulator, and removes the folder. */
  public async stop(): Promise<void> {
    await this.emulator.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
