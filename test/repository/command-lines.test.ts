import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { CommandArguments } from "../../lib/cli/arguments";
import { COMMANDS } from "../../lib/cli/commands";
import { CommandLine, commandLines, commandLinesOf } from "../support/command-lines";
import { codeBlocks } from "../support/markdown";
import { PROJECT, filesBelow, repositoryFiles } from "../support/project";

const read = (file: string): string => fs.readFileSync(path.join(PROJECT, file), "utf8");
const HELP = { name: "help", short: "h", summary: "" };

/** Why the program would refuse a call; undefined where it would take it apart. */
function refusal({ args }: CommandLine): string | undefined {
  if (["--help", "--version"].includes(args[0])) return undefined;
  const command = COMMANDS.find(({ name }) => name === args.slice(0, 2).join(" ") || name === args[0]);
  if (command === undefined) return "there is no such command";
  try {
    CommandArguments.parse(args.slice(command.name.split(" ").length), [...command.options, HELP]);
    return undefined;
  } catch (e) {
    return (e as Error).message;
  }
}

const refused = (lines: readonly CommandLine[]): string[] =>
  lines.flatMap((line) => (refusal(line) === undefined ? [] : [`${line.text}: ${refusal(line)}`]));

test("every call of the program that the documentation shows is one that it takes", () => {
  const pages = repositoryFiles().filter((file) => /^(docs\/[^/]+|README)\.md$/.test(file));
  // The usage of a command is no call.
  const usage = /\[options\]|STACK NODE|COMMAND/;
  const lines = pages.flatMap((page) => commandLinesOf(read(page), codeBlocks(read(page))).filter(({ text }) => !usage.test(text)));
  expect(lines.length).toBeGreaterThan(20);
  expect(refused(lines)).toEqual([]);
});

test("so is every call that an error tells people to make", () => {
  const sources = filesBelow(path.join(PROJECT, "lib")).filter((file) => file.endsWith(".ts") && !file.startsWith("imports/"));
  const lines = sources.flatMap((file) =>
    [...read(`lib/${file}`).matchAll(/['"`](cdktf-flatcar [a-z][^'"`\n]*)['"`]/g)].flatMap((match) =>
      // What is filled in is one word.
      commandLines(match[1].replace(/\$\{[^}]*\}/g, "X")),
    ),
  );
  expect(lines.length).toBeGreaterThan(5);
  expect(refused(lines)).toEqual([]);
});

test("every example of a command's help is a call of that command", () => {
  for (const { name, examples } of COMMANDS) {
    const lines = examples.flatMap(({ line }) => commandLines(line));
    expect(lines.length, name).toBeGreaterThanOrEqual(examples.length);
    expect(refused(lines)).toEqual([]);
    expect(examples.filter(({ line }) => !line.includes(`cdktf-flatcar ${name}`)).map(({ line }) => line)).toEqual([]);
  }
});
