import * as fs from "fs";
import type { TerraformStack } from "cdktf";
import type { IgnitionConfig } from "../../../lib/ignition";
import { type BareMetalNodePool, type BareMetalNodePoolProps, PxeAssets } from "../../../lib/bare-metal";
import { configIn, type StackJson, synthesise } from "../../support";
import { OLD, Rig, type Stale, STACK, pool, withProvider } from "../../integration/bare-metal/rig";
import {
  Lan,
  LanDhcp,
  type LanMachine,
  type LanMachineProps,
  Matchbox,
  requires,
  Ssh,
  SshKey,
  type Workspace,
} from "../../integration/harness";
import { standIn } from "../../integration/stand-in";

/** A `describe` for what a rack takes. */
export const requiresRack = requires("lan", "stand-in", "qemu", "terraform", "matchbox", "provider-matchbox");

/** Seconds that anything may take that a machine does from its start on; emulated, on a busy machine. */
export const BOOT_SECONDS = 240;

/** Milliseconds for a test in which a machine is installed, or starts more than once. */
export const LONG_TEST = { timeout: 1_200_000 };

/** What a machine has that is started from RAM: room for the images, unpacked too. The second processor shortens an installation, which unpacks and verifies. */
export const MACHINE = { memory: 1024, processors: 2 };

/** How the stack is applied. */
export interface ApplyOptions {
  /** Values of Terraform variables. @default - none */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Changes what the pool has made, past its own checks. @default - it stays as it is */
  readonly force?: (pool: BareMetalNodePool) => void;
}

/** What the pool of a test is given; the rest is the same for all. */
export type Web = (stack: TerraformStack) => Partial<BareMetalNodePoolProps>;

/**
 * A rack of machines on a network of its own, with a real matchbox, and a stack with one pool for them that real Terraform applies. What stands in
 * Flatcar's place lies in matchbox's assets, under Flatcar's names.
 */
export class Rack {
  /** Starts network and server. @param workspace of the suite */
  public static async start(workspace: Workspace, dhcp = LanDhcp.OWN): Promise<Rack> {
    const lan = await Lan.start(workspace, { dhcp });
    const matchbox = await Matchbox.start(workspace, lan);
    const { kernel, initrd, rawPacked, rawPackedSignature } = standIn();
    for (const file of [kernel, initrd, rawPacked, rawPackedSignature]) {
      matchbox.addAsset(`flatcar/${OLD.version.toString()}/${file.slice(file.lastIndexOf("/") + 1)}`, fs.readFileSync(file));
    }
    const key = await SshKey.make(workspace.path("key"));
    return new Rack(lan, matchbox, new Rig(matchbox, workspace.mkdir("stack"), lan), workspace, key);
  }

  private constructor(
    public readonly lan: Lan,
    public readonly matchbox: Matchbox,
    private readonly rig: Rig,
    private readonly workspace: Workspace,
    private readonly key: SshKey,
  ) {}

  /** Logs in as `core`, by the key of the pool. */
  public get ssh(): Ssh {
    const { lan, key } = this;
    return new Ssh({ directory: this.workspace.mkdir("hosts"), within: lan, key });
  }

  /** A machine, switched off. */
  public machine(props: LanMachineProps): LanMachine {
    return this.lan.machine({ ...MACHINE, ...props });
  }

  /** Applies the stack with the pool `web`. */
  public async apply(web: Web, { variables = {}, force = () => undefined }: ApplyOptions = {}): Promise<StackJson> {
    return this.rig.apply((stack) => force(this.addPool(stack, web(stack))), variables);
  }

  /** The machine config of a node of that pool as our own merge has it. */
  public configOf(node: string, web: Web): IgnitionConfig {
    const json = synthesise(
      withProvider((stack) => this.addPool(stack, web(stack))),
      { id: STACK },
    );
    const profile = Object.values(json.resource?.matchbox_profile ?? {}).find(({ name }) => name === `${STACK}-${node}`);
    if (profile === undefined) throw new Error(`the stack has no profile of ${node}`);
    return configIn(profile.raw_ignition);
  }

  /** Waits until a machine lets the pool's key in, or has stopped for good before that: then it rejects at once, with what the console says. */
  public async untilReady(machine: LanMachine): Promise<void> {
    const check = (): void => {
      if (!machine.isOn) throw new Error("the machine is off");
      if (/emergency mode/i.test(machine.console())) throw new Error("the machine has stopped in the emergency mode");
    };
    await this.ssh.untilReady(this.lan.addressOf(machine.mac), BOOT_SECONDS, check).catch((e: unknown) => {
      throw new Error(`${e instanceof Error ? e.message : String(e)}\n${machine.console()}\n${this.matchbox.logs()}`);
    });
  }

  /** What the stack says of each machine now. */
  public async stale(): Promise<Stale> {
    return this.rig.stale();
  }

  /** The paths that a machine has asked matchbox for since some moment, in order. */
  public asked(mac: string, since = 0): string[] {
    const dashed = mac.replaceAll(":", "-");
    return this.matchbox
      .requests()
      .slice(since)
      .filter(({ query }) => [mac, dashed].includes(query.mac))
      .map(({ path, query }) => (query.os === undefined ? path : `${path} os=${query.os}`));
  }

  /** Ends all of it. */
  public async stop(): Promise<void> {
    await this.lan.stop();
  }

  private addPool(stack: TerraformStack, props: Partial<BareMetalNodePoolProps>): BareMetalNodePool {
    return pool(stack, {
      matchboxUrl: `http://${this.lan.address}:8080`,
      assets: PxeAssets.fromMatchbox(),
      consoles: ["ttyS0,115200n8"],
      sshAuthorizedKeys: [this.key.publicKey],
      ...props,
    });
  }
}
