import * as fs from "fs";
import * as path from "path";
import { commandLineOn } from "./boot-kernel";
import { until } from "./exec";
import { findMissing, missingText } from "./machine";
import { type Matchbox } from "./matchbox";
import { type MatchboxRequest } from "./matchbox-log";
import { Service } from "./service";

/** A machine that boots from the network. */
export interface PxeBootProps {
  readonly matchbox: Matchbox;
  /** With colons. */
  readonly mac: string;
  /** @default - all zeros */
  readonly uuid?: string;
  /** UEFI is OVMF with iPXE as the network card's driver; it takes twice as long. @default "bios" */
  readonly firmware?: "bios" | "uefi";
  /**
   * When the boot is over.
   * @default - when the program of `buildBootKernel` has written its command line, or the firmware has given up
   */
  readonly until?: (seen: PxeBootResult) => boolean;
  /** Seconds that it may take; after them it is an error. @default 90 */
  readonly timeout?: number;
}

/** What a machine did. */
export interface PxeBootResult {
  /** What matchbox was asked since the machine was switched on, in order. */
  readonly requests: readonly MatchboxRequest[];
  /** What the machine wrote to its first serial port: firmware, iPXE and kernel. */
  readonly serial: string;
  /** The command line that iPXE gave to the program of `buildBootKernel`. */
  readonly commandLine: string | undefined;
}

/** Where a machine finds matchbox: a free address of QEMU's own network, which is 10.0.2.0/24, and matchbox's usual port. */
const MATCHBOX = "10.0.2.100:8080";

const OVMF = "/usr/share/OVMF";
const RELAY = path.join(__dirname, "pxe-relay.mjs");

/** iPXE without a boot, then SeaBIOS and OVMF with no other way to boot. */
const GAVE_UP = /No more network devices|No bootable device|UEFI Interactive Shell/;

/**
 * Switches a machine on that boots from matchbox by the iPXE in its network card, waits until that is over, and switches it off. It is emulated
 * and has no disk and no display.
 *
 * Its network reaches nothing (`restrict=on`) but one address that QEMU joins to matchbox by a program of ours, so that whatever the machine
 * does stays on this machine's loopback.
 */
export async function pxeBoot(props: PxeBootProps): Promise<PxeBootResult> {
  const missing = findMissing(["qemu"]);
  if (missing.length > 0) throw new Error(missingText(missing));
  const { matchbox, timeout = 90 } = props;
  const isOver = props.until ?? (({ serial, commandLine }) => commandLine !== undefined || GAVE_UP.test(serial));
  const directory = fs.mkdtempSync(path.join(matchbox.workspace, "pxe-"));
  const serial = path.join(directory, "serial");
  fs.writeFileSync(serial, "");
  const before = matchbox.requests().length;
  const machine = new Service("qemu-system-x86_64", qemuArguments(props, directory, serial), { log: path.join(directory, "qemu") });
  const seen = (): PxeBootResult => {
    const text = fs.readFileSync(serial, "latin1");
    return { requests: matchbox.requests().slice(before), serial: text, commandLine: commandLineOn(text) };
  };
  try {
    return await until("the boot is over", timeout, () => {
      if (machine.ended) throw new Error("QEMU has ended");
      const result = seen();
      return isOver(result) ? result : undefined;
    });
  } catch (e) {
    const text = [e instanceof Error ? e.message : String(e), machine.output(), seen().serial, matchbox.logs()].join("\n");
    throw new Error(text.trim());
  } finally {
    await machine.stop();
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

function qemuArguments({ matchbox, mac, uuid, firmware = "bios" }: PxeBootProps, directory: string, serial: string): string[] {
  // "graphics=off" brings the firmware's text to the serial port. What is not asked for, such as a display or a floppy drive, is not there.
  const machine = ["-nodefaults", "-machine", `${firmware === "uefi" ? "q35" : "pc"},graphics=off`, "-accel", "tcg", "-m", "256"];
  const relay = [process.execPath, RELAY, String(matchbox.httpPort)].map(shellQuote).join(" ");
  const forward = `guestfwd=tcp:${MATCHBOX}-cmd:${relay}`;
  const network = ["user", "id=n", "restrict=on", `bootfile=http://${MATCHBOX}/boot.ipxe`, forward].map(commaQuote).join(",");
  return [
    ...machine,
    ...(firmware === "uefi" ? uefiArguments(directory) : []),
    ...["-display", "none", "-monitor", "none", "-serial", `file:${commaQuote(serial)}`, "-boot", "n"],
    ...["-netdev", network, "-device", `virtio-net-pci,netdev=n,mac=${mac}`],
    ...(uuid === undefined ? [] : ["-uuid", uuid]),
  ];
}

function uefiArguments(directory: string): string[] {
  const variables = path.join(directory, "vars.fd");
  fs.copyFileSync(`${OVMF}/OVMF_VARS_4M.fd`, variables);
  const flash = (unit: number, file: string, more = ""): string[] => [
    "-drive",
    `if=pflash,unit=${unit},format=raw${more},file=${commaQuote(file)}`,
  ];
  return [...flash(0, `${OVMF}/OVMF_CODE_4M.fd`, ",readonly=on"), ...flash(1, variables)];
}

/** QEMU's options end at a comma that is not doubled. */
function commaQuote(text: string): string {
  return text.replaceAll(",", ",,");
}

/** QEMU parts the command as a shell does. */
function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
