// Measures in one run what the pools cost over the same written by hand, and prints the ratios. Nothing here decides whether a test passes.
// Usage: node run.js [--runs N] [--tables synth,load,butane,fetch,plans,check] [--sizes 100,1000,10000] [--platforms aws,bare-metal,hetzner,libvirt] [--seconds N] [--mebibytes N]
import * as buffer from "buffer";
import { spawnSync } from "child_process";
import { mkdtempSync, rmSync } from "fs";
import { cpus, tmpdir } from "os";
import * as path from "path";
import { parseArgs } from "util";
import { toolOf } from "../test/fuzz/tool";
import { butaneTable } from "./butane-table";
import { checkTable } from "./check-table";
import { fetchTable } from "./fetch-table";
import { writePlan } from "./plan-file";

interface Cost {
  readonly seconds: number;
  readonly megabytes: number;
}

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "3" },
    tables: { type: "string", default: "synth,load,butane,fetch,plans,check" },
    // Of each run of the table of Butane, after its warm-up.
    seconds: { type: "string", default: "3" },
    // Of the file that is fetched.
    mebibytes: { type: "string", default: "1024" },
    sizes: { type: "string", default: "100,1000,10000" },
    platforms: { type: "string", default: "aws,bare-metal,hetzner,libvirt" },
  },
});
const runs = Number(values.runs);
const tables = values.tables.split(",");
const sizes = values.sizes.split(",").map(Number);
const scratch = mkdtempSync(path.join(tmpdir(), "flatcar-bench-"));

void measureAll().finally(() => rmSync(scratch, { recursive: true }));

async function measureAll(): Promise<void> {
  console.log(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, median of ${runs} runs, of ${7 * runs} below 1,000 nodes\n`,
  );
  if (tables.includes("synth")) for (const platform of values.platforms.split(",")) synth(platform);
  if (tables.includes("load")) load();
  if (tables.includes("butane"))
    butaneTable({ scratch, oracle: toolOf(process.cwd(), "butane-oracle"), runs, seconds: Number(values.seconds) });
  if (tables.includes("fetch")) await fetchTable({ scratch, project: process.cwd(), runs, mebibytes: Number(values.mebibytes) });
  if (tables.includes("plans")) plans();
  if (tables.includes("check")) checkTable({ scratch, project: process.cwd(), runs });
}

function synth(platform: string): void {
  console.log(`synth, ${platform}: the pool over the same resources by hand`);
  console.log("nodes    pool s   hand s   time    pool MB  hand MB  memory  ms/node");
  const perNode = new Map<number, number>();
  for (const size of sizes) {
    const file = path.join(scratch, `${platform}-${size}.json`);
    const costs: { [variant: string]: Cost[] } = { pool: [], hand: [] };
    // One after the other, so that what else the machine does meets both.
    // A small case is over in a blink, and what the machine does beside it counts for more.
    const repeats = runs * (size < 1000 ? 7 : 1);
    for (let i = 0; i < repeats; i++) {
      for (const variant of ["pool", "hand"]) costs[variant].push(measure("synth-case.js", platform, variant, String(size), file));
    }
    const [pool, hand] = [median(costs.pool), median(costs.hand)];
    perNode.set(size, (pool.seconds / size) * 1000);
    const row = [
      String(size).padEnd(7),
      pool.seconds.toFixed(2).padStart(7),
      hand.seconds.toFixed(2).padStart(8),
      `×${(pool.seconds / hand.seconds).toFixed(2)}`.padStart(7),
      pool.megabytes.toFixed(0).padStart(10),
      hand.megabytes.toFixed(0).padStart(8),
      `×${(pool.megabytes / hand.megabytes).toFixed(2)}`.padStart(7),
      (perNode.get(size) ?? 0).toFixed(2).padStart(8),
    ];
    console.log(row.join(" "));
  }
  const [last, before] = [...sizes].sort((a, b) => b - a);
  if (before !== undefined) {
    console.log(
      `time per node at ${last} over that at ${before}: ×${((perNode.get(last) ?? 0) / (perNode.get(before) ?? 1)).toFixed(2)}\n`,
    );
  }
}

function load(): void {
  console.log("load: what an import costs over cdktf");
  console.log("import                   ms over cdktf   MB over cdktf");
  const entries = ["", "aws", "bare-metal", "hetzner", "libvirt"];
  const costs: { [entry: string]: Cost[] } = Object.fromEntries(["cdktf", ...entries].map((entry) => [entry, []]));
  for (let i = 0; i < Math.max(runs, 7); i++) {
    costs.cdktf.push(measure("load-case.js"));
    for (const entry of entries) costs[entry].push(measure("load-case.js", path.join(__dirname, "..", "lib", entry, "index.js")));
  }
  const base = median(costs.cdktf);
  for (const entry of entries) {
    const cost = median(costs[entry]);
    const name = entry === "" ? "cdktf-flatcar" : `cdktf-flatcar/${entry}`;
    const ms = ((cost.seconds - base.seconds) * 1000).toFixed(0);
    console.log(`${name.padEnd(24)} ${ms.padStart(13)} ${(cost.megabytes - base.megabytes).toFixed(1).padStart(15)}`);
  }
}

function plans(): void {
  console.log("\nplans: what reading one takes, against JSON.parse of the same file");
  console.log("resources   MB file   ours s  parse s    time  ours MB  parse MB");
  let parsed: { readonly size: number; readonly seconds: number } | undefined;
  for (const resources of [10_000, 100_000, 200_000]) {
    const file = path.join(scratch, "plan.json");
    const size = writePlan(file, resources, path.join(process.cwd(), "test", "vectors", "plans"));
    const costs: { read: Cost[]; parse: Cost[] } = { read: [], parse: [] };
    // Beyond it a file is no text that JSON.parse could read: what it would take follows from a smaller one.
    const isText = size < buffer.constants.MAX_STRING_LENGTH;
    for (let i = 0; i < runs; i++) {
      costs.read.push(measure("plan-case.js", "read", file));
      if (isText) costs.parse.push(measure("plan-case.js", "parse", file));
    }
    const read = median(costs.read);
    const parse = isText ? median(costs.parse) : undefined;
    if (parse !== undefined) parsed = { size, seconds: parse.seconds };
    const seconds = parse?.seconds ?? (parsed === undefined ? NaN : (parsed.seconds / parsed.size) * size);
    const row = [
      String(resources).padEnd(9),
      (size / 1e6).toFixed(0).padStart(9),
      read.seconds.toFixed(2).padStart(8),
      `${isText ? "" : "~"}${seconds.toFixed(2)}`.padStart(8),
      `×${(read.seconds / seconds).toFixed(2)}`.padStart(7),
      read.megabytes.toFixed(0).padStart(8),
      (parse?.megabytes.toFixed(0) ?? "–").padStart(9),
    ];
    console.log(row.join(" "));
    rmSync(file);
  }
}

function measure(script: string, ...args: string[]): Cost {
  const options = { encoding: "utf8" as const, maxBuffer: 1 << 24 };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--max-old-space-size=8192", path.join(__dirname, script), ...args],
    options,
  );
  if (status !== 0) throw new Error(`${script} ${args.join(" ")} failed:\n${stderr}`);
  return JSON.parse(stdout.trim().split("\n").pop() ?? "");
}

function median(costs: readonly Cost[]): Cost {
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
  return { seconds: middle(costs.map((cost) => cost.seconds)), megabytes: middle(costs.map((cost) => cost.megabytes)) };
}
