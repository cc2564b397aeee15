import { mkdirSync, readFileSync, writeFileSync } from "fs";
import * as path from "path";
import { STACK } from "./hetzner-project";
import { largePlan } from "./large-plan";
import { Cost, leastByTurns, run, timed } from "./measure";
import type { BenchOptions, Table } from "./table";

/** A recorded change of each platform. */
const STACKS = {
  "dev-aws": "aws/group-config-replace",
  "dev-bare-metal": "bare-metal/config",
  "dev-hetzner": "hetzner/config-replace",
  "dev-libvirt": "libvirt/config-replace",
};

/** Every form of a report. */
const OUTPUTS = ["markdown", "json", "sarif", "junit"].flatMap((format) => ["--output", `${format}=report.${format}`]);

/** How long the program takes: for a repository of four stacks with their plans and what the base branch synthesises, and for one stack of many machines. */
export const CHECK: Table = {
  name: "check",
  title: "cdktf-flatcar check as a whole, with plans and every form of report",
  against: "the start of Node.js",
  async measure(options, add) {
    const folder = path.join(options.scratch, "repository");
    writeRepository(folder, path.join(options.project, "test", "vectors", "plans"));
    const program = path.join(options.project, "dist", "lib", "cli", "cdktf-flatcar.js");
    // A start is over in a blink, and what else the machine does counts for more: many of them.
    const { node, help, check } = await leastByTurns(7 * options.runs, {
      node: async () => cost(["-e", "0"], folder),
      help: async () => cost([program, "--version"], folder),
      check: async () => cost([program, "check", "--plan-dir", "plans", "--base", "base", "--fail-on", "never", ...OUTPUTS], folder),
    });
    add({ subject: "cdktf-flatcar --version", what: "time", unit: "s", ours: help.seconds, against: node.seconds });
    add({ subject: "four stacks, their plans and the base branch's", what: "time", unit: "s", ours: check.seconds, against: node.seconds });
    for (const size of options.resources) {
      add({ subject: "one stack and its plan", size, what: "time", unit: "s", ours: await largeCheck(program, size, options) });
    }
  },
};

async function largeCheck(program: string, resources: number, options: BenchOptions): Promise<number> {
  const { file, synth } = await largePlan(options, resources);
  const args = ["check", STACK, "--synth", synth, "--plan", file, "--fail-on", "never", ...OUTPUTS];
  const times = resources < 100_000 ? options.runs : 1;
  const { check } = await leastByTurns(times, {
    check: async () => cost(["--max-old-space-size=8192", program, ...args], path.dirname(file)),
  });
  return check.seconds;
}

function writeRepository(folder: string, vectors: string): void {
  mkdirSync(path.join(folder, "plans"), { recursive: true });
  for (const [stack, file] of Object.entries(STACKS)) {
    const recording = JSON.parse(readFileSync(path.join(vectors, `${file}.json`), "utf8"));
    for (const [root, json] of [
      ["cdktf.out", recording.stack],
      ["base", recording.base],
    ]) {
      const at = path.join(folder, root, "stacks", stack);
      mkdirSync(at, { recursive: true });
      writeFileSync(path.join(at, "cdk.tf.json"), JSON.stringify(json, null, 2));
    }
    writeFileSync(path.join(folder, "plans", `${stack}.json`), JSON.stringify(recording.plan));
  }
}

/** Of a whole process. */
async function cost(args: readonly string[], cwd: string): Promise<Cost> {
  const [seconds] = await timed(async () => run(process.execPath, args, cwd));
  return { seconds, megabytes: 0 };
}
