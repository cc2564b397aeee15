import type { CommandArguments } from "./arguments";
import type { CommandIo } from "./io";

/** What a command's end means to the shell. */
export enum ExitCode {
  /** Done, and nothing found. */
  FINE = 0,
  /** Findings, or input that cannot be used. */
  FINDINGS = 1,
  /** The command was called wrongly. */
  USAGE = 2,
  /** Somebody ended it with Ctrl-C: 128 and the signal's number, as shells have it. */
  INTERRUPTED = 130,
}

/** One option of a command. Without `value` it is a switch. */
export interface CommandOption {
  /** The long name, without dashes: `files-dir`. */
  readonly name: string;
  /**
   * One letter, without a dash.
   *
   * @default - no short form
   */
  readonly short?: string;
  /**
   * What the value is called in the help: `DIR`.
   *
   * @default - the option is a switch
   */
  readonly value?: string;
  /**
   * The values there are; any other is a mistake in usage.
   *
   * @default - any text
   */
  readonly choices?: readonly string[];
  /**
   * What the option means when it is given without a value, which then has to be joined by `=`.
   *
   * @default - the value must follow
   */
  readonly bare?: string;
  /** One line, lower case, without a final period. Empty for an option that the help does not tell of. */
  readonly summary: string;
}

/** One call that the help shows. */
export interface CommandExample {
  /** What it does, as an imperative sentence without a final period. */
  readonly title: string;
  /** A whole line of shell: `cdktf-flatcar butane base.bu`. */
  readonly line: string;
}

/** One command of `cdktf-flatcar`. `--help` and the list of commands are made of these parts. */
export interface Command {
  /** As it is called, with a space in it where it belongs to a group: `butane`, `ignition validate`. */
  readonly name: string;
  /** One line for the list of commands, lower case, without a final period. */
  readonly summary: string;
  /** What follows the name in a call: `[options] [FILE]`. */
  readonly usage: string;
  /**
   * What else is to say, in whole sentences of at most 100 columns.
   *
   * @default - the summary is all
   */
  readonly description?: string;
  /** `--help` is every command's and not among them. */
  readonly options: readonly CommandOption[];
  readonly examples: readonly CommandExample[];
  /**
   * Does the work. What is thrown as a `FlatcarError` is printed without a stack, and ends the command with {@link ExitCode.FINDINGS}.
   *
   * @returns what the shell gets, an {@link ExitCode}
   * @throws UsageError for what the options' parts do not tell: a missing operand, options that exclude each other
   */
  run(args: CommandArguments, io: CommandIo): number | Promise<number>;
}

/** A command that was called wrongly: printed with a hint at `--help`, and {@link ExitCode.USAGE}. */
export class UsageError extends Error {
  /** @param message one line, lower case, without a final period */
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}
