import { type ChildProcess, spawn } from "child_process";
import * as fs from "fs";
import * as path from "path";
import { expect, onTestFinished, test } from "vitest";
import { removeLeftovers, removeOldKeys } from "../../../lib/upload/hetzner";
import { type ReleaseServer } from "../../emulators/release";
import { STABLE, startReleaseServer } from "../../emulators/release/testing";
import { apiOf } from "../../upload/hetzner/rig";
import { requires, until } from "../harness";
import { Lab } from "./lab";

const PROGRAM = path.join(__dirname, "command.mjs");
const IMAGE = "flatcar_production_hetzner_image.bin.bz2";

/** A run of the whole command in a process of its own. */
class Command {
  public output = "";
  public readonly ended: Promise<{ code: number | null; signal: string | null }>;
  private readonly child: ChildProcess;

  constructor(lab: Lab, server: ReleaseServer, cache: string) {
    const args = ["image", "upload", "hetzner", STABLE.version, "--mirror", server.url, "--key", server.keyFile];
    this.child = spawn(process.execPath, [PROGRAM, ...args, "--cache", cache, "--ssh-config", lab.sshd.sshConfig], {
      cwd: lab.directory,
      env: { ...process.env, ...lab.emulator.environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    onTestFinished(() => void this.child.kill("SIGKILL"));
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => (this.output += text));
    }
    this.ended = new Promise((resolve) => this.child.once("close", (code, signal) => resolve({ code, signal })));
  }

  public kill(signal: "SIGINT" | "SIGKILL"): void {
    this.child.kill(signal);
  }
}

async function started(): Promise<{ lab: Lab; server: ReleaseServer; cache: string }> {
  const lab = await Lab.start();
  const server = await startReleaseServer();
  server.publish({ ...STABLE, files: { [IMAGE]: fs.readFileSync(lab.image.path) } });
  return { lab, server, cache: path.join(lab.directory, "cache") };
}

requires("root", "sshd")("an upload that is ended by a signal", () => {
  test("SIGINT: it ends with 130, and leaves nothing", async () => {
    const { lab, server, cache } = await started();
    lab.emulator.onRequest = ({ path: at }) => {
      if (at.endsWith("/poweroff")) command.kill("SIGINT");
    };
    const command = new Command(lab, server, cache);
    expect(await command.ended).toEqual({ code: 130, signal: null });
    expect(command.output).toMatch(/deleting what was made for the upload\ninterrupted\n$/);
    await lab.expectNothing();
    expect(fs.readdirSync(path.join(cache, "upload"))).toEqual([]);
  });

  test("SIGKILL: what it leaves is found by the next, once it is old enough", async () => {
    const { lab, server, cache } = await started();
    lab.emulator.onRequest = ({ path: at }) => {
      if (at.endsWith("/create_image")) command.kill("SIGKILL");
    };
    const command = new Command(lab, server, cache);
    expect(await command.ended).toEqual({ code: null, signal: "SIGKILL" });
    await until(
      "the request that was under way is done",
      10,
      () => lab.emulator.requests.at(-1)?.path.endsWith("/create_image") || undefined,
    );
    const [server_] = lab.emulator.servers;
    expect([lab.emulator.servers.length, lab.emulator.sshKeys.length]).toEqual([1, 1]);

    const told: string[] = [];
    const report = { tell: (line: string) => void told.push(line), sent: () => undefined, made: () => undefined };
    const later = (milliseconds: number): Date => new Date(Date.parse(server_.created) + milliseconds);
    expect(await removeLeftovers(apiOf(lab.emulator), later(3_500_000), report)).toBe(true);
    expect(lab.emulator.servers).toHaveLength(1);
    expect(await removeLeftovers(apiOf(lab.emulator), later(4_000_000), report)).toBe(true);
    expect(told).toContain(`deleting what an earlier upload has left: server ${server_.id}, made ${server_.created}`);
    const keys = path.join(cache, "upload");
    expect(fs.readdirSync(keys)).toHaveLength(1);
    await removeOldKeys(keys, new Date(fs.statSync(path.join(keys, fs.readdirSync(keys)[0])).mtimeMs + 4_000_000));
    expect(fs.readdirSync(keys)).toEqual([]);
    await lab.expectNothing();
  });
});
