import * as fs from "fs";
import * as path from "path";
import { didYouMean } from "../errors";
import type { CommandArguments } from "./arguments";
import { CommandOption, UsageError } from "./command";
import type { CommandIo } from "./io";

/** The options that name plans. */
export const PLAN_OPTIONS: readonly CommandOption[] = [
  { name: "plan", value: "[STACK=]FILE", summary: "what terraform show -json printed of a plan, or an extract of it" },
  { name: "plan-dir", value: "DIR", summary: "the folder with a plan for each stack, STACK.json" },
];

/** A plan of a stack. */
export interface PlanFile {
  /** Absolute. */
  readonly file: string;
  /** As it was given. */
  readonly name: string;
}

/**
 * The plans that {@link PLAN_OPTIONS} name, by stack.
 *
 * @param all the stacks there are
 * @param chosen those that the command is about
 * @throws UsageError for a plan of no stack that is checked, for one of no known stack, and for two of one stack
 */
export function plansFrom(args: CommandArguments, io: CommandIo, all: readonly string[], chosen: readonly string[]): Map<string, PlanFile> {
  const found = new Map<string, PlanFile>();
  const add = (stack: string, name: string): void => {
    const other = found.get(stack);
    if (other !== undefined) throw new UsageError(`${stack} has two plans, ${other.name} and ${name}: name one`);
    found.set(stack, { file: path.resolve(io.cwd, name), name });
  };
  for (const given of args.values("plan")) {
    const { stack, file } = planOf(given, io, all, chosen);
    add(stack, file);
  }
  const folder = args.value("plan-dir");
  // Plans of stacks that are not asked for may be there.
  if (folder !== undefined)
    for (const stack of plansIn(folder, io, all)) if (chosen.includes(stack)) add(stack, path.join(folder, `${stack}.json`));
  return found;
}

function planOf(
  given: string,
  io: CommandIo,
  all: readonly string[],
  chosen: readonly string[],
): { readonly stack: string; readonly file: string } {
  const [name, ...rest] = given.split("=");
  const file = rest.join("=");
  if (rest.length > 0 && chosen.includes(name)) {
    if (file === "") throw new UsageError(`--plan ${given} names no file`);
    return { stack: name, file };
  }
  if (rest.length > 0 && all.includes(name)) throw new UsageError(`--plan ${given} is of a stack that is not checked: name it too`);
  // A file may have such a name.
  if (rest.length > 0 && !fs.existsSync(path.resolve(io.cwd, given))) throw new UsageError(`--plan ${given}: ${noStack(name, all)}`);
  if (chosen.length === 1 && given !== "") return { stack: chosen[0], file: given };
  throw new UsageError(`--plan ${given} is of one stack, and there are ${chosen.length}: write --plan STACK=FILE, or name the stack`);
}

function plansIn(folder: string, io: CommandIo, all: readonly string[]): string[] {
  let names: string[];
  try {
    names = fs.readdirSync(path.resolve(io.cwd, folder));
  } catch (e) {
    throw new UsageError(`--plan-dir ${folder} is no folder that can be read (${(e as NodeJS.ErrnoException).code ?? "unreadable"})`);
  }
  const stacks = names
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length))
    .sort();
  const unknown = stacks.find((stack) => !all.includes(stack));
  // A plan that nobody looks at would pass in silence.
  if (unknown !== undefined) throw new UsageError(`--plan-dir ${folder} has ${unknown}.json: ${noStack(unknown, all)}`);
  return stacks;
}

function noStack(name: string, all: readonly string[]): string {
  const near = didYouMean(name, all);
  return `there is no stack ${JSON.stringify(name)}${near === undefined ? "" : `; ${near}`}`;
}
