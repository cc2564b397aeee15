// Makes what is generated in docs anew: in plan-checks.md the rules of their files, the thresholds of their schema, and the example of a comment; in performance.md and performance.svg
// the figures that bench/history has.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const vitest = createRequire(import.meta.url).resolve("vitest/vitest.mjs");
const env = { ...process.env, GENERATE_DOCS: "1" };
const args = ["run", "--project", "unit", "test/repository/plan-checks.test.ts", "test/bench/performance-page.test.ts"];
process.exit(spawnSync(process.execPath, [vitest, ...args], { cwd: project, env, stdio: "inherit" }).status ?? 1);
