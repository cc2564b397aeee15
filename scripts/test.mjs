// The whole test: builds, lints, runs every suite, and ends with one line that sums them up.
//   npm test             everything that can run here; what cannot says what it needs and is skipped
//   CI=true npm test     the same, and a skipped test is a failure
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const ci = (process.env.CI ?? "") !== "";
const total = { passed: 0, failed: 0, skipped: 0 };

if (!existsSync(path.join(project, "node_modules", "vitest"))) start("npm", ["ci"], "installing the dependencies") || fail();
const require = createRequire(path.join(project, "package.json"));
const bin = (name, file) => path.join(path.dirname(require.resolve(`${name}/package.json`)), file);

check("build", bin("typescript", "bin/tsc"), "-p", "tsconfig.build.json");
check("type check", bin("typescript", "bin/tsc"), "-p", "tsconfig.json", "--noEmit");
check("lint", bin("eslint", "bin/eslint.js"), ".");
check("format", bin("prettier", "bin/prettier.cjs"), "--check", "--log-level", "warn", ".");

const scratch = mkdtempSync(path.join(tmpdir(), "flatcar-test-"));
// Every machine config that any test emits is kept here, and held against the real ignition-validate by the last suite.
process.env.FLATCAR_EMITTED_CONFIGS = path.join(scratch, "configs");
mkdirSync(process.env.FLATCAR_EMITTED_CONFIGS);
try {
  for (const suite of ["unit", "integration", "boot", "emitted"]) vitest(suite);
} finally {
  rmSync(scratch, { recursive: true });
}

if (ci && total.skipped > 0) console.log(`${total.skipped} tests were skipped, which on CI is a failure.`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || (ci && total.skipped > 0) ? 1 : 0;

function start(command, args, what) {
  console.log(`\n== ${what}`);
  const { status, error } = spawnSync(command, args, {
    cwd: project,
    stdio: "inherit",
    shell: process.platform === "win32" && command === "npm",
  });
  return !error && status === 0;
}

function check(what, ...args) {
  if (start(process.execPath, args, what)) total.passed += 1;
  else total.failed += 1;
}

function vitest(suite) {
  const report = path.join(scratch, `${suite}.json`);
  const args = [
    bin("vitest", "vitest.mjs"),
    "run",
    "--project",
    suite,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  const fine = start(process.execPath, args, `${suite} tests`);
  const result = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : undefined;
  const failed = result === undefined ? 1 : result.numFailedTests;
  total.passed += result?.numPassedTests ?? 0;
  total.skipped += (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0);
  // A file that does not load, or an error outside a test, has no failed test but fails the run.
  total.failed += fine || failed > 0 ? failed : 1;
}

function fail() {
  console.log("0 passed, 1 failed, 0 skipped");
  process.exit(1);
}
