import { TerraformStack } from "cdktf";
import { AwsProvider, AwsProviderConfig } from "@cdktf/provider-aws/lib/provider/index.js";
import { onTestFinished } from "vitest";
import { Ami, AwsStandIn } from "../../emulators/aws";
import { synthesiseTo } from "../../support";
import { Plan, TerraformRun, Workspace } from "../harness";

export type Build = (stack: TerraformStack, rig: Rig) => void;

/** What a change does: what the plan says, by address and action, and the plan itself. */
export interface Planned {
  readonly actions: readonly string[];
  readonly plan: Plan;
}

/** One stack of a test, real Terraform and the stand-in for the provider, with an account of its own. Everything goes when the test is over. */
export class Rig {
  public static async start(): Promise<Rig> {
    const standIn = await AwsStandIn.start();
    onTestFinished(() => standIn.stop());
    return new Rig(standIn, Workspace.forTest().mkdir("stack"));
  }

  /** An image of each architecture that is there from the start. */
  public readonly amd64: Ami;
  public readonly arm64: Ami;
  private initialised = false;

  private constructor(
    public readonly standIn: AwsStandIn,
    private readonly directory: string,
  ) {
    this.amd64 = standIn.addAmi({ name: "Flatcar-stable-4593.2.5-hvm" });
    this.arm64 = standIn.addAmi({ name: "Flatcar-stable-4593.2.5-hvm", architecture: "arm64" });
  }

  public terraform(): TerraformRun {
    return new TerraformRun({ directory: this.directory, env: this.standIn.environment });
  }

  /** Writes the stack anew; the state stays. */
  public async write(build: Build, provider: AwsProviderConfig = {}): Promise<void> {
    synthesiseTo(this.directory, (stack) => {
      new AwsProvider(stack, "aws", provider);
      build(stack, this);
    });
    if (!this.initialised) await this.terraform().init();
    this.initialised = true;
  }

  public async apply(build: Build, provider: AwsProviderConfig = {}): Promise<void> {
    await this.write(build, provider);
    await this.terraform().apply();
  }

  /** Writes the stack and plans it. */
  public async plan(build: Build, provider: AwsProviderConfig = {}): Promise<Planned> {
    await this.write(build, provider);
    const plan = await this.terraform().plan();
    const actions = plan.changes.map(({ address, actions: both }) => `${address} ${both.length === 2 ? "replace" : both[0]}`);
    return { actions, plan };
  }
}
