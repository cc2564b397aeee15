import { FlatcarError } from "../errors";
import { IgnitionConfig, MissingConfig, diffIgnition, formatIgnitionDiff, renderIgnition } from "../ignition";
import { Command, ExitCode, UsageError } from "./command";
import { InputFailure, checkOperands, readConfig } from "./ignition-input";
import { COLOUR_CHOICES, CommandIo, wantsColour } from "./io";

/** `cdktf-flatcar ignition diff`: what differs between the machines that two configs make. */
export const ignitionDiff: Command = {
  name: "ignition diff",
  summary: "show what differs between two Ignition configs",
  usage: "[options] BEFORE AFTER",
  description:
    "Compares what two configs make of a machine: contents decoded and unpacked, configs in data: URLs\n" +
    "put in, entries by name in any order. What looks secret is shown as ***. Ends with 0 where nothing\n" +
    "differs, with 1 where something does, with 2 where they can not be compared. - is standard input.",
  options: [
    { name: "format", value: "FORMAT", choices: ["text", "json"], summary: "text, or json for machines" },
    { name: "color", value: "WHEN", choices: [...COLOUR_CHOICES], bare: "always", summary: "auto, always or never (default: auto)" },
    { name: "no-render", summary: "compare references to other configs, and not what is behind them" },
    { name: "show-secrets", summary: "show what looks secret too" },
  ],
  examples: [
    { title: "See what a change to a config does", line: "cdktf-flatcar ignition diff before.ign after.ign" },
    { title: "Compare with what Butane makes", line: "cdktf-flatcar butane base.bu | cdktf-flatcar ignition diff base.ign -" },
  ],
  async run(args, io) {
    const { operands } = args;
    if (operands.length !== 2) throw new UsageError(`name two configs to compare, not ${operands.length}`);
    checkOperands(operands);
    try {
      const before = await read(operands[0], io, !args.has("no-render"));
      const after = await read(operands[1], io, !args.has("no-render"));
      const diff = diffIgnition(before, after, { maskSecrets: !args.has("show-secrets") });
      const color = wantsColour(io, io.stdout, args.value("color"));
      io.stdout.write(args.value("format") === "json" ? `${JSON.stringify(diff, null, 2)}\n` : formatIgnitionDiff(diff, { color }));
      return diff.changes.length === 0 ? ExitCode.FINE : ExitCode.FINDINGS;
    } catch (e) {
      if (!(e instanceof InputFailure) && !FlatcarError.isFlatcarError(e)) throw e;
      io.stderr.write(`${e.message}\n`);
      // As diff does: 1 means that there is a difference.
      return ExitCode.USAGE;
    }
  },
};

async function read(name: string, io: CommandIo, render: boolean): Promise<IgnitionConfig> {
  const config = await readConfig(name, io);
  if (!render) return config;
  try {
    return renderIgnition(config, { missing: MissingConfig.KEEP });
  } catch (e) {
    throw FlatcarError.isFlatcarError(e) ? e.at(name) : e;
  }
}
