import * as fs from "fs";
import * as path from "path";
import { readOutputs } from "../check/pools/outputs-file";
import type { AppliedStack } from "../check/pools/pool-facts";
import { readState } from "../check/pools/state-file";
import { FlatcarError } from "../errors";
import type { CommandArguments } from "./arguments";
import { CommandOption, UsageError } from "./command";
import type { CommandIo } from "./io";

/** The options of commands that read what has been applied. */
export const APPLIED_OPTIONS: readonly CommandOption[] = [
  { name: "outputs", value: "[STACK=]FILE", summary: "what terraform output -json printed, - for standard input" },
  { name: "state", value: "[STACK=]FILE", summary: "what terraform show -json printed of a state, or a state file" },
];

/**
 * Reads the files that {@link APPLIED_OPTIONS} name, by stack.
 *
 * @param stacks those that the command is about
 * @throws UsageError for a file that does not say which stack it is of, and for one of another stack
 * @throws FlatcarError `outputs-unreadable`, `state-unreadable`
 */
export async function readApplied(args: CommandArguments, io: CommandIo, stacks: readonly string[]): Promise<Map<string, AppliedStack>> {
  const found = new Map<string, AppliedStack>();
  for (const given of args.values("outputs")) {
    const { stack, file } = fileOf("outputs", given, stacks);
    found.set(stack, { ...found.get(stack), outputs: readOutputs(await read("outputs", file, io), nameOf(file)) });
  }
  for (const given of args.values("state")) {
    const { stack, file } = fileOf("state", given, stacks);
    found.set(stack, { ...found.get(stack), state: readState(await read("state", file, io), nameOf(file)) });
  }
  return found;
}

function fileOf(option: string, given: string, stacks: readonly string[]): { readonly stack: string; readonly file: string } {
  const [name, ...rest] = given.split("=");
  if (rest.length > 0 && stacks.includes(name)) return { stack: name, file: rest.join("=") };
  if (stacks.length === 1) return { stack: stacks[0], file: given };
  throw new UsageError(
    `--${option} ${given} is of one stack, and there are ${stacks.length}: write --${option} STACK=FILE, or name the stack`,
  );
}

async function read(option: "outputs" | "state", file: string, io: CommandIo): Promise<string> {
  if (file === "-") return Buffer.from(await io.readStdin()).toString("utf8");
  try {
    return fs.readFileSync(path.resolve(io.cwd, file), "utf8");
  } catch (e) {
    throw new FlatcarError({
      code: option === "outputs" ? "outputs-unreadable" : "state-unreadable",
      subject: option === "outputs" ? "the outputs of a stack" : "the state",
      received: file,
      allowed: "a file that can be read",
      mend: `correct the path, or see to it that you may read the file (${(e as NodeJS.ErrnoException).code ?? "unreadable"})`,
    });
  }
}

function nameOf(file: string): string {
  return file === "-" ? "<stdin>" : file;
}
