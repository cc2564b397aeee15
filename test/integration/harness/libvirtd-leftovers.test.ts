import { type ChildProcess, spawn } from "child_process";
import * as fs from "fs";
import * as path from "path";
import { expect, onTestFinished, test } from "vitest";
import { until } from "./exec";
import { expectNothingLeft, leftovers, traces, type Traces } from "./leftovers";
import { Libvirtd } from "./libvirtd";
import { requires } from "./requirements";
import { type SandboxProcess } from "./sandbox";
import { Workspace } from "./workspace";

const ORPHAN = path.join(__dirname, "fixtures/orphan.mjs");
const GONE_SECONDS = 30;

/** Where a libvirtd has its files. */
const directoryOf = (socket: string): string => socket.slice(0, socket.indexOf("/run/libvirt/"));

/** A process that has a libvirtd, come to a stage. */
async function orphan(
  stage: "started" | "applying" | "applied",
): Promise<{ child: ChildProcess; directory: string; traces: Traces; programs: string[] }> {
  const { directory } = Workspace.forTest();
  const child = spawn(process.execPath, [ORPHAN, stage, directory], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  await until("the process has its libvirtd", 60, () => {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    return output.includes("\n") ? true : undefined;
  });
  const { processes, socket } = JSON.parse(output) as { processes: SandboxProcess[]; socket: string };
  return {
    child,
    directory,
    traces: traces(processes, directoryOf(socket)),
    programs: processes.map((p) => path.basename(p.arguments[0])),
  };
}

async function started(): Promise<{ libvirtd: Libvirtd; traces: Traces }> {
  const libvirtd = await Libvirtd.start();
  onTestFinished(() => libvirtd.stop());
  return { libvirtd, traces: traces(libvirtd.processes(), directoryOf(libvirtd.socket)) };
}

/** The first process of that name, the outermost one. */
function pidOf(libvirtd: Libvirtd, program: string): number {
  const found = libvirtd.processes().find((p) => path.basename(p.arguments[0]) === program);
  if (found === undefined) throw new Error(`the sandbox has no ${program}`);
  return found.pid;
}

/** Processes of this machine that work in a directory. */
function processesIn(directory: string): string[] {
  return fs.readdirSync("/proc").filter((entry) => {
    try {
      return /^\d+$/.test(entry) && fs.readlinkSync(`/proc/${entry}/cwd`) === directory;
    } catch {
      return false;
    }
  });
}

requires(
  "terraform",
  "provider-libvirt",
  "libvirtd",
)("a private libvirtd leaves no process, namespace, mount or file", () => {
  test("when it is stopped, once or twice", async () => {
    const { libvirtd, traces } = await started();
    expect(traces.pids.length).toBeGreaterThanOrEqual(5);
    expect(traces.namespaces).toHaveLength(5);
    expect(leftovers(traces)).toContain(traces.directory);
    await libvirtd.stop();
    expect(leftovers(traces)).toEqual([]);
    expect(libvirtd.processes()).toEqual([]);
    await libvirtd.stop();
  });

  test("when the test process is killed while a machine runs", async () => {
    const { child, traces, programs } = await orphan("applied");
    expect(programs).toEqual(expect.arrayContaining(["unshare", "libvirtd", "virtlogd", "dnsmasq", "qemu-system-x86_64"]));
    child.kill("SIGKILL");
    await expectNothingLeft(traces);
  });

  test("when the test process is killed in the middle of an apply, and Terraform ends too", async () => {
    const { child, directory, traces } = await orphan("applying");
    // Terraform and, a moment later, its provider.
    await until("Terraform is at work", 30, () => (processesIn(directory).length >= 2 ? true : undefined));
    child.kill("SIGKILL");
    await expectNothingLeft(traces);
    await until("Terraform has ended", GONE_SECONDS, () => (processesIn(directory).length === 0 ? true : undefined));
  });

  test("when the test process is killed right after the start", async () => {
    const { child, traces } = await orphan("started");
    child.kill("SIGKILL");
    await expectNothingLeft(traces);
  });

  test("when its supervisor is killed, but for files, which stop() removes", async () => {
    const { libvirtd, traces } = await started();
    process.kill(pidOf(libvirtd, "bash"), "SIGKILL");
    await until("no process is left", GONE_SECONDS, () => (leftovers(traces).join() === traces.directory ? true : undefined));
    await libvirtd.stop();
    expect(leftovers(traces)).toEqual([]);
  });

  test("when libvirtd itself is killed", async () => {
    const { libvirtd, traces } = await started();
    process.kill(pidOf(libvirtd, "libvirtd"), "SIGKILL");
    await expectNothingLeft(traces);
  });

  test("when unshare is killed", async () => {
    const { libvirtd, traces } = await started();
    process.kill(pidOf(libvirtd, "unshare"), "SIGKILL");
    await expectNothingLeft(traces);
  });

  test("when several run at once, and the others go on", async () => {
    const first = await started();
    const second = await started();
    await first.libvirtd.stop();
    expect(leftovers(first.traces)).toEqual([]);
    expect(await second.libvirtd.domains()).toEqual([]);
  });
});
