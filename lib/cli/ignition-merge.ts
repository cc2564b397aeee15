import {
  IgnitionConfig,
  ReportSeverity,
  checkIgnition,
  encodeIgnition,
  mergeIgnition,
  normaliseIgnition,
  renderIgnition,
} from "../ignition";
import { Command, ExitCode, UsageError } from "./command";
import { InputFailure, checkOperands, readConfig, reportLines } from "./ignition-input";

/** `cdktf-flatcar ignition merge`: what Ignition makes of configs that override each other. */
export const ignitionMerge: Command = {
  name: "ignition merge",
  summary: "merge Ignition configs, later ones over earlier ones",
  usage: "[options] FILE...",
  description:
    "Merges configs as Ignition does with those in ignition.config.merge, and prints the result: of the\n" +
    "highest version among them, in one line. What is wrong with the result, for which Ignition may\n" +
    "refuse it at boot, is told on standard error, and the command ends with 1. - is standard input.",
  options: [
    { name: "pretty", short: "p", summary: "indent the JSON" },
    { name: "render", summary: "put in the configs that they refer to by data: URLs; others are an error" },
  ],
  examples: [
    { title: "See what a machine gets", line: "cdktf-flatcar ignition merge base.ign node.ign" },
    { title: "Unpack user data", line: "cdktf-flatcar ignition merge --render --pretty user-data.ign" },
  ],
  async run(args, io) {
    const { operands } = args;
    if (operands.length === 0) throw new UsageError("name the configs to merge");
    checkOperands(operands);
    let merged: IgnitionConfig | undefined;
    try {
      for (const name of operands) {
        const config = await readConfig(name, io);
        const whole = args.has("render") ? renderIgnition(config) : config;
        merged = merged === undefined ? whole : mergeIgnition(merged, whole);
      }
    } catch (e) {
      if (!(e instanceof InputFailure)) throw e;
      io.stderr.write(`${e.message}\n`);
      return ExitCode.FINDINGS;
    }
    if (merged === undefined) throw new UsageError("name the configs to merge");
    io.stdout.write(`${args.has("pretty") ? JSON.stringify(normaliseIgnition(merged), null, 2) : encodeIgnition(merged)}\n`);
    if (operands.length === 1 && !args.has("render")) return ExitCode.FINE;
    const reports = checkIgnition(merged);
    io.stderr.write(reportLines("merged", reports));
    return reports.some(({ severity }) => severity === ReportSeverity.ERROR) ? ExitCode.FINDINGS : ExitCode.FINE;
  },
};
