import { onTestFinished } from "vitest";
import { Matchbox, type Plan, TerraformRun, Workspace } from "../../integration/harness";
import { type MatchboxStackProps, matchboxStack } from "../../integration/harness/fixtures/matchbox-stack";

/** A matchbox server and a stack that Terraform puts into it, both for one test. */
export class Rig {
  /** Starts both; they end with the test. */
  public static async start(): Promise<Rig> {
    const rig = new Rig(Workspace.forTest());
    onTestFinished(() => rig.stop());
    await rig.begin();
    return rig;
  }

  /** For a suite's `beforeAll`, which calls {@link begin} and gives {@link stop} back. */
  public static forSuite(): Rig {
    return new Rig(Workspace.forSuite());
  }

  private isInitialised = false;
  private server?: Matchbox;

  private constructor(private readonly workspace: Workspace) {}

  public get matchbox(): Matchbox {
    if (this.server === undefined) throw new Error("the server has not been started");
    return this.server;
  }

  /** Starts the server. */
  public async begin(): Promise<void> {
    this.server = await Matchbox.start(this.workspace);
  }

  public async stop(): Promise<void> {
    await this.server?.stop();
  }

  /** Applies a stack. Texts in it are Terraform templates. */
  public async apply(props: MatchboxStackProps): Promise<void> {
    await (await this.run(props)).apply();
  }

  /** Plans a stack; without one that of the last call. */
  public async plan(props?: MatchboxStackProps): Promise<Plan> {
    return (await this.run(props)).plan();
  }

  /** Applies a profile with this config, and gives what matchbox serves of it. */
  public async serve(rawIgnition: string): Promise<{ status: number; text: string; json: unknown }> {
    await this.apply(oneMachine({ raw_ignition: escape(rawIgnition) }));
    return this.matchbox.ignition({ mac: MAC });
  }

  private async run(props?: MatchboxStackProps): Promise<TerraformRun> {
    if (props !== undefined) this.workspace.write("stack/cdk.tf.json", matchboxStack(props));
    const run = new TerraformRun({ directory: this.workspace.path("stack"), variables: this.matchbox.variables });
    if (!this.isInitialised) await run.init();
    this.isInitialised = true;
    return run;
  }
}

export const MAC = "52:54:00:11:22:33";

/** A stack of the profile `p` and the group `g`, which selects one MAC. */
export function oneMachine(profile: object, selector: Readonly<Record<string, string>> = { mac: MAC }): MatchboxStackProps {
  return {
    profiles: { p: { name: "p", ...profile } },
    groups: { g: { name: "g", profile: "${matchbox_profile.p.name}", selector } },
  };
}

/** A text that Terraform reads as it is. */
export function escape(text: string): string {
  return text.replace(/[$%](?=\{)/g, "$&$&");
}

/** A config of a version, with a file whose contents tell it apart. */
export function ignition(version: string, hostname = "w0"): object {
  return { ignition: { version }, storage: { files: [{ path: "/etc/hostname", mode: 0o644, contents: { source: `data:,${hostname}` } }] } };
}
