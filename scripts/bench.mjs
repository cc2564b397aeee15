// Builds and runs the benchmarks. Options go to bench/run.ts: npm run bench -- --runs 5 --sizes 100,1000
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

for (const args of [
  [require.resolve("typescript/bin/tsc"), "-p", "tsconfig.build.json"],
  [path.join("dist", "bench", "run.js"), ...process.argv.slice(2)],
]) {
  const { status } = spawnSync(process.execPath, args, { cwd: project, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
