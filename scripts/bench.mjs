// Builds and runs the benchmarks, and first the real tools where they are not built yet. Options go to bench/arguments.ts:
// npm run bench -- --runs 5 --sizes 100,1000, or --tables butane, or --record
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

const run = (args, stdio) => spawnSync(process.execPath, args, { cwd: project, stdio }).status;

// Where there is no Go, the tables that need it say so; the others do without.
run([path.join("test", "tools", "build.mjs")], "ignore");
for (const args of [
  [require.resolve("typescript/bin/tsc"), "-p", "tsconfig.build.json"],
  [path.join("dist", "bench", "run.js"), ...process.argv.slice(2)],
]) {
  const status = run(args, "inherit");
  if (status !== 0) process.exit(status ?? 1);
}
