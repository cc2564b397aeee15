import * as fs from "fs";
import * as path from "path";
import { osReason } from "../butane";
import { ConfigReport, IgnitionConfig, rawReport, readIgnition } from "../ignition";
import { UsageError } from "./command";
import { CommandIo } from "./io";

/** A config that can not be used, with what to tell on standard error. */
export class InputFailure extends Error {}

/**
 * The bytes of a file, or of standard input for `-`.
 *
 * @throws InputFailure in the words of Go: `open x.ign: no such file or directory`
 */
export async function readInput(name: string, io: CommandIo): Promise<Uint8Array> {
  if (name === "-") return io.readStdin();
  const file = path.resolve(io.cwd, name);
  let isOpen = false;
  try {
    const descriptor = fs.openSync(file, "r");
    isOpen = true;
    try {
      return fs.readFileSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
  } catch (e) {
    throw new InputFailure(`${isOpen ? "read" : "open"} ${name}: ${osReason(e)}`);
  }
}

/**
 * A config as Ignition reads it. Its warnings are told on standard error.
 *
 * @throws InputFailure
 */
export async function readConfig(name: string, io: CommandIo): Promise<IgnitionConfig> {
  const { config, reports, error } = readIgnition(await readInput(name, io));
  if (config === undefined) {
    throw new InputFailure(reports.length === 0 ? `${name}: couldn't parse config: ${error}` : reportLines(name, reports).trimEnd());
  }
  io.stderr.write(reportLines(name, reports));
  return config;
}

/** Findings, each line with the file before it. */
export function reportLines(name: string, reports: readonly ConfigReport[]): string {
  return prefixed(name, rawReport(reports));
}

/** A text with the file before each line. */
export function prefixed(name: string, text: string): string {
  return text.replace(/^(?=.)/gm, () => `${name}: `);
}

/** @throws UsageError where standard input is to be read twice */
export function checkOperands(operands: readonly string[]): void {
  if (operands.filter((name) => name === "-").length > 1) throw new UsageError("standard input, -, can be read once only");
}
