// One case of the benchmark of plans, in a process of its own: a file is read as a plan, or parsed by JSON.parse. Prints JSON: { seconds, megabytes }.
import { readFileSync } from "fs";
import { readPlanFile } from "../lib/check/plan/plan-file";

const [kind, file] = process.argv.slice(2);
const started = performance.now();
const size = kind === "read" ? readPlanFile(file).changes.length : Object.keys(JSON.parse(readFileSync(file, "utf8")) as object).length;
const seconds = (performance.now() - started) / 1000;
if (size === 0) throw new Error(`${file} is no plan`);
console.log(JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1024 }));
