import { IgnitionValidation, validateIgnition, validateOutput } from "../ignition";
import { Command, ExitCode, UsageError } from "./command";
import { InputFailure, checkOperands, prefixed, readInput } from "./ignition-input";
import { CommandIo } from "./io";

/** The version of `ignition-validate` whose answers these are. */
const REFERENCE = "2.26.0";

/**
 * `cdktf-flatcar ignition validate`: what `ignition-validate` does, with its words, streams and exit codes, of many files.
 *
 * @see https://github.com/coreos/ignition/blob/v2.26.0/validate/main.go
 */
export const ignitionValidate: Command = {
  name: "ignition validate",
  summary: "check Ignition configs",
  usage: "[options] FILE...",
  description:
    `Checks Ignition configs of the specs 3.0.0 to 3.6.0 and 3.7.0-experimental, with the answers of\n` +
    `ignition-validate ${REFERENCE}: findings on standard output, warnings alone are no failure. - is standard\n` +
    "input. Of several files, each line begins with the name of its file.",
  options: [
    { name: "format", value: "FORMAT", choices: ["text", "json"], summary: "text, or json: a list with what was found in each file" },
  ],
  examples: [
    { title: "Check a config", line: "cdktf-flatcar ignition validate base.ign" },
    { title: "Check what Butane makes", line: "cdktf-flatcar butane base.bu | cdktf-flatcar ignition validate -" },
  ],
  async run(args, io) {
    const { operands } = args;
    if (operands.length === 0) throw new UsageError("name the configs to check");
    checkOperands(operands);
    const results: (IgnitionValidation & { readonly file: string })[] = [];
    let code = ExitCode.FINE;
    for (const name of operands) {
      const validation = await validate(name, io);
      const { exitCode, stdout, stderr } =
        validation instanceof InputFailure
          ? { exitCode: ExitCode.FINDINGS, stdout: "", stderr: `couldn't read config: ${validation.message}\n` }
          : validateOutput(validation);
      if (exitCode !== 0) code = ExitCode.FINDINGS;
      const named = (text: string): string => (operands.length > 1 ? prefixed(name, text) : text);
      if (args.value("format") !== "json") {
        io.stdout.write(named(stdout));
        io.stderr.write(named(stderr));
      } else if (validation instanceof InputFailure) io.stderr.write(named(stderr));
      else results.push({ file: name, ...validation });
    }
    if (args.value("format") === "json") io.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
    return code;
  },
};

async function validate(name: string, io: CommandIo): Promise<IgnitionValidation | InputFailure> {
  try {
    return validateIgnition(await readInput(name, io));
  } catch (e) {
    if (e instanceof InputFailure) return e;
    throw e;
  }
}
