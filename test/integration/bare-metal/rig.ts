import { TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { onTestFinished } from "vitest";
import { FlatcarRelease, MachineConfig } from "../../../lib";
import { BareMetalBoot, BareMetalNodePool, BareMetalNodePoolProps, InstallDisk, MatchboxProvider } from "../../../lib/bare-metal";
import { encodeIgnition, parseIgnition } from "../../../lib/ignition";
import { StackJson, synthesiseTo } from "../../support";
import { Matchbox, type Namespaces, Plan, TerraformRun, Workspace } from "../harness";

export const OLD = FlatcarRelease.version("4593.2.4");
export const NEW = FlatcarRelease.version("4593.2.5");

/** The stack's id, and so what every profile and group is called before the dash. */
export const STACK = "t";

export const MAC_A = "52:54:00:00:00:0a";
export const MAC_C = "52:54:00:00:00:0c";

export type Build = (stack: TerraformStack) => void;

/** By the name of a machine, whether it is stale; `unknown` where only an apply will tell. */
export interface Stale {
  readonly [machine: string]: boolean | "unknown";
}

/** What a change did. */
export interface Change {
  /** What the plan said beforehand, `address action`, in order of address. */
  readonly planned: readonly string[];
  /** What the plan said of the output. */
  readonly plannedStale: Stale;
  /** What the output says afterwards. */
  readonly stale: Stale;
  /** Names of profiles and groups, as `profile NAME` and `group NAME`, whose files on the server are other ones than before. */
  readonly written: readonly string[];
}

/**
 * One stack of a test, real Terraform and the real provider against a real matchbox of its own. Everything goes when the test is over.
 */
export class Rig {
  public static async start(): Promise<Rig> {
    const workspace = Workspace.forTest();
    const matchbox = await Matchbox.start(workspace);
    onTestFinished(() => matchbox.stop());
    return new Rig(matchbox, workspace.mkdir("stack"));
  }

  private initialised = false;

  /**
   * @param directory of the stack. Whoever makes a rig has it removed, and the server stopped.
   * @param within where the server is to be reached. @default - from anywhere on this machine
   */
  constructor(
    public readonly matchbox: Matchbox,
    private readonly directory: string,
    private readonly within?: Namespaces,
  ) {}

  /** Terraform in the stack as it was last written. */
  public terraform(variables: Readonly<Record<string, unknown>> = {}): TerraformRun {
    const { directory, within } = this;
    return new TerraformRun({ directory, within, variables: { ...this.matchbox.variables, ...variables } });
  }

  /** Writes the stack anew; the state stays. */
  public async write(build: Build): Promise<StackJson> {
    const json = synthesiseTo(this.directory, withProvider(build), { id: STACK });
    if (!this.initialised) await this.terraform().init();
    this.initialised = true;
    return json;
  }

  /** Writes the stack and applies it. */
  public async apply(build: Build, variables: Readonly<Record<string, unknown>> = {}): Promise<StackJson> {
    const json = await this.write(build);
    await this.terraform(variables).apply();
    return json;
  }

  /** Writes the stack, plans it, applies it, and asks whether anything is left to do. */
  public async change(build: Build, variables: Readonly<Record<string, unknown>> = {}): Promise<Change> {
    await this.write(build);
    const plan = await this.terraform(variables).plan();
    const before = this.files();
    await this.terraform(variables).apply();
    const after = this.files();
    const next = await this.terraform(variables).plan();
    if (!next.isEmpty) throw new Error(`the next plan is not empty:\n${next.output}`);
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return {
      planned: planned(plan),
      plannedStale: plannedStale(plan),
      stale: await this.stale(),
      written: names.filter((name) => before[name] !== after[name]),
    };
  }

  /** What the output says of each machine now. */
  public async stale(): Promise<Stale> {
    return (await this.terraform().outputs()).stale as Stale;
  }

  /** What matchbox serves to a machine as its config, in our own encoder's form, which is the same for what means the same. */
  public async config(mac: string, os?: string): Promise<string> {
    const { status, text } = await this.matchbox.ignition({ mac, os });
    if (status !== 200) throw new Error(`/ignition answers ${status}: ${text}`);
    return encodeIgnition(parseIgnition(text));
  }

  private files(): { [name: string]: string } {
    const configs = this.matchbox.ignitionFiles();
    return Object.fromEntries([
      ...this.matchbox.groups().map((group) => [`group ${group.id}`, JSON.stringify(group)]),
      ...this.matchbox
        .profiles()
        .map((profile) => [`profile ${profile.id}`, JSON.stringify([profile, configs[profile.ignition_id ?? ""]?.text])]),
    ]);
  }
}

/** A stack of {@link build} with matchbox's provider, whose address and certificates are variables. */
export function withProvider(build: Build): Build {
  return (stack) => {
    const secret = (name: string): string => new TerraformVariable(stack, name, { type: "string", sensitive: true }).stringValue;
    const [endpoint, ca, clientCert, clientKey] = ["endpoint", "ca", "client_cert", "client_key"].map(secret);
    new MatchboxProvider(stack, "matchbox", { endpoint, ca, clientCert, clientKey });
    build(stack);
  };
}

/** The changes of a plan, `address action`, in order. A replacement is one word, and the hashes that cdktf ends addresses with are left out. */
export function planned(plan: Plan): string[] {
  return plan.changes
    .map(({ address, actions }) => `${address.replace(/_[0-9A-F]{8}$/, "")} ${actions.length === 2 ? "replace" : actions[0]}`)
    .sort();
}

function plannedStale(plan: Plan): Stale {
  const change = plan.json.output_changes?.stale as { after?: { [name: string]: boolean }; after_unknown?: unknown } | undefined;
  if (change === undefined) return {};
  const unknown = typeof change.after_unknown === "object" && change.after_unknown !== null ? change.after_unknown : {};
  return { ...change.after, ...Object.fromEntries(Object.keys(unknown).map((name) => [name, "unknown" as const])) };
}

/** A stack of one pool `web` of two machines, `a` and `c`, that are installed to disk, with an output of what is stale. */
export function web(props: Partial<BareMetalNodePoolProps> = {}, id = "web"): Build {
  return (stack) => void pool(stack, props, id);
}

/** The nodes of {@link web}. */
export const NODES = { a: { mac: MAC_A }, c: { mac: MAC_C } };

/** A pool in a stack, with what every pool needs. */
export function pool(scope: Construct, props: Partial<BareMetalNodePoolProps> = {}, id = "web"): BareMetalNodePool {
  const made = new BareMetalNodePool(scope, id, {
    release: OLD,
    matchboxUrl: "http://matchbox.lan:8080",
    boot: BareMetalBoot.installToDisk({ disk: InstallDisk.byPath("/dev/disk/by-id/one") }),
    nodes: NODES,
    ...props,
  });
  new TerraformOutput(scope, "stale", { value: made.staleMachines, staticId: true });
  return made;
}

/** One file on a machine. */
export function note(text: string): MachineConfig {
  return MachineConfig.file({ path: "/etc/note", contents: text });
}

/** A config as a stack's JSON has it, in the form of {@link Rig.config}. */
export function meant(config: unknown): string {
  return encodeIgnition(parseIgnition(String(config)));
}
