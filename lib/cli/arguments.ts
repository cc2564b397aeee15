import { parseArgs } from "util";
import { didYouMean } from "../errors";
import { CommandOption, UsageError } from "./command";

/** What stood behind a command's name, taken apart. */
export class CommandArguments {
  /**
   * Takes arguments apart as the commands of Go's world do: options and operands in any order, `--` ends the options, `--name=VALUE` and
   * `--name VALUE`, `-n VALUE`, `-n=VALUE` and `-nVALUE`, switches joined as in `-ps` and negated as in `--name=false`.
   *
   * @throws UsageError for an option that is not there, one without its value, and a value that is none of the choices
   */
  public static parse(args: readonly string[], options: readonly CommandOption[]): CommandArguments {
    const byName = new Map(options.map((option) => [option.name, option]));
    const values = new Map<string, readonly string[]>();
    const operands: string[] = [];
    for (const token of tokensOf(args, options)) {
      if (token.kind === "positional") operands.push(token.value);
      if (token.kind !== "option") continue;
      const option = byName.get(token.name);
      if (option === undefined) throw unknownOption(token.rawName, options);
      values.set(option.name, [...(values.get(option.name) ?? []), valueOf(option, token)]);
    }
    return new CommandArguments(operands, values);
  }

  private constructor(
    /** What is no option, in order. */
    public readonly operands: readonly string[],
    private readonly given: ReadonlyMap<string, readonly string[]>,
  ) {}

  /** Whether a switch is on. */
  public has(name: string): boolean {
    return this.value(name) === "true";
  }

  /** The value of an option, the last where it is given more than once. */
  public value(name: string): string | undefined {
    return this.values(name).at(-1);
  }

  /** All values of an option that may be given more than once, in order. */
  public values(name: string): readonly string[] {
    return this.given.get(name) ?? [];
  }
}

interface OptionToken {
  readonly rawName: string;
  readonly value?: string;
}

function tokensOf(args: readonly string[], options: readonly CommandOption[]) {
  // Not strict: its mistakes are told in words that differ between versions of Node.js.
  return parseArgs({
    args: [...args],
    options: Object.fromEntries(
      options.map(({ name, short, value, bare }) => [
        name,
        { type: value !== undefined && bare === undefined ? "string" : "boolean", ...(short === undefined ? {} : { short }) } as const,
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  }).tokens;
}

function valueOf(option: CommandOption, token: OptionToken): string {
  const given = token.value;
  if (option.value === undefined) {
    if (given === undefined || given === "true") return "true";
    if (given === "false") return "false";
    throw new UsageError(`${token.rawName} is a switch and takes no value, but got ${JSON.stringify(given)}`);
  }
  if (given === undefined && option.bare === undefined) throw new UsageError(`${token.rawName} needs a value: ${option.value}`);
  const isShort = !token.rawName.startsWith("--");
  const value = given === undefined ? (option.bare ?? "") : isShort ? given.replace(/^=/, "") : given;
  if (option.choices === undefined || option.choices.includes(value)) return value;
  const near = didYouMean(value, option.choices);
  const choices = option.choices.join(", ");
  throw new UsageError(`${token.rawName} is one of ${choices}, not ${JSON.stringify(value)}${near === undefined ? "" : `; ${near}`}`);
}

function unknownOption(rawName: string, options: readonly CommandOption[]): UsageError {
  const near = rawName.startsWith("--") ? didYouMean(rawName.slice(2), [...options.map(({ name }) => name), "help"]) : undefined;
  return new UsageError(`there is no option ${rawName}${near === undefined ? "" : `; ${near.replace('"', '"--')}`}`);
}
