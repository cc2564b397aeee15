import * as path from "path";
import { planExtract } from "../check/plan/extract";
import { readPlanFile } from "../check/plan/plan-file";
import { readStack, stackNames } from "../check/synth/stack";
import { Command, ExitCode, UsageError } from "./command";

/** `cdktf-flatcar plan extract`: what checks need of a plan, without its secrets. */
export const planExtractCommand: Command = {
  name: "plan extract",
  summary: "write what checks need of a plan, without its secrets",
  usage: "[options] [STACK=]FILE",
  description:
    "Reads what terraform show -json printed of a plan, and writes what check --plan needs of it to\n" +
    "standard output. A plan, and its JSON, hold all secrets in clear text; what is written holds no\n" +
    "value that is marked sensitive, no user data, and no attribute that no check reads. So jobs of CI\n" +
    "can hand it on. It is bound to the stack as it is synthesised now.",
  options: [{ name: "synth", value: "DIR", summary: "the folder that cdktf synthesises to (default: cdktf.out)" }],
  examples: [
    {
      title: "Keep of a plan (terraform show -json plan > plan.json) what a later job checks",
      line: "cdktf-flatcar plan extract dev-aws=plan.json > plans/dev-aws.json",
    },
  ],
  run(args, io) {
    const { operands } = args;
    if (operands.length !== 1) throw new UsageError(`name one plan, not ${operands.length}`);
    const folder = path.resolve(io.cwd, args.value("synth") ?? "cdktf.out");
    const { stack: name, file } = planOf(operands[0], stackNames(folder));
    const stack = readStack(folder, name);
    io.stdout.write(planExtract(readPlanFile(path.resolve(io.cwd, file), file, stack), stack));
    return ExitCode.FINE;
  },
};

function planOf(operand: string, stacks: readonly string[]): { readonly stack: string; readonly file: string } {
  const [name, ...rest] = operand.split("=");
  if (rest.length > 0 && stacks.includes(name)) return { stack: name, file: rest.join("=") };
  if (stacks.length === 1) return { stack: stacks[0], file: operand };
  throw new UsageError(`${operand} is a plan of one stack, and there are ${stacks.length}: write STACK=FILE`);
}
