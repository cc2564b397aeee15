import * as fs from "fs";
import * as path from "path";
import { Console } from "./console";
import { exec, until } from "./exec";
import { askQmp } from "./lan-qmp";
import { Service } from "./service";
import type { Namespaces } from "./sandbox";

/** How a machine starts. */
export enum LanFirmware {
  /** SeaBIOS; its network card brings iPXE along. */
  BIOS = "bios",
  /** OVMF with its own network boot, which asks for iPXE. */
  UEFI = "uefi",
}

/** From what a machine starts rather than from anything else. */
export enum LanBoot {
  DISK = "disk",
  NETWORK = "network",
}

/** A machine on a local network. */
export interface LanMachineProps {
  /** With colons. */
  readonly mac: string;
  /** @default LanFirmware.BIOS */
  readonly firmware?: LanFirmware;
  /** Bytes of its disk. @default - it has none */
  readonly diskBytes?: number;
  /** MiB. @default 256 */
  readonly memory?: number;
  /** @default 1 */
  readonly processors?: number;
}

/** Where a machine is. */
export interface LanMachinePlace {
  /** Its own; for its files. */
  readonly directory: string;
  /** The name of its end of the cable. */
  readonly tap: string;
  readonly bridge: string;
  readonly within: Namespaces;
}

const OVMF = "/usr/share/OVMF";
const SWITCH_SECONDS = 30;

/** A machine without hardware virtualisation, display or keyboard. What it writes to its first serial port is kept over all its starts. */
export class LanMachine {
  public readonly mac: string;
  /** The bytes of its disk; `undefined` where it has none. */
  public readonly disk: string | undefined;
  private readonly serial: string;
  private readonly qmp: string;
  private process?: Service;

  constructor(
    private readonly props: LanMachineProps,
    private readonly place: LanMachinePlace,
  ) {
    const { directory } = place;
    this.mac = props.mac;
    this.serial = path.join(directory, "serial");
    this.qmp = path.join(directory, "qmp");
    fs.writeFileSync(this.serial, "");
    if (props.diskBytes !== undefined) {
      this.disk = path.join(directory, "disk");
      fs.writeFileSync(this.disk, "");
      fs.truncateSync(this.disk, props.diskBytes);
    }
    if (props.firmware === LanFirmware.UEFI) fs.copyFileSync(`${OVMF}/OVMF_VARS_4M.fd`, path.join(directory, "variables"));
  }

  /** Whether it runs. */
  public get isOn(): boolean {
    return this.process !== undefined && !this.process.ended;
  }

  /**
   * Switches it on.
   *
   * @param first what stands first in the boot order. @default LanBoot.DISK: from the network while the disk has no system
   */
  public async powerOn(first = LanBoot.DISK): Promise<void> {
    if (this.isOn) throw new Error(`${this.mac} is on`);
    const { tap, bridge, within, directory } = this.place;
    const commands = `ip tuntap add dev ${tap} mode tap && ip link set ${tap} master ${bridge} up`;
    await exec("sh", ["-c", `ip link show ${tap} >/dev/null 2>&1 || { ${commands}; }`], { within });
    fs.rmSync(this.qmp, { force: true });
    this.process = new Service("qemu-system-x86_64", this.arguments(first), { log: path.join(directory, "qemu"), within });
    await until(`${this.mac} is on`, SWITCH_SECONDS, async () => {
      if (!this.isOn) throw new Error(`QEMU ended while starting: ${this.process?.output()}`);
      return askQmp(this.qmp, "query-status").then(
        () => true,
        () => undefined,
      );
    });
  }

  /** Pulls the plug. */
  public async powerOff(): Promise<void> {
    if (!this.isOn) return;
    await askQmp(this.qmp, "quit").catch(() => undefined);
    await until(`${this.mac} is off`, SWITCH_SECONDS, () => (this.isOn ? undefined : true));
    await this.process?.stop();
  }

  /** Presses the reset button. */
  public async reset(): Promise<void> {
    await askQmp(this.qmp, "system_reset");
  }

  /** What it wrote to its serial port so far, from its first start on. */
  public console(): string {
    return new Console(this.serial).text();
  }

  /**
   * Waits until something stands on the console, and gives what was written up to its end.
   *
   * @param from how much of the console was seen before, as its length
   */
  public async untilConsole(what: RegExp, seconds: number, from = 0): Promise<string> {
    const seen = (): string => this.console().slice(from);
    try {
      return await until(`${this.mac} writes ${what.source}`, seconds, () => {
        const text = seen();
        const match = what.exec(text);
        if (match !== null) return text.slice(0, match.index + match[0].length);
        if (!this.isOn) throw new Error(`${this.mac} is off, and has not written ${what.source}\n${this.process?.output() ?? ""}`);
        return undefined;
      });
    } catch (e) {
      throw new Error(`${e instanceof Error ? e.message : String(e)}\n${seen()}`.trim());
    }
  }

  private arguments(first: LanBoot): string[] {
    const { mac, firmware = LanFirmware.BIOS, memory = 256, processors = 1 } = this.props;
    const isUefi = firmware === LanFirmware.UEFI;
    // "graphics=off" brings the firmware's text to the serial port. What is not asked for, such as a display or a floppy drive, is not there.
    const machine = ["-nodefaults", "-machine", `${isUefi ? "q35" : "pc"},graphics=off`, "-accel", "tcg,thread=multi"];
    const size = ["-m", String(memory), "-smp", String(processors)];
    const [diskPlace, networkPlace] = first === LanBoot.DISK ? [1, 2] : [2, 1];
    const network = `virtio-net-pci,netdev=n,mac=${mac},bootindex=${networkPlace}${isUefi ? ",romfile=" : ""}`;
    const disk = [
      "-drive",
      `if=none,id=d,format=raw,file=${this.disk}`,
      "-device",
      `virtio-blk-pci,drive=d,serial=disk,bootindex=${diskPlace}`,
    ];
    return [
      ...machine,
      ...size,
      ...(isUefi ? this.firmwareArguments() : []),
      ...["-display", "none", "-qmp", `unix:${this.qmp},server=on,wait=off`],
      ...["-chardev", `file,id=s,path=${this.serial},append=on`, "-serial", "chardev:s"],
      ...["-netdev", `tap,id=n,ifname=${this.place.tap},script=no,downscript=no`, "-device", network],
      ...(this.disk === undefined ? [] : disk),
    ];
  }

  private firmwareArguments(): string[] {
    const flash = (unit: number, file: string, more = ""): string[] => ["-drive", `if=pflash,unit=${unit},format=raw${more},file=${file}`];
    return [...flash(0, `${OVMF}/OVMF_CODE_4M.fd`, ",readonly=on"), ...flash(1, path.join(this.place.directory, "variables"))];
  }
}
