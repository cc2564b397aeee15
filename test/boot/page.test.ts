import * as fs from "fs";
import { expect, test } from "vitest";
import { Workspace } from "../integration/harness";
import { commandsOf, PageReader, type Section, type Step, type Substitution } from "./page";

const command = (text: string): Step => ({ kind: "command", text, line: 1 });
const file = (name: string, text: string): Step => ({ kind: "file", name, text, line: 1 });
const output = (text: string): Step => ({ kind: "output", text, line: 1 });
const section = (...steps: readonly Step[]): Section => ({ heading: "A part", steps });

function reader(...substitutions: readonly Substitution[]): PageReader {
  return new PageReader({ folder: Workspace.forTest().directory, env: { PATH: process.env.PATH }, substitutions });
}

test("a command goes on behind a backslash, and up to the end of a document that it holds; comments are none", () => {
  const block = "# first\none \\\n  two\ncat >f <<'END'\na \\\nEND\n\nthree # and a word on it\n";
  expect(commandsOf(block)).toEqual(["one \\\n  two", "cat >f <<'END'\na \\\nEND", "three # and a word on it"]);
});

test("a reader keeps the folder that was changed to, and what was exported, from one part to the next", async () => {
  const someone = reader();
  await someone.follow(section(command("mkdir app && cd app"), command("export NAME=value")));
  await someone.follow(
    section(file("sub/text", "$NAME\n"), command('echo "$NAME $(cat sub/text) ${PWD##*/}"'), output("value $NAME app\n")),
  );
  expect(fs.readFileSync(`${someone.cwd}/sub/text`, "utf8")).toBe("$NAME\n");
});

test("a reader stops where a command fails, or prints something else, and goes on nowhere", async () => {
  await expect(reader().follow(section(command("false | true")))).rejects.toThrow("exit code 1");
  const someone = reader();
  await expect(someone.follow(section(command("echo one"), output("two\n")))).rejects.toThrow('the page says "two\\n", not\none');
  await expect(someone.follow(section(command("true")))).rejects.toThrow("could not be followed so far");
});

test("a substitution takes the place of lines that it knows, and one that knows none is told of", async () => {
  const known = { text: /^false/, instead: (line: string): string => line.replace("false", "echo") };
  const unknown = { text: /^never/, instead: () => undefined };
  const someone = reader(known, unknown, { text: /left out/, instead: () => undefined });
  await someone.follow(section(command("false hello"), command("exit 1 # left out"), output("hello\n")));
  expect(someone.unused).toEqual([/^never/]);
});
