// One case of the load benchmark, in a process of its own: loads cdktf and, where a file is named, that, and prints what it cost.
import { createRequire } from "module";
import { mostMegabytes } from "./measure";

// A static import would be over before the clock starts.
const load = createRequire(__filename);
const before = process.hrtime.bigint();
load("cdktf");
const entry = process.argv[2];
if (entry !== undefined) load(entry);
const seconds = Number(process.hrtime.bigint() - before) / 1e9;
process.stdout.write(`${JSON.stringify({ seconds, megabytes: mostMegabytes() })}\n`);
