import { ChildProcess, spawn } from "child_process";
import * as path from "path";

/** What a case in a process of its own prints. */
export interface Cost {
  readonly seconds: number;
  /** The most memory that the process had, in millions of bytes. */
  readonly megabytes: number;
  /** Of what it has written. @default - it writes nothing */
  readonly bytes?: number;
}

/** Options of Node.js with which every case is run. */
const NODE_OPTIONS = ["--max-old-space-size=8192"];

/** Runs a case of the bench, a script beside this one, and gives what it printed last. */
export async function caseCost<T = Cost>(script: string, ...args: readonly string[]): Promise<T> {
  const stdout = await run(process.execPath, [...NODE_OPTIONS, path.join(__dirname, script), ...args]);
  return JSON.parse(stdout.trim().split("\n").pop() ?? "") as T;
}

const running = new Set<ChildProcess>();

/** Ends what is measured, for who is about to end. */
export function endAll(): void {
  for (const child of running) child.kill("SIGKILL");
}

/**
 * Runs a program to its end, and gives what it printed.
 *
 * @throws Error with what it complained of, where it fails
 */
export async function run(program: string, args: readonly string[], cwd?: string): Promise<string> {
  const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  const [stdout, stderr]: string[][] = [[], []];
  child.stdout.setEncoding("utf8").on("data", (text: string) => stdout.push(text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => stderr.push(text));
  try {
    const status = await new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
      child.once("error", reject).once("close", (code, signal) => resolve(code ?? signal));
    });
    if (status !== 0) throw new Error(`${[path.basename(program), ...args].join(" ")} ended with ${status}:\n${stderr.join("")}`);
    return stdout.join("");
  } finally {
    running.delete(child);
  }
}

/** Seconds that something takes, and what it gives. */
export async function timed<T>(fn: () => Promise<T>): Promise<readonly [seconds: number, result: T]> {
  const before = process.hrtime.bigint();
  const result = await fn();
  return [Number(process.hrtime.bigint() - before) / 1e9, result];
}

/**
 * Measures each of some variants so often, by turns, so that what else the machine does meets all of them.
 *
 * @returns the least of each: what else the machine does makes a run longer, and never shorter
 */
export async function leastByTurns(
  times: number,
  variants: { readonly [name: string]: () => Promise<Cost> },
): Promise<{ readonly [name: string]: Cost }> {
  const names = Object.keys(variants);
  const costs = new Map<string, Cost[]>(names.map((name) => [name, []]));
  for (let i = 0; i < times; i++) for (const name of names) costs.get(name)?.push(await variants[name]());
  return Object.fromEntries(names.map((name) => [name, least(costs.get(name) ?? [])]));
}

function least(costs: readonly Cost[]): Cost {
  const of = (part: keyof Cost): number => Math.min(...costs.map((cost) => cost[part] ?? 0));
  return { seconds: of("seconds"), megabytes: of("megabytes"), bytes: of("bytes") };
}

/** The most memory that this process had, in millions of bytes: it is told in kibibytes, see https://nodejs.org/api/process.html#processresourceusage */
export function mostMegabytes(): number {
  return (process.resourceUsage().maxRSS * 1024) / 1e6;
}
