import * as fs from "fs";
import * as path from "path";
import { codeBlocks } from "../support/markdown";
import { PROJECT } from "../support/project";
import { exec, type ExecOptions } from "../integration/harness";

/** Something that a page tells its reader to do, in the order of the page. */
export type Step =
  | { readonly kind: "command"; readonly text: string; readonly line: number }
  | { readonly kind: "file"; readonly name: string; readonly text: string; readonly line: number }
  /** What the last command prints. */
  | { readonly kind: "output"; readonly text: string; readonly line: number };

/** A part of a page under a heading of the second level. */
export interface Section {
  readonly heading: string;
  readonly steps: readonly Step[];
}

/** A line of a page that a test cannot follow as it stands. */
export interface Substitution {
  /** The command, or the text in a file. */
  readonly text: RegExp;
  /** What takes its place: a command for a command, `undefined` for none. It may do, or wait for, what the test alone can. */
  readonly instead: (text: string) => string | undefined | Promise<string | undefined>;
}

/**
 * What a page of `docs/` tells its reader to do: the commands of its `sh` blocks, the files whose names stand in code before their blocks, and what
 * blocks without a language say that commands print.
 */
export function sectionsOf(page: string): Section[] {
  const text = fs.readFileSync(path.join(PROJECT, page), "utf8");
  const lines = text.split("\n");
  const headings = lines.flatMap((line, i) => (line.startsWith("## ") ? [{ heading: line.slice(3), line: i + 1 }] : []));
  const steps = codeBlocks(text).flatMap(({ language, text: block, line }): Step[] => {
    if (language === "sh") return commandsOf(block).map((command) => ({ kind: "command", text: command, line }));
    if (language === "") return [{ kind: "output", text: block, line }];
    return [{ kind: "file", name: fileNameBefore(lines, line, page), text: block, line }];
  });
  return headings.map(({ heading, line }, i) => ({
    heading,
    steps: steps.filter((step) => step.line > line && step.line < (headings[i + 1]?.line ?? Infinity)),
  }));
}

/** Single commands: a line each, unless it goes on behind a backslash or holds a document of its own (`<<`). */
export function commandsOf(block: string): string[] {
  const commands: string[] = [];
  const lines = block.split("\n");
  for (let i = 0; i < lines.length; i++) {
    let command = lines[i];
    while (command.endsWith("\\") && i + 1 < lines.length) command += `\n${lines[++i]}`;
    const end = /<<-?\s*["']?(\w+)["']?/.exec(command)?.[1];
    while (end !== undefined && i + 1 < lines.length && command.split("\n").at(-1) !== end) command += `\n${lines[++i]}`;
    if (command.trim() !== "" && !command.trim().startsWith("#")) commands.push(command);
  }
  return commands;
}

/** The first word in code of the paragraph before a block. */
function fileNameBefore(lines: readonly string[], line: number, page: string): string {
  const before = lines.slice(0, line - 1);
  while (before.at(-1) === "") before.pop();
  const paragraph = before.slice(before.lastIndexOf("") + 1).join(" ");
  const name = /^`([\w./-]+\.\w+)`/.exec(paragraph)?.[1];
  if (name === undefined) throw new Error(`${page}:${line}: the paragraph before the block does not begin with a file's name`);
  return name;
}

/** How a page is followed. */
export interface ReaderProps {
  /** A folder of the test's own, in which the reader begins. */
  readonly folder: string;
  /** The whole environment of the reader's shell; `HOME` among it. */
  readonly env: NodeJS.ProcessEnv;
  readonly substitutions: readonly Substitution[];
  /** Where commands run. @default - in the namespaces of the test */
  readonly within?: ExecOptions["within"];
  /** Seconds that one command may take. @default 300 */
  readonly timeout?: number;
}

/** Somebody who follows a page word by word, in one shell: folders that are changed to and variables that are exported stay. */
export class PageReader {
  private folder: string;
  private output = "";
  private failed = false;
  private readonly used = new Set<Substitution>();

  constructor(private readonly props: ReaderProps) {
    this.folder = props.folder;
  }

  /** Substitutions that no line has asked for: the page has changed. */
  public get unused(): RegExp[] {
    return this.props.substitutions.filter((substitution) => !this.used.has(substitution)).map(({ text }) => text);
  }

  /** Where the reader is. */
  public get cwd(): string {
    return this.folder;
  }

  /** Does one thing after the other. Rejects where a command fails, or prints something else than the page says, and ever after. */
  public async follow({ steps }: Section): Promise<void> {
    if (this.failed) throw new Error("the page could not be followed so far");
    this.failed = true;
    for (const step of steps) await this.take(step);
    this.failed = false;
  }

  private async take(step: Step): Promise<void> {
    switch (step.kind) {
      case "command":
        return this.run(step.text);
      case "file":
        return this.write(step.name, step.text);
      case "output":
        if (!this.output.includes(step.text)) throw new Error(`the page says ${JSON.stringify(step.text)}, not\n${this.output}`);
    }
  }

  private async run(text: string): Promise<void> {
    const command = await this.substituted(text);
    if (command === undefined) return;
    const { folder, env, within, timeout = 300 } = this.props;
    const state = path.join(folder, ".shell-state");
    // The reader is root in namespaces of the test's own.
    const script = [
      'sudo() { "$@"; }',
      `[ ! -e ${state} ] || . ${state}`,
      command,
      // What a shell keeps from one command to the next. The folder comes last, for the next command begins in it.
      `{ export -p; pwd >${state}.folder; } >${state}`,
    ].join("\n");
    const { stdout } = await exec("bash", ["-euo", "pipefail", "-c", script], { cwd: this.folder, env, within, timeout });
    this.output = stdout;
    this.folder = fs.readFileSync(`${state}.folder`, "utf8").trim();
  }

  private async write(name: string, text: string): Promise<void> {
    const file = path.resolve(this.folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, (await this.substituted(text)) ?? "");
  }

  private async substituted(text: string): Promise<string | undefined> {
    let result: string | undefined = text;
    for (const substitution of this.props.substitutions) {
      if (result === undefined || !substitution.text.test(result)) continue;
      this.used.add(substitution);
      result = await substitution.instead(result);
    }
    return result;
  }
}
