import { FlatcarError, didYouMean } from "../errors";
import { CommandArguments } from "./arguments";
import { Command, CommandOption, ExitCode, UsageError } from "./command";
import { commandHelp, programHelp } from "./help";
import { CommandIo } from "./io";
import { packageVersion } from "./version";

const HELP: CommandOption = { name: "help", short: "h", summary: "" };

/**
 * Runs one command.
 *
 * @param args what stands behind the program's name
 * @param commands those there are
 * @returns the exit code. A mistake of the user's is told on standard error, without a stack
 */
export async function runCommand(args: readonly string[], io: CommandIo, commands: readonly Command[]): Promise<number> {
  const first = args[0] ?? "";
  if (first === "--version" || first === "-V") {
    io.stdout.write(`cdktf-flatcar ${packageVersion()}\n`);
    return ExitCode.FINE;
  }
  if (first === "--help" || first === "-h") {
    const asked = find(args.slice(1), commands);
    io.stdout.write(asked === undefined ? programHelp(commands) : commandHelp(asked.command));
    return ExitCode.FINE;
  }
  const found = find(args, commands);
  if (found === undefined) return refuse(args, io, commands);
  const { command, rest } = found;
  try {
    const parsed = CommandArguments.parse(rest, [...command.options, HELP]);
    if (parsed.has("help")) {
      io.stdout.write(commandHelp(command));
      return ExitCode.FINE;
    }
    return await command.run(parsed, io);
  } catch (e) {
    if (e instanceof UsageError) {
      io.stderr.write(`cdktf-flatcar ${command.name}: ${e.message}\nSee cdktf-flatcar ${command.name} --help\n`);
      return ExitCode.USAGE;
    }
    if (!FlatcarError.isFlatcarError(e) && !isTooLong(e)) throw e;
    io.stderr.write(`${e.message}\n`);
    return ExitCode.FINDINGS;
  }
}

/** Whether what is to be written is longer than a string of JavaScript can be: input of hundreds of megabytes, and no mistake of ours. */
function isTooLong(e: unknown): e is Error {
  if (!(e instanceof Error)) return false;
  return (e as NodeJS.ErrnoException).code === "ERR_STRING_TOO_LONG" || (e instanceof RangeError && e.message === "Invalid string length");
}

function find(args: readonly string[], commands: readonly Command[]): { command: Command; rest: readonly string[] } | undefined {
  for (const words of [2, 1]) {
    const name = args.slice(0, words).join(" ");
    const command = args.length < words ? undefined : commands.find((candidate) => candidate.name === name);
    if (command !== undefined) return { command, rest: args.slice(words) };
  }
  return undefined;
}

function refuse(args: readonly string[], io: CommandIo, commands: readonly Command[]): number {
  const [first, second] = args;
  if (first === undefined) {
    io.stderr.write(programHelp(commands));
    return ExitCode.USAGE;
  }
  const group = commands.some(({ name }) => name.startsWith(`${first} `)) ? first : undefined;
  if (group !== undefined && (second === "--help" || second === "-h")) {
    io.stdout.write(programHelp(commands, group));
    return ExitCode.FINE;
  }
  if (group !== undefined && second === undefined) {
    io.stderr.write(programHelp(commands, group));
    return ExitCode.USAGE;
  }
  const asked = group === undefined ? first : `${group} ${second}`;
  const candidates = group === undefined ? commands.flatMap(({ name }) => [name, name.split(" ")[0]]) : commands.map(({ name }) => name);
  const near = didYouMean(asked, candidates);
  const kind = group === undefined && first.startsWith("-") ? "option" : "command";
  io.stderr.write(
    `cdktf-flatcar: there is no ${kind} ${JSON.stringify(asked)}${near === undefined ? "" : `; ${near}`}\nSee cdktf-flatcar --help\n`,
  );
  return ExitCode.USAGE;
}
