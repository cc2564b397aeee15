import * as fs from "fs";
import * as path from "path";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { exec, until } from "./exec";
import { Lan, LanDhcp } from "./lan";
import { withSbin } from "./machine";
import { requires } from "./requirements";
import { Sandbox } from "./sandbox";
import { Service } from "./service";
import { Workspace } from "./workspace";

requires("lan")("a program within a sandbox", () => {
  const workspace = Workspace.forSuite();
  let lan: Lan;

  beforeAll(async () => {
    lan = await Lan.start(workspace, { dhcp: LanDhcp.NONE });
    return () => lan.stop();
  });

  /** Ids of processes, outside of the sandbox, that were started with these words. */
  const running = (...words: readonly string[]): number[] =>
    fs
      .readdirSync("/proc")
      .filter((entry) => /^\d+$/.test(entry))
      .filter((pid) => {
        try {
          return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8") === `${words.join("\0")}\0`;
        } catch {
          return false;
        }
      })
      .map(Number);

  test("is in its namespaces, and in the folder and the environment that it was given", async () => {
    const cwd = workspace.mkdir("a folder");
    const script = 'pwd; echo "$WORD"; readlink /proc/self/ns/net; ls /sys/class/net; ps -o comm= -p 1';
    const { stdout } = await lan.exec("sh", ["-c", script], { cwd, env: { ...process.env, WORD: "a 'b'" } });
    const [folder, word, network, ...rest] = stdout.trim().split("\n");
    expect([folder, word, ...rest]).toEqual([cwd, "a 'b'", "lan0", "lo", "bash"]);
    expect(network).not.toBe(fs.readlinkSync("/proc/self/ns/net"));
  });

  test("ends with its own exit code, which may be allowed", async () => {
    await expect(lan.exec("sh", ["-c", "echo no >&2; exit 7"])).rejects.toThrow("exit code 7\nno");
    expect((await lan.exec("sh", ["-c", "exit 7"], { allowedExitCodes: [7] })).exitCode).toBe(7);
  });

  test("is ended when its time is over", async () => {
    await expect(lan.exec("sleep", ["7301"], { timeout: 0.5 })).rejects.toThrow("not done after 0.5 s");
    await until("it has ended", 20, () => (running("/usr/bin/sleep", "7301").length === 0 ? true : undefined));
  });

  test("runs as a service until it is stopped", async () => {
    const service = new Service("sleep", ["7302"], { log: workspace.path("log"), within: lan });
    onTestFinished(() => service.stop());
    const [pid] = await until("it runs", 20, () => {
      const found = running("/usr/bin/sleep", "7302");
      return found.length > 0 ? found : undefined;
    });
    expect(fs.readlinkSync(`/proc/${pid}/ns/pid`)).not.toBe(fs.readlinkSync("/proc/self/ns/pid"));
    await service.stop();
    await until("it has ended", 20, () => (running("/usr/bin/sleep", "7302").length === 0 ? true : undefined));
  });

  test("may write to /etc, /srv, /usr/local and /var, and nobody outside sees it", async () => {
    const files = ["/etc", "/srv", "/usr/local/bin", "/var/lib"].map((folder) => path.join(folder, path.basename(workspace.directory)));
    await lan.exec("sh", ["-c", 'for file do echo x >"$file"; cat "$file"; done', "sh", ...files]);
    expect(files.filter((file) => fs.existsSync(file))).toEqual([]);
  });

  test("reaches no network beyond", async () => {
    await expect(lan.exec("ip", ["route", "get", "192.0.2.1"], { env: withSbin(process.env) })).rejects.toThrow("Network is unreachable");
  });
});

test("a sandbox that has ended is not entered", async () => {
  const sandbox = new Sandbox("no-such-script.sh", Workspace.forTest().mkdir("sandbox"));
  onTestFinished(() => sandbox.stop());
  await until("it has ended", 20, () => (sandbox.ended ? true : undefined));
  expect(() => sandbox.enter("/")).toThrow("there is no sandbox to enter");
  expect(sandbox.logs()).toContain("No such file");
  await expect(exec("true", [], { within: sandbox })).rejects.toThrow("there is no sandbox to enter");
});
