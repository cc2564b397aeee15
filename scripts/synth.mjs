// What `cdktf` runs to synthesise: compiles what has changed, then runs the app with source maps, so that places are lines of the source.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: project, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

run(require.resolve("typescript/bin/tsc"), "-p", "tsconfig.build.json");
run("--enable-source-maps", path.join("dist", "main.js"));
