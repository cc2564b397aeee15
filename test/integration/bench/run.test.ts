import * as fs from "fs";
import * as path from "path";
import { beforeAll, expect, test } from "vitest";
import { PROJECT, build } from "../../support/project";
import { ExecResult, Workspace, exec, until } from "../harness";
import { Service } from "../harness/service";

const HISTORY = path.join(PROJECT, "bench", "history");
const workspace = Workspace.forSuite();

beforeAll(build);

/** Runs the bench with a folder of its own for what is temporary. */
async function bench(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<ExecResult> {
  const script = path.join(PROJECT, "dist", "bench", "run.js");
  return exec(process.execPath, [script, ...args], {
    cwd: PROJECT,
    env: { ...process.env, ...env, TMPDIR: workspace.directory },
    allowedExitCodes: [0, 1, 2],
    timeout: 280,
  });
}

test("one command gives one table with the ratios, and leaves nothing but a record where it is asked for one", async () => {
  const records = fs.existsSync(HISTORY) ? fs.readdirSync(HISTORY) : [];
  const { exitCode, stdout } = await bench(["--tables", "synth", "--platforms", "hetzner", "--sizes", "20,5", "--runs", "1"]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^synth +Hetzner +20 +time +[\d.]+ s +[\d.]+ s +×[\d.]+$/m);
  expect(stdout).toMatch(/^synth +Hetzner +20 +time a node, against that of 5 +[\d.]+ ms +[\d.]+ ms +×[\d.]+$/m);
  expect(stdout).toContain(`Node.js ${process.versions.node}`);
  expect(stdout).not.toContain("recorded");
  expect(fs.readdirSync(workspace.directory)).toEqual([]);
  expect(fs.existsSync(HISTORY) ? fs.readdirSync(HISTORY) : []).toEqual(records);
});

test("a table that cannot be made says why, loses nothing of the others, and makes the run fail", async () => {
  const asked = ["--tables", "terraform,profile", "--platforms", "hetzner", "--plan-sizes", "1"];
  const { exitCode, stdout, stderr } = await bench(asked, { TERRAFORM_BINARY_NAME: "no-such-terraform" });
  expect(exitCode).toBe(1);
  expect(stderr).toContain("terraform: there is neither terraform nor tofu");
  expect(stdout).toMatch(/^profile +Hetzner +2,000 +cdktf +[\d.]+%$/m);
  expect(fs.readdirSync(workspace.directory)).toEqual([]);
});

function isCase(pid: string): boolean {
  try {
    return pid !== "" && fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("synth-case.js");
  } catch {
    // It has ended since.
    return false;
  }
}

test("a run that is ended in the middle leaves no process and no file", async () => {
  const log = workspace.path("log");
  const script = path.join(PROJECT, "dist", "bench", "run.js");
  const service = new Service(process.execPath, [script, "--tables", "synth", "--sizes", "10000"], {
    log,
    env: { ...process.env, TMPDIR: workspace.mkdir("tmp") },
  });
  const child = await until("a case runs", 60, () => {
    const found = fs.readFileSync(`/proc/${service.pid}/task/${service.pid}/children`, "utf8").split(" ").find(isCase);
    return fs.readdirSync(workspace.path("tmp")).length > 0 ? found : undefined;
  });
  await service.stop();
  await until("the case has ended", 20, () => (fs.existsSync(`/proc/${child}`) ? undefined : true));
  expect(fs.readdirSync(workspace.path("tmp"))).toEqual([]);
  fs.rmSync(log);
  fs.rmdirSync(workspace.path("tmp"));
});

test("what means nothing is refused before anything is measured", async () => {
  const { exitCode, stdout, stderr } = await bench(["--tables", "synth,lode"]);
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^bench: --tables takes some of .*, not "lode"\n$/);
});
