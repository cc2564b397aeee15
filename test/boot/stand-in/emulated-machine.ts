import * as fs from "fs";
import * as path from "path";
import { Console, exec, Ssh, type SshKey, type Workspace } from "../../integration/harness";
import { freePorts } from "../../integration/harness/ports";
import { Service } from "../../integration/harness/service";
import { standIn } from "../../integration/stand-in";

/** A machine of the tests of the stand-in. */
export interface EmulatedMachineProps {
  readonly workspace: Workspace;
  /** Who may log in. */
  readonly key: SshKey;
  /** @default "bios" */
  readonly firmware?: "bios" | "uefi";
  /**
   * From what it starts: an overlay of the stand-in's disk, or its network boot set with an empty disk, as if iPXE had fetched it with these arguments.
   *
   * @default - the disk
   */
  readonly networkBoot?: { readonly kernelArguments: string };
  /** The machine config, which the firmware hands over. @default - none */
  readonly config?: object;
  /** Sizes of further disks, as `qemu-img` takes them. @default - none */
  readonly dataDisks?: readonly string[];
  /** The port of this machine's loopback that the machine finds at `http://10.0.2.100:8080`. @default - none */
  readonly server?: number;
}

/** Where a machine finds the server that it is given. */
export const SERVER_URL = "http://10.0.2.100:8080";

/** Seconds that anything may take that a machine does from its start on; emulated, on a busy machine. */
export const BOOT_SECONDS = 200;

const OVMF = "/usr/share/OVMF";
const RELAY = path.resolve(__dirname, "../../integration/harness/pxe-relay.mjs");
const MEMORY_MIB = { disk: 512, network: 1024 };
/** Four processors would not help: the tests run on two. */
const HOST = "127.0.0.1";

/**
 * A machine under QEMU without hardware virtualisation. Its network reaches nothing (`restrict=on`) but what it is given here: the test comes in to its
 * port 22, and it goes out to one server.
 */
export class EmulatedMachine {
  /** Makes its disks and switches it on. */
  public static async start(props: EmulatedMachineProps): Promise<EmulatedMachine> {
    const directory = fs.mkdtempSync(props.workspace.path("machine-"));
    const images = standIn();
    const root = path.join(directory, "root.qcow2");
    const base = props.networkBoot === undefined ? ["-b", images.disk, "-F", "qcow2"] : [];
    await exec("qemu-img", ["create", "-q", "-f", "qcow2", ...base, root, "14G"]);
    const disks = [root];
    for (const [i, size] of (props.dataDisks ?? []).entries()) {
      const file = path.join(directory, `data-${i}.qcow2`);
      await exec("qemu-img", ["create", "-q", "-f", "qcow2", file, size]);
      disks.push(file);
    }
    const [port] = await freePorts(1);
    return new EmulatedMachine(props, directory, disks, port);
  }

  /** Where `ssh` finds it. */
  public readonly host = HOST;
  /** Logs in as `core`, by the key. */
  public readonly ssh: Ssh;
  private readonly serial: Console;
  private readonly process: Service;

  private constructor(
    private readonly props: EmulatedMachineProps,
    private readonly directory: string,
    disks: readonly string[],
    port: number,
  ) {
    this.ssh = new Ssh({ directory, key: props.key, port });
    this.serial = new Console(path.join(directory, "serial"));
    this.process = new Service("qemu-system-x86_64", this.arguments(disks, port), { log: path.join(directory, "qemu") });
  }

  /** What it wrote to its serial port. */
  public console(): string {
    return this.serial.text();
  }

  /** Waits until something stands on the console, and gives what was written up to its end. */
  public async untilConsole(what: string | RegExp): Promise<string> {
    return this.serial.until(what, BOOT_SECONDS, () => this.whyOff());
  }

  /** Waits until it lets the key in. */
  public async untilReady(): Promise<void> {
    const check = (): void => {
      const reason = this.whyOff();
      if (reason !== undefined) throw new Error(reason);
    };
    await this.ssh.untilReady(HOST, BOOT_SECONDS, check).catch((e: unknown) => {
      throw new Error(`${e instanceof Error ? e.message : String(e)}\n${this.console()}`);
    });
  }

  /** Runs a command as `core`, and gives what it printed. */
  public async run(command: string): Promise<string> {
    return (await this.ssh.run(HOST, command)).stdout.trimEnd();
  }

  /** Pulls the plug. Safe to call twice. */
  public async stop(): Promise<void> {
    await this.process.stop();
  }

  private whyOff(): string | undefined {
    return this.process.ended ? `QEMU has ended: ${this.process.output()}` : undefined;
  }

  private arguments(disks: readonly string[], port: number): string[] {
    const { firmware = "bios", networkBoot, config, server } = this.props;
    const { kernel, initrd } = standIn();
    const forward = server === undefined ? "" : `,guestfwd=tcp:10.0.2.100:8080-cmd:${process.execPath} ${RELAY} ${server}`;
    const configFile = path.join(this.directory, "config.ign");
    if (config !== undefined) fs.writeFileSync(configFile, JSON.stringify(config));
    return [
      ...["-nodefaults", "-machine", firmware === "uefi" ? "q35" : "pc", "-accel", "tcg", "-display", "none", "-monitor", "none"],
      ...["-m", String(networkBoot === undefined ? MEMORY_MIB.disk : MEMORY_MIB.network)],
      ...["-serial", `file:${path.join(this.directory, "serial")}`],
      ...(firmware === "uefi" ? this.firmwareArguments() : []),
      ...disks.flatMap((file) => ["-drive", `if=virtio,format=qcow2,cache=unsafe,file=${file}`]),
      ...["-netdev", `user,id=n,restrict=on,hostfwd=tcp:${HOST}:${port}-:22${forward}`, "-device", "virtio-net-pci,netdev=n"],
      ...(config === undefined ? [] : ["-fw_cfg", `name=opt/org.flatcar-linux/config,file=${configFile}`]),
      ...(networkBoot === undefined ? [] : ["-kernel", kernel, "-initrd", initrd, "-append", networkBoot.kernelArguments]),
    ];
  }

  private firmwareArguments(): string[] {
    const variables = path.join(this.directory, "variables");
    fs.copyFileSync(`${OVMF}/OVMF_VARS_4M.fd`, variables);
    const flash = (unit: number, file: string, more = ""): string[] => ["-drive", `if=pflash,unit=${unit},format=raw${more},file=${file}`];
    return [...flash(0, `${OVMF}/OVMF_CODE_4M.fd`, ",readonly=on"), ...flash(1, variables)];
  }
}
