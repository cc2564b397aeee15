import { spawnSync } from "child_process";
import { writeFileSync } from "fs";
import * as path from "path";
import { type BenchConfig, SIZE_CLASSES, benchConfigs } from "./butane-configs";

/** How the table is made. */
export interface ButaneTableOptions {
  /** A folder for the configs, which somebody else removes. */
  readonly scratch: string;
  /** The program that measures the Go library, see `test/tools/butane-oracle`. */
  readonly oracle: string;
  /** How often each class is measured, ours and Go's by turns. What else the machine does takes from both: the best second of each counts. */
  readonly runs: number;
  /** Seconds of each run. */
  readonly seconds: number;
}

const WARM_UP_SECONDS = 2;

/** Prints how many configs a second we translate, and the Go library, each in one process after its warm-up. */
export function butaneTable(options: ButaneTableOptions): void {
  console.log("butane: translations in the best second, in one process after warm-up, against the Go library of butane 0.29.0");
  console.log("configs         number  mean KB     ours/s       Go/s    ratio");
  const configs = benchConfigs();
  const classes = SIZE_CLASSES.map(({ name, below }, i) => ({
    name,
    of: configs.filter(({ text }) => isWithin(text, SIZE_CLASSES[i - 1]?.below ?? 0, below)),
  }));
  for (const { name, of } of [...classes, { name: "all", of: configs }]) row(name, of, options);
  nodes(options);
}

function isWithin(text: string, from: number, below: number): boolean {
  return text.length >= from && text.length < below;
}

function row(name: string, configs: readonly BenchConfig[], { scratch, oracle, runs, seconds }: ButaneTableOptions): void {
  const files = configs.map((config) => {
    const file = path.join(scratch, `${config.name}.bu`);
    writeFileSync(file, config.text);
    return file;
  });
  const rates: { readonly ours: number[]; readonly go: number[] } = { ours: [], go: [] };
  for (let i = 0; i < runs; i++) {
    const script = path.join(__dirname, "butane-case.js");
    rates.ours.push(...rateOf(process.execPath, [script, String(seconds), String(WARM_UP_SECONDS), ...files]));
    rates.go.push(...rateOf(oracle, ["measure", "-seconds", String(seconds), "-warm-up", String(WARM_UP_SECONDS), ...files]));
  }
  const [ours, go] = [Math.max(...rates.ours), Math.max(...rates.go)];
  const kilobytes = configs.reduce((sum, { text }) => sum + text.length, 0) / configs.length / 1000;
  const columns = [
    name.padEnd(14),
    String(configs.length).padStart(7),
    kilobytes.toFixed(1).padStart(8),
    ours.toFixed(0).padStart(10),
    go.toFixed(0).padStart(10),
    `×${(ours / go).toFixed(2)}`.padStart(8),
  ];
  console.log(columns.join(" "));
}

function nodes({ runs }: ButaneTableOptions): void {
  const script = path.join(__dirname, "butane-nodes-case.js");
  const costs = Array.from({ length: runs }, () => JSON.parse(run(process.execPath, [script])) as NodesCost);
  const of = (part: keyof NodesCost): number => Math.min(...costs.map((cost) => cost[part]));
  const [count, base] = [of("nodes"), of("baseMilliseconds")];
  console.log(`\nbutane: ${count} nodes with a base of ${(of("baseBytes") / 1000).toFixed(1)} KB in common and a layer of ten lines each`);
  console.log(`a translation of the base: ${base.toFixed(2)} ms`);
  console.log("                              all, ms   beside three bases, ms a node");
  for (const [name, all] of [
    ["translated and merged", of("translated")],
    ["and composed by a pool", of("composed")],
  ] as const) {
    console.log(`${name.padEnd(28)} ${all.toFixed(0).padStart(8)} ${((all - 3 * base) / count).toFixed(3).padStart(31)}`);
  }
  console.log("");
}

/** What `butane-nodes-case.ts` prints. */
export interface NodesCost {
  readonly nodes: number;
  readonly baseBytes: number;
  /** One translation of the base, after warm-up; of this and of the others the shortest of some. */
  readonly baseMilliseconds: number;
  /** Milliseconds for all nodes: the base translated once, the layer of each, and the two merged. */
  readonly translated: number;
  /** Milliseconds for all nodes as a pool composes them: with its own layer, and checked as a whole. */
  readonly composed: number;
}

function rateOf(program: string, args: readonly string[]): number[] {
  return run(program, args)
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { perSecond: number }).perSecond);
}

function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 24 });
  if (status !== 0) throw new Error(`${path.basename(program)} failed:\n${stderr}`);
  return stdout;
}
