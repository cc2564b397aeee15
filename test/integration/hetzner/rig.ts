import { TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import { onTestFinished } from "vitest";
import { FlatcarRelease, MachineConfig, UpdateStrategy } from "../../../lib";
import { HcloudProvider, HetznerNodePool, HetznerNodePoolProps, HetznerSubnet, Network, NetworkSubnet } from "../../../lib/hetzner";
import { HetznerEmulator, bootId } from "../../emulators/hetzner";
import { StackJson, synthesiseTo } from "../../support";
import { Plan, TerraformRun, Workspace } from "../harness";

export const OLD = FlatcarRelease.version("4593.2.5");
export const NEW = FlatcarRelease.version("4757.1.0");

/** The stack's id, and so what every server is called before the dash. */
export const STACK = "t";

export type Build = (stack: TerraformStack) => void;

/** What a change did, as the emulator saw it. */
export interface Change {
  /** What the plan said beforehand, `address action`, in order of address. */
  readonly planned: readonly string[];
  readonly plan: Plan;
  /** By server name, without the stack's: see {@link fateOf}. */
  readonly machines: { readonly [name: string]: string };
}

interface Seen {
  readonly id: number;
  readonly bootId: string | undefined;
}

/**
 * One stack of a test, real Terraform and the real provider against an emulator of its own. Everything goes when the test is over.
 */
export class Rig {
  /**
   * @param images versions that have a snapshot, for both architectures
   */
  public static async start(images: readonly FlatcarRelease[] = [OLD, NEW]): Promise<Rig> {
    const emulator = await HetznerEmulator.start();
    onTestFinished(() => emulator.stop());
    const rig = new Rig(emulator, Workspace.forTest().mkdir("stack"));
    for (const release of images) rig.addImage(release);
    return rig;
  }

  private initialised = false;

  private constructor(
    public readonly emulator: HetznerEmulator,
    private readonly directory: string,
  ) {}

  public addImage(release: FlatcarRelease): void {
    for (const architecture of ["x86", "arm"] as const) {
      const labels = { os: "flatcar", "flatcar-channel": release.channel.name, "flatcar-version": release.version.toString() };
      this.emulator.addImage({ labels, architecture });
    }
  }

  /** Terraform in the stack as it was last written. */
  public terraform(variables: Readonly<Record<string, unknown>> = {}): TerraformRun {
    return new TerraformRun({ directory: this.directory, env: this.emulator.environment, variables });
  }

  /** Writes the stack anew; the state stays. */
  public async write(build: Build): Promise<StackJson> {
    const json = synthesiseTo(
      this.directory,
      (stack) => {
        new HcloudProvider(stack, "hcloud", { pollInterval: "10ms", pollFunction: "constant" });
        build(stack);
      },
      { id: STACK },
    );
    if (!this.initialised) await this.terraform().init();
    this.initialised = true;
    return json;
  }

  /** Writes the stack and applies it. */
  public async apply(build: Build): Promise<void> {
    await this.write(build);
    await this.terraform().apply();
  }

  /** Writes the stack, plans it, applies it, and asks whether anything is left to do. */
  public async change(build: Build): Promise<Change> {
    await this.write(build);
    const plan = await this.terraform().plan();
    const fates = this.watch();
    await this.terraform().apply();
    const machines = fates();
    const after = await this.terraform().plan();
    if (!after.isEmpty) throw new Error(`the next plan is not empty:\n${after.output}`);
    return { planned: planned(plan), plan, machines };
  }

  /** Tells, when it is asked, what has happened to every server since. */
  public watch(): () => { [name: string]: string } {
    const before = new Map<string, Seen>(this.emulator.servers.map((server) => [server.name, { id: server.id, bootId: bootId(server) }]));
    const events = this.emulator.history.length;
    return () => {
      const names = [...new Set([...before.keys(), ...this.emulator.servers.map((server) => server.name)])].sort();
      return Object.fromEntries(names.map((name) => [name.replace(`${STACK}-`, ""), this.fateOf(name, before.get(name), events)]));
    };
  }

  /** Everything in the project that a stack made. */
  public get left(): string[] {
    const { servers, primaryIps, firewalls, networks, placementGroups, sshKeys } = this.emulator;
    return [...servers, ...primaryIps, ...firewalls, ...networks, ...placementGroups, ...sshKeys].map((resource) => String(resource.name));
  }

  // By ids and runs alone; what happened on the way is added, so that "untouched" means that no call touched it.
  private fateOf(name: string, before: Seen | undefined, since: number): string {
    const now = this.emulator.servers.find((server) => server.name === name);
    if (now === undefined) return "gone";
    if (before === undefined) return "new";
    if (now.status !== "running") return now.status;
    if (now.id !== before.id) return "replaced";
    const events = this.emulator.history.slice(since).filter((event) => event.serverId === now.id && event.event !== "change_protection");
    const happened = events.map((event) => event.event).join(", ");
    if (bootId(now) !== before.bootId) return `power cycle: ${happened}`;
    return happened === "" ? "untouched" : `runs on: ${happened}`;
  }
}

/** The changes of a plan, `address action`, in order. A replacement is one word, and the hashes that cdktf ends addresses with are left out. */
export function planned(plan: Plan): string[] {
  return plan.changes
    .map(({ address, actions }) => `${address.replace(/_[0-9A-F]{8}$/, "")} ${actions.length === 2 ? "replace" : actions[0]}`)
    .sort();
}

/** A stack of one pool `web` with two servers, `a` and `c`; the shortest config there is. */
export function web(props: Partial<HetznerNodePoolProps> = {}, id = "web"): Build {
  return (stack) => void pool(stack, props, id);
}

/** A pool in a stack, with what every pool needs. */
export function pool(scope: Construct, props: Partial<HetznerNodePoolProps> = {}, id = "web"): HetznerNodePool {
  return new HetznerNodePool(scope, id, { release: OLD, serverType: "cx23", location: "fsn1", nodes: { a: {}, c: {} }, ...props });
}

/** A network 10.0.0.0/16 with the subnet 10.0.1.0/24. */
export function subnet(stack: TerraformStack): HetznerSubnet {
  const network = new Network(stack, "Network", { name: "net", ipRange: "10.0.0.0/16" });
  const networkId = Token.asNumber(network.id);
  const props = { networkId, type: "cloud", networkZone: "eu-central", ipRange: "10.0.1.0/24" };
  return HetznerSubnet.of(new NetworkSubnet(stack, "Subnet", props));
}

/** One file on a machine. */
export function note(text: string): MachineConfig {
  return MachineConfig.file({ path: "/etc/note", contents: text });
}

/** A strategy without updates in place, whose pools are replaced for a new release. */
export const NO_UPDATES = UpdateStrategy.disabled();
