import { Command, CommandExample, CommandOption } from "./command";

const PROGRAM = "cdktf-flatcar";
const HELP: CommandOption = { name: "help", short: "h", summary: "show this help" };

/** What `--help` of a command prints. */
export function commandHelp(command: Command): string {
  const parts = [
    `Usage: ${PROGRAM} ${command.name} ${command.usage}\n`,
    command.description ?? `${command.summary[0].toUpperCase()}${command.summary.slice(1)}.`,
    `\nOptions:\n${table([...command.options, HELP].filter(({ summary }) => summary !== "").map((option) => [spelling(option), option.summary]))}`,
  ];
  if (command.examples.length > 0) parts.push(`\nExamples:\n${command.examples.map(example).join("\n")}`);
  return `${parts.join("\n")}\n`;
}

/** What `--help` without a command prints, or with the name of a group of commands. */
export function programHelp(commands: readonly Command[], group?: string): string {
  const shown = group === undefined ? commands : commands.filter(({ name }) => name.startsWith(`${group} `));
  const options = [
    ["-h, --help", "show this help, or with a command that command's"],
    ...(group === undefined ? [["-V, --version", "show the version"]] : []),
  ];
  return [
    `Usage: ${PROGRAM} ${group === undefined ? "" : `${group} `}COMMAND [options]\n`,
    `Commands:\n${table(shown.map(({ name, summary }) => [name, summary]))}\n`,
    `Options:\n${table(options)}\n`,
    "Exit codes: 0 fine, 1 findings or bad input, 2 wrong usage, 130 interrupted.\n",
  ].join("\n");
}

function spelling({ name, short, value, bare }: CommandOption): string {
  const long = value === undefined ? `--${name}` : bare === undefined ? `--${name} ${value}` : `--${name}[=${value}]`;
  return short === undefined ? `    ${long}` : `-${short}, ${long}`;
}

function table(rows: readonly (readonly string[])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
}

function example({ title, line }: CommandExample): string {
  return `  # ${title}\n  ${line}`;
}
