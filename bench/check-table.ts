import { spawnSync } from "child_process";
import { mkdirSync, readFileSync, writeFileSync } from "fs";
import * as path from "path";

/** How the table is made. */
export interface CheckTableOptions {
  /** A folder for synthesised stacks and plans, which somebody else removes. */
  readonly scratch: string;
  /** The folder of this repository. */
  readonly project: string;
  /** How often each is measured, by turns. */
  readonly runs: number;
}

/** A recorded change of each platform. */
const STACKS = {
  "dev-aws": "aws/group-config-replace",
  "dev-bare-metal": "bare-metal/config",
  "dev-hetzner": "hetzner/config-replace",
  "dev-libvirt": "libvirt/config-replace",
};

/** Prints how long the check of a repository of four stacks takes over the start of Node.js, with plans and with what the base branch synthesises, in every form of report. */
export function checkTable({ scratch, project, runs }: CheckTableOptions): void {
  console.log("\ncheck: four stacks with their plans and the base branch's, over the start of Node.js");
  writeRepository(scratch, path.join(project, "test", "vectors", "plans"));
  const program = path.join(project, "dist", "lib", "cli", "cdktf-flatcar.js");
  const outputs = ["markdown", "json", "sarif", "junit"].flatMap((format) => ["--output", `${format}=report.${format}`]);
  const asked = ["check", "--plan-dir", "plans", "--base", "base", "--fail-on", "never", ...outputs];
  const times: { readonly [name: string]: number[] } = { node: [], help: [], check: [] };
  // A start is over in a blink, and what else the machine does counts for more: many of them.
  for (let i = 0; i < 7 * runs; i++) {
    times.node.push(timed(["-e", "0"], scratch));
    times.help.push(timed([program, "--version"], scratch));
    times.check.push(timed([program, ...asked], scratch));
  }
  const [node, help, check] = [times.node, times.help, times.check].map(median);
  console.log(`node -e 0: ${ms(node)}; cdktf-flatcar --version: ${ms(help)}; cdktf-flatcar check: ${ms(check)}`);
  console.log(`over the start of Node.js: ${ms(check - node)}, of which ${ms(help - node)} are the program's own start\n`);
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

function timed(args: readonly string[], cwd: string): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${args.join(" ")} failed:\n${stderr}`);
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(0)} ms`;
}
