import * as fs from "fs";
import * as path from "path";
import type { StackInput } from "../check/model/checked-stack";
import { readPlanFile } from "../check/plan/plan-file";
import { erroredPlan } from "../check/plan/plan-fault";
import type { Plan } from "../check/plan/plan";
import { RULES } from "../check/rules";
import { CheckSettings, DEFAULT_SETTINGS } from "../check/settings/settings";
import { readSettingsFile } from "../check/settings/settings-file";
import { SynthesisedStack, readStack, stackNames } from "../check/synth/stack";
import { FlatcarError } from "../errors";
import { readLockFile } from "../release/lockfile/store";
import type { LockedRelease } from "../release/release";
import type { CommandArguments } from "./arguments";
import { PLAN_OPTIONS, plansFrom } from "./check-plans";
import type { CommandOption } from "./command";
import type { CommandIo } from "./io";

/** The options that name what is checked, and what it is checked with. */
export const INPUT_OPTIONS: readonly CommandOption[] = [
  { name: "synth", value: "DIR", summary: "the folder that cdktf synthesises to (default: cdktf.out)" },
  ...PLAN_OPTIONS,
  { name: "base", value: "DIR", summary: "the folder that cdktf of the base branch synthesised to" },
  { name: "lock", value: "FILE", summary: "the lock file (default: flatcar.lock.json where it is there)" },
  { name: "config", value: "FILE", summary: "the settings (default: flatcar-check.json where it is there)" },
];

/** What a check is made of, read from files. */
export interface CheckInputs {
  readonly stacks: readonly StackInput[];
  /** Whether there are other stacks. */
  readonly isSelection: boolean;
  readonly settings: CheckSettings;
  readonly settingsFile: string;
  /** Undefined without a lock file. */
  readonly lock: ReadonlyMap<string, LockedRelease> | undefined;
  /** All files that were read, absolute. */
  readonly files: readonly string[];
}

/**
 * Reads what {@link INPUT_OPTIONS} name.
 *
 * @throws UsageError for options that do not fit together
 * @throws FlatcarError for what cannot be used
 */
export function readInputs(args: CommandArguments, io: CommandIo): CheckInputs {
  const synth = args.value("synth") ?? "cdktf.out";
  const folder = path.resolve(io.cwd, synth);
  const all = stackNames(folder);
  if (all.length === 0) throw empty(synth);
  const chosen = args.operands.length > 0 ? [...new Set(args.operands)] : all;
  const read = chosen.map((name) => readStack(folder, name));
  const plans = plansFrom(args, io, all, chosen);
  const base = baseOf(args.value("base"), io);
  const settings = optionalFile(args.value("config"), "flatcar-check.json", io);
  const lock = optionalFile(args.value("lock"), "flatcar.lock.json", io);
  // What is small, and may be wrong, is read before the plans.
  const fixed = {
    ...{ isSelection: chosen.length < all.length, settingsFile: settings.name },
    settings:
      settings.file === undefined
        ? DEFAULT_SETTINGS
        : readSettingsFile(
            settings.file,
            RULES.map(({ id }) => id),
            settings.name,
          ),
    lock: lock.file === undefined ? undefined : readLockFile(lock.file).releases,
  };
  const bases = read.map(({ name }) => base?.stack(name));
  const stacks = read.map((stack, i): StackInput => {
    const plan = plans.get(stack.name);
    return {
      ...{ stack, file: path.join(synth, "stacks", stack.name, "cdk.tf.json") },
      ...(plan === undefined ? {} : { plan: planOf(plan.file, plan.name, stack) }),
      ...(bases[i] === undefined ? {} : { base: bases[i] }),
    };
  });
  const jsonOf = (root: string) => chosen.map((name) => path.join(root, "stacks", name, "cdk.tf.json"));
  const others = [...plans.values()].map(({ file }) => file);
  const known = [settings.file, lock.file].filter((file) => file !== undefined);
  return { ...fixed, stacks, files: [...jsonOf(folder), ...(base === undefined ? [] : jsonOf(base.folder)), ...others, ...known] };
}

function planOf(file: string, name: string, stack: SynthesisedStack): Plan {
  const plan = readPlanFile(file, name, stack);
  if (plan.errored) throw erroredPlan(name, stack.name);
  return plan;
}

interface Base {
  readonly folder: string;
  /** Null where the base branch has no such stack. */
  stack(name: string): SynthesisedStack | null;
}

function baseOf(given: string | undefined, io: CommandIo): Base | undefined {
  if (given === undefined) return undefined;
  const folder = path.resolve(io.cwd, given);
  const names = stackNames(folder, "--base");
  return { folder, stack: (name) => (names.includes(name) ? readStack(folder, name) : null) };
}

/** A file that is named, or the usual one where it is there. */
function optionalFile(given: string | undefined, usual: string, io: CommandIo): { readonly name: string; readonly file?: string } {
  const name = given ?? usual;
  const file = path.resolve(io.cwd, name);
  return given !== undefined || fs.existsSync(file) ? { name, file } : { name };
}

function empty(folder: string): FlatcarError {
  return new FlatcarError({
    code: "synth-missing",
    subject: "the folder that cdktf synthesises to",
    received: folder,
    allowed: "a folder with stacks in it",
    mend: "run cdktf synth first, or name the folder by --synth (it has no stacks)",
  });
}
