import { writeFileSync } from "fs";
import * as path from "path";
import { toolOf } from "../test/fuzz/tool";
import { type BenchConfig, SIZE_CLASSES, benchConfigs } from "./butane-configs";
import { caseCost, run } from "./measure";
import type { BenchOptions, Table } from "./table";

const WARM_UP_SECONDS = 2;

/** How many configs a second we translate, and the Go library, each in one process after its warm-up: the best second of each. */
export const BUTANE: Table = {
  name: "butane",
  title: "translating Butane, and for each of a thousand nodes a layer on a base in common",
  against: "the Go library of butane 0.29.0, and one translation of the base",
  async measure(options, add) {
    const oracle = toolOf(options.project, "butane-oracle");
    const configs = benchConfigs();
    const classes = SIZE_CLASSES.map(({ name, below }, i) => ({
      name,
      of: configs.filter(({ text }) => isWithin(text, SIZE_CLASSES[i - 1]?.below ?? 0, below)),
    }));
    for (const { name, of } of [...classes, { name: "all", of: configs }]) {
      const { ours, go } = await rates(of, oracle, options);
      add({ subject: `${name}, ${of.length} configs`, what: "speed", unit: "/s", ours, against: go });
    }
    await nodes(options.runs, add);
  },
};

function isWithin(text: string, from: number, below: number): boolean {
  return text.length >= from && text.length < below;
}

async function rates(
  configs: readonly BenchConfig[],
  oracle: string,
  { scratch, runs, seconds }: BenchOptions,
): Promise<{ ours: number; go: number }> {
  const files = configs.map((config) => {
    const file = path.join(scratch, `${config.name}.bu`);
    writeFileSync(file, config.text);
    return file;
  });
  const found: { readonly ours: number[]; readonly go: number[] } = { ours: [], go: [] };
  const script = path.join(__dirname, "butane-case.js");
  for (let i = 0; i < runs; i++) {
    found.ours.push(...(await ratesOf(process.execPath, [script, String(seconds), String(WARM_UP_SECONDS), ...files])));
    found.go.push(...(await ratesOf(oracle, ["measure", "-seconds", String(seconds), "-warm-up", String(WARM_UP_SECONDS), ...files])));
  }
  return { ours: Math.max(...found.ours), go: Math.max(...found.go) };
}

async function nodes(runs: number, add: Parameters<Table["measure"]>[1]): Promise<void> {
  const costs: NodesCost[] = [];
  for (let i = 0; i < runs; i++) costs.push(await caseCost("butane-nodes-case.js"));
  const of = (part: keyof NodesCost): number => Math.min(...costs.map((cost) => cost[part]));
  const [size, base] = [of("nodes"), of("baseMilliseconds")];
  // What is done once, for the pool, the node and the two together, is not of a node.
  const ofNode = (part: keyof NodesCost): number => (of(part) - 3 * base) / size;
  add({ subject: "a node, translated and merged", size, what: "time", unit: "ms", ours: ofNode("translated"), against: base });
  add({ subject: "a node, composed by a pool", size, what: "time", unit: "ms", ours: ofNode("composed"), against: base });
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

async function ratesOf(program: string, args: readonly string[]): Promise<number[]> {
  return (await run(program, args))
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { perSecond: number }).perSecond);
}
