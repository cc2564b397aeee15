// Takes one thing after another out of the constructs, as test/boot/mutations.json names them, and sees whether the boot test that is named with it fails:
// npm run mutate-boot, or npm run mutate-boot -- TEXT for those with a text in their title.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const vitest = createRequire(import.meta.url).resolve("vitest/vitest.mjs");
const [text = ""] = process.argv.slice(2);
const all = JSON.parse(readFileSync(path.join(project, "test", "boot", "mutations.json"), "utf8"));
const chosen = all.filter(({ title }) => title.includes(text));
if (chosen.length === 0) {
  console.error(`no title has ${JSON.stringify(text)}; there are:\n${all.map(({ title }) => `  ${title}`).join("\n")}`);
  process.exit(2);
}

const scratch = mkdtempSync(path.join(tmpdir(), "flatcar-mutate-"));
try {
  const caught = chosen.map(runWithout);
  console.log(`\n${caught.filter(Boolean).length} of ${chosen.length} caught by the test that is named with them`);
  process.exitCode = caught.every(Boolean) ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true });
}

/** Whether the named test is the first that fails. */
function runWithout(mutation) {
  const { title, file, find, replace, suite, test } = mutation;
  console.log(`\n== without ${title}`);
  const report = path.join(scratch, "report.json");
  rmSync(report, { force: true });
  // The steps of a suite need those before them: what comes after a failure says nothing.
  const args = [
    "run",
    "--project",
    "boot",
    "--bail",
    "1",
    "--reporter",
    "default",
    "--reporter",
    "json",
    "--outputFile.json",
    report,
    suite,
  ];
  // With CI set, what the machine lacks is a failure of its own and no suite that is skipped.
  const env = { ...process.env, CI: "1", FLATCAR_MUTATIONS: JSON.stringify([{ file, find, replace }]) };
  spawnSync(process.execPath, [vitest, ...args], { cwd: project, env, stdio: "inherit" });
  const results = JSON.parse(readFileSync(report, "utf8")).testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = results.filter(({ status }) => status === "failed").map((result) => result.title);
  const isCaught = failed[0] === test;
  console.log(isCaught ? `caught by: ${test}` : `not caught by: ${test}\nwhat failed: ${failed.join("; ") || "no test"}`);
  return isCaught;
}
