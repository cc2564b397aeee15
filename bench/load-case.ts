// One case of the load benchmark, in a process of its own: loads cdktf and, where a file is named, that, and prints what it cost.
const before = process.hrtime.bigint();
require("cdktf");
const entry = process.argv[2];
if (entry !== undefined) require(entry);
const seconds = Number(process.hrtime.bigint() - before) / 1e9;
process.stdout.write(`${JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1024 })}\n`);
