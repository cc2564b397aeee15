// Builds and runs the differential fuzzer, and first the real tools where they are not built yet. Options go to test/fuzz/run.ts:
// npm run fuzz -- --seconds 60 --seed 1
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

for (const [args, stdio] of [
  [[path.join("test", "tools", "build.mjs")], ["ignore", "ignore", "inherit"]],
  [[require.resolve("typescript/bin/tsc"), "-p", "tsconfig.build.json"], "inherit"],
  [["--enable-source-maps", path.join("dist", "test", "fuzz", "run.js"), ...process.argv.slice(2)], "inherit"],
]) {
  const { status } = spawnSync(process.execPath, args, { cwd: project, stdio });
  if (status !== 0) process.exit(status ?? 1);
}
