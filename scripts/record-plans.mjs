// Records the plans that test/check reads, by real Terraform with real providers, into test/vectors/plans:
// npm run record-plans, or npm run record-plans -- -t NAME for some.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const vitest = createRequire(import.meta.url).resolve("vitest/vitest.mjs");
const args = ["run", "--project", "integration", "test/integration/check/recorded-plans/", ...process.argv.slice(2)];
// With CI set, what the machine lacks is a failure and no plan that is missing.
const env = { ...process.env, RECORD_PLANS: "1", CI: "1" };
process.exit(spawnSync(process.execPath, [vitest, ...args], { cwd: project, env, stdio: "inherit" }).status ?? 1);
