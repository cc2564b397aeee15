import { expect, test } from "vitest";
import { Command } from "../../lib/cli/command";
import { COMMANDS } from "../../lib/cli/commands";
import { commandHelp, programHelp } from "../../lib/cli/help";

const COMMAND: Command = {
  name: "ignition merge",
  summary: "merge configs",
  usage: "[options] A B…",
  description: "Merges configs\nas Ignition does.",
  options: [
    { name: "output", short: "o", value: "FILE", summary: "write to FILE" },
    { name: "color", value: "WHEN", bare: "always", summary: "when to use colours" },
    { name: "hidden", summary: "" },
  ],
  examples: [],
  run: () => 0,
};

test("an option shows its short form, its value, and whether the value may be left out", () => {
  expect(commandHelp(COMMAND)).toBe(`Usage: cdktf-flatcar ignition merge [options] A B…

Merges configs
as Ignition does.

Options:
  -o, --output FILE   write to FILE
      --color[=WHEN]  when to use colours
  -h, --help          show this help
`);
});

test("the help of a group has its commands alone", () => {
  const other = { ...COMMAND, name: "butane", summary: "translate" };
  expect(programHelp([COMMAND, other], "ignition")).not.toContain("butane");
  expect(programHelp([COMMAND, other])).toContain("  butane          translate\n");
});

test.each(COMMANDS.map((command) => [command.name, command] as const))("the help of %s fits a terminal of 100 columns", (_, command) => {
  const long = commandHelp(command)
    .split("\n")
    .filter((line) => line.length > 100 && !line.startsWith("  cdktf"));
  expect(long).toEqual([]);
  expect(command.summary).toMatch(/^[a-z].*[^.]$/);
  expect(command.examples.length).toBeGreaterThan(0);
});
