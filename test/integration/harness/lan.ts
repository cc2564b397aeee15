import * as fs from "fs";
import * as path from "path";
import { exec, until, type ExecOptions, type ExecResult } from "./exec";
import { bridgeServer, hostsOf, routerOf, type LanNetwork } from "./lan-dnsmasq";
import { LanMachine, type LanMachineProps } from "./lan-machine";
import { findMissing, missingText } from "./machine";
import { Sandbox, type Namespaces, type SandboxProcess } from "./sandbox";
import { type Workspace } from "./workspace";

/** Who gives machines their addresses, and tells them what to boot. */
export enum LanDhcp {
  /** One server does both. */
  OWN = "own",
  /** A plain DHCP server gives addresses, and another one beside it says what is booted: proxy-DHCP. */
  PROXY = "proxy",
  /** Nobody: the test runs what it wants to have. */
  NONE = "none",
}

/** A local network. */
export interface LanProps {
  /** @default LanDhcp.OWN */
  readonly dhcp?: LanDhcp;
  /** The name of the network card on which this side is. @default "lan0" */
  readonly interface?: string;
  /** The first three numbers of the addresses; this side has 1 as the fourth. @default "192.168.50" */
  readonly prefix?: string;
}

const START_SECONDS = 30;
/** What the sandbox has copies of: what is written there is not seen outside. */
const COPIED = ["/etc", "/srv", "/usr/local", "/var"];
/** Debian's package `ipxe`. */
const IPXE_FILES = ["undionly.kpxe", "snponly.efi"].map((name) => path.join("/usr/lib/ipxe", name));

/**
 * A local network on which machines boot from matchbox, in namespaces of its own: nothing else is on it, and it leads nowhere. A dnsmasq sends machines
 * to iPXE by TFTP, and iPXE to `http://<address>:8080/boot.ipxe`, as matchbox's documentation has it.
 *
 * Programs that speak with its machines run within it: give it as `within` to `exec`, `Service`, `Matchbox` and the like. They see this machine's files; in
 * /etc, /srv, /usr/local and /var what they write is theirs alone.
 *
 * It ends with {@link stop}, and also when the process that started it ends in whatever way.
 *
 * @see https://matchbox.psdn.io/network-setup/
 */
export class Lan implements Namespaces {
  /** Starts one: about half a second. */
  public static async start(workspace: Workspace, props: LanProps = {}): Promise<Lan> {
    const missing = findMissing(["lan"]);
    if (missing.length > 0) throw new Error(missingText(missing));
    const directory = fs.mkdtempSync(workspace.path("lan-"));
    if (COPIED.some((folder) => directory.startsWith(`${folder}/`)))
      throw new Error(`${directory}: the network has a copy of that; set TMPDIR`);
    const lan = new Lan(directory, props);
    await lan.ready();
    return lan;
  }

  /** This side's address, which is matchbox's. */
  public readonly address: string;
  private readonly sandbox: Sandbox;
  private readonly network: LanNetwork;
  private readonly machines: LanMachine[] = [];

  private constructor(
    private readonly directory: string,
    { dhcp = LanDhcp.OWN, interface: name = "lan0", prefix = "192.168.50" }: LanProps,
  ) {
    this.network = { interface: name, prefix, bootFiles: path.join(directory, "tftp") };
    this.address = `${prefix}.1`;
    fs.chmodSync(directory, 0o755);
    fs.mkdirSync(this.network.bootFiles);
    for (const file of IPXE_FILES) fs.copyFileSync(file, path.join(this.network.bootFiles, path.basename(file)));
    this.write("interface", name);
    this.write("address", `${this.address}/24`);
    this.write("resolv.conf", `nameserver ${this.address}\n`);
    if (dhcp !== LanDhcp.NONE) this.write("dnsmasq.conf", bridgeServer(this.network, { isProxy: dhcp === LanDhcp.PROXY }));
    if (dhcp === LanDhcp.PROXY) {
      this.write("router.conf", routerOf(this.network));
      this.write("router-address", `${prefix}.254/24`);
    }
    this.sandbox = new Sandbox("lan-sandbox.sh", directory);
  }

  /** Runs a program within the network. */
  public async exec(file: string, args: readonly string[], options: Omit<ExecOptions, "within"> = {}): Promise<ExecResult> {
    return exec(file, args, { ...options, within: this });
  }

  public enter(folder: string): readonly string[] {
    return this.sandbox.enter(folder);
  }

  /** A machine on the network. It is off. */
  public machine(props: LanMachineProps): LanMachine {
    const number = this.machines.length;
    const directory = path.join(this.directory, `machine-${number}`);
    fs.mkdirSync(directory);
    const machine = new LanMachine(props, { directory, tap: `tap${number}`, bridge: this.network.interface, within: this });
    this.machines.push(machine);
    return machine;
  }

  /** The address that the network's DHCP gives to a card whose MAC address is `52:54:00:00:00:02` to `…:63`: its last number is the address's. */
  public addressOf(mac: string): string {
    const host = hostsOf(this.network).find((known) => known.mac === mac.toLowerCase());
    if (host === undefined) throw new Error(`${mac} has no address of its own`);
    return host.address;
  }

  /** Puts a file where machines get it by TFTP. */
  public addBootFile(file: string, bytes: string | Uint8Array): void {
    fs.writeFileSync(path.join(this.network.bootFiles, file), bytes);
  }

  /** What dnsmasq wrote: each question of a machine, and what it was told. */
  public dhcpLog(): string {
    return this.read("dnsmasq.log");
  }

  /** All that was written, for messages. */
  public logs(): string {
    return [this.sandbox.logs(), this.dhcpLog(), this.read("router.log")].join("").trim();
  }

  /** Every process of the network but for those that entered it. Empty once it is stopped. */
  public processes(): SandboxProcess[] {
    return this.sandbox.processes();
  }

  /** Ends the network, its machines and all that runs within it at once, and removes its files. Safe to call twice. */
  public async stop(): Promise<void> {
    await this.sandbox.stop();
  }

  private async ready(): Promise<void> {
    try {
      await until("the network is there", START_SECONDS, () => {
        if (this.sandbox.ended) throw new Error("the network ended while starting");
        const isServed = !fs.existsSync(path.join(this.directory, "dnsmasq.conf")) || this.dhcpLog().includes("started");
        return fs.existsSync(path.join(this.directory, "ready")) && isServed ? true : undefined;
      });
    } catch (e) {
      const logs = this.logs();
      await this.stop();
      throw new Error(`${e instanceof Error ? e.message : String(e)}\n${logs}`);
    }
  }

  private write(file: string, text: string): void {
    fs.writeFileSync(path.join(this.directory, file), text);
  }

  private read(file: string): string {
    const target = path.join(this.directory, file);
    return fs.existsSync(target) ? fs.readFileSync(target, "utf8") : "";
  }
}
