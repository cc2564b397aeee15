// One case of the benchmark of plans, in a process of its own: a file is read as the plan of a stack, as a check does it, or as a plan alone, or
// parsed by JSON.parse. Usage: node plan-case.js read FILE [SYNTH STACK], or parse FILE. Prints JSON: see Cost.
import { readFileSync } from "fs";
import { readPlanFile } from "../lib/check/plan/plan-file";
import { readStack } from "../lib/check/synth/stack";
import { mostMegabytes } from "./measure";

const [kind, file, ...stackAt] = process.argv.slice(2);
// The stack is read for the whole check.
const stack = stackAt.length === 0 ? undefined : readStack(stackAt[0], stackAt[1]);
const started = performance.now();
const size =
  kind === "parse" ? Object.keys(JSON.parse(readFileSync(file, "utf8")) as object).length : readPlanFile(file, file, stack).changes.length;
const seconds = (performance.now() - started) / 1000;
if (size === 0) throw new Error(`${file} is no plan`);
console.log(JSON.stringify({ seconds, megabytes: mostMegabytes() }));
