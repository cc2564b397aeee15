import * as fs from "fs";
import * as path from "path";
import { DiskFilesDirectory, formatReports, osReason, translateButane } from "../butane";
import type { CommandArguments } from "./arguments";
import { Command, ExitCode, UsageError } from "./command";
import { COLOUR_CHOICES, CommandIo, wantsColour } from "./io";
import { packageVersion } from "./version";

const COLOURS = [...COLOUR_CHOICES, "yes", "no"];

/** The version of `butane` whose answers these are. */
const REFERENCE = "0.29.0";

/**
 * `cdktf-flatcar butane`: what `butane` does, by its flags, with its words, streams and exit codes.
 *
 * @see https://github.com/coreos/butane/blob/v0.29.0/internal/main.go
 */
export const butane: Command = {
  name: "butane",
  summary: "translate a Butane config to Ignition",
  usage: "[options] [FILE]",
  description:
    `Translates a Butane config of the variant flatcar to Ignition, with the answers of butane ${REFERENCE}.\n` +
    "The config is read from FILE, or from standard input where no file or - is named, and printed on\n" +
    "standard output; errors and warnings go to standard error.",
  options: [
    { name: "check", short: "c", summary: "check the config, and print none" },
    { name: "strict", short: "s", summary: "fail on any warning" },
    { name: "pretty", short: "p", summary: "indent the JSON" },
    { name: "files-dir", short: "d", value: "DIR", summary: "the directory of the files that the config names in 'local'" },
    { name: "output", short: "o", value: "FILE", summary: "write to FILE instead of standard output" },
    { name: "raw-errors", summary: "one line for an error, without the lines of the config around it" },
    { name: "color", value: "WHEN", choices: COLOURS, bare: "always", summary: "auto, always or never (default: auto)" },
    { name: "raw", short: "r", summary: "as ever: only other variants have something to leave out" },
    { name: "version", short: "V", summary: "show whose answers these are" },
    { name: "colour", value: "WHEN", choices: COLOURS, bare: "always", summary: "" },
    { name: "input", value: "FILE", summary: "" },
  ],
  examples: [
    { title: "Translate a config, and take no warning for harmless", line: "cdktf-flatcar butane --strict base.bu > base.ign" },
    { title: "Let the config name files of its own directory", line: "cdktf-flatcar butane --pretty --files-dir configs configs/base.bu" },
    { title: "Check what another program makes", line: "envsubst < base.bu | cdktf-flatcar butane --check" },
  ],
  async run(args, io) {
    const input = inputOf(args);
    if (args.has("version")) {
      io.stdout.write(`cdktf-flatcar ${packageVersion()}, with the answers of butane ${REFERENCE}\n`);
      return ExitCode.FINE;
    }
    try {
      return await translate(input, args, io);
    } catch (e) {
      if (!(e instanceof Failure)) throw e;
      io.stderr.write(`${e.message}\n`);
      return ExitCode.FINDINGS;
    }
  },
};

async function translate(input: string, args: CommandArguments, io: CommandIo): Promise<number> {
  const bytes = input === "" || input === "-" ? await io.readStdin() : readFile(input, io.cwd);
  const filesDir = args.value("files-dir") ?? "";
  const { reports, error, json } = translateButane(bytes, {
    filesDir: filesDir === "" ? undefined : new DiskFilesDirectory(path.resolve(io.cwd, filesDir), filesDir),
    pretty: args.has("pretty"),
  });
  const color = wantsColour(io, io.stderr, colourChoice(args));
  const file = input === "" || input === "-" ? "<stdin>" : input;
  if (reports.length > 0) {
    io.stderr.write(formatReports(reports, Buffer.from(bytes).toString("utf8"), { raw: args.has("raw-errors"), file, color }));
  }
  if (error !== undefined) throw new Failure(`Error translating config: ${error}`);
  if (args.has("strict") && reports.length > 0) throw new Failure("Config produced warnings and --strict was specified");
  if (args.has("check")) return ExitCode.FINE;
  const output = args.value("output") ?? "";
  if (output === "") io.stdout.write(`${json}\n`);
  else writeFile(output, `${json}\n`, io.cwd);
  return ExitCode.FINE;
}

/** What `butane` ends with 1 for, in its words. */
class Failure extends Error {}

function colourChoice(args: CommandArguments): string | undefined {
  const choice = args.value("colour") ?? args.value("color");
  return choice === "yes" ? "always" : choice === "no" ? "never" : choice;
}

function inputOf(args: CommandArguments): string {
  const named = args.value("input") ?? "";
  if (args.operands.length > 1 || (args.operands.length === 1 && named !== "")) {
    throw new UsageError(`one config at a time: what is ${JSON.stringify(args.operands.at(-1))}?`);
  }
  return args.operands[0] ?? named;
}

function readFile(name: string, cwd: string): Uint8Array {
  const file = path.resolve(cwd, name);
  let descriptor: number;
  try {
    descriptor = fs.openSync(file, "r");
  } catch (e) {
    throw new Failure(`failed to open ${name}: open ${name}: ${osReason(e)}`);
  }
  try {
    return fs.readFileSync(descriptor);
  } catch (e) {
    throw new Failure(`failed to read ${name}: read ${name}: ${osReason(e)}`);
  } finally {
    fs.closeSync(descriptor);
  }
}

function writeFile(name: string, text: string, cwd: string): void {
  let descriptor: number;
  try {
    descriptor = fs.openSync(path.resolve(cwd, name), "w", 0o644);
  } catch (e) {
    throw new Failure(`failed to open ${name}: open ${name}: ${osReason(e)}`);
  }
  try {
    fs.writeFileSync(descriptor, text);
  } catch (e) {
    throw new Failure(`Failed to write config to ${name}: write ${name}: ${osReason(e)}`);
  } finally {
    fs.closeSync(descriptor);
  }
}
