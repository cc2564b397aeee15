import * as fs from "fs";
import * as os from "os";
import * as path from "path";
import { exec } from "./exec";

const SOURCE = path.join(__dirname, "boot-kernel.S");

/** What stands before the command line on the serial port. */
const GREETING = "\ncommand line: ";

/**
 * A program that iPXE takes for a Linux kernel, under BIOS and UEFI: it writes the command line it was given to the serial port, and stops.
 * 1.5 kB, amd64.
 */
export async function buildBootKernel(): Promise<Uint8Array> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "flatcar-kernel-"));
  try {
    const [object, binary] = ["kernel.o", "kernel.bin"].map((name) => path.join(directory, name));
    await exec("as", ["--64", "-o", object, SOURCE]);
    await exec("ld", ["-m", "elf_x86_64", "-Ttext", "0", "-e", "0", "--oformat", "binary", "-o", binary, object]);
    return fs.readFileSync(binary);
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

/** The command line that the program wrote to a serial port; `undefined` while it has not, or not to its end. */
export function commandLineOn(serial: string): string | undefined {
  const start = serial.lastIndexOf(GREETING);
  if (start < 0) return undefined;
  const [line, ...rest] = serial.slice(start + GREETING.length).split("\n");
  return rest.length > 0 ? line : undefined;
}
