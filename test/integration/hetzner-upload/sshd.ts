import { type ChildProcess, execFileSync, spawn } from "child_process";
import * as fs from "fs";
import { type AddressInfo, createServer } from "net";
import * as path from "path";
import { until } from "../harness";

const SANDBOX = path.join(__dirname, "sshd-sandbox.sh");
const SECONDS = 20;
/** As much as a server of the smallest type has. It takes no space until it is written. */
const DISK_BYTES = 40e9;

export interface SshdOptions {
  /** Bytes of the disk. @default - as many as the smallest server has */
  readonly diskBytes?: number;
  /** After how many bytes the disk is full, whatever its size says. @default - at its end */
  readonly diskLimit?: number;
  /** Scripts that take the place of programs of the server. @default - none */
  readonly programs?: Readonly<Record<string, string>>;
}

/** A real ssh server for root that writes to a file where a server in rescue mode has its disk. */
export class Sshd {
  /** @param directory its own; the caller removes it */
  public static async start(directory: string, options: SshdOptions = {}): Promise<Sshd> {
    const sshd = new Sshd(directory, await freePort());
    sshd.configure(options);
    sshd.run();
    await until("sshd listens", SECONDS, () => {
      if (sshd.ended) throw new Error(`sshd ended while starting:\n${sshd.output}`);
      return sshd.output.includes("listening on") || undefined;
    });
    return sshd;
  }

  /** What was written. */
  public readonly disk: string;
  /** Settings for ssh that lead there, whatever host is asked for. */
  public readonly sshConfig: string;
  private child?: ChildProcess;
  private output = "";
  private ended = false;

  private constructor(
    private readonly directory: string,
    public readonly port: number,
  ) {
    this.disk = path.join(directory, "disk");
    this.sshConfig = path.join(directory, "ssh_config");
  }

  /** Whether it was stopped, or has ended by itself. */
  public get isStopped(): boolean {
    return this.ended;
  }

  /** Lets in who has one of these keys, and nobody else. */
  public letIn(publicKeys: readonly string[]): void {
    fs.writeFileSync(path.join(this.directory, "authorized_keys"), publicKeys.map((key) => `${key}\n`).join(""));
  }

  /** Files that commands of its sessions have left. */
  public get temporaryFiles(): string[] {
    return fs.readdirSync(path.join("/proc", String(this.insidePid()), "root", this.directory, "tmp"));
  }

  /** Processes of its sessions. */
  public get sessions(): string[] {
    const [inside, daemon] = [this.insidePid(), childrenOf(this.insidePid())[0]];
    const namespace = fs.readlinkSync(`/proc/${inside}/ns/pid`);
    return fs
      .readdirSync("/proc")
      .map(Number)
      .filter((pid) => pid > 0 && pid !== inside && pid !== daemon && readLink(`/proc/${pid}/ns/pid`) === namespace)
      .flatMap((pid) => commandLine(pid) ?? []);
  }

  /** Ends it, and the connections to it, at once. Safe to call twice. */
  public async stop(): Promise<void> {
    this.child?.stdin?.end();
    await until("sshd's sandbox has ended", SECONDS, () => this.ended || undefined);
  }

  private configure({ diskBytes = DISK_BYTES, diskLimit, programs = {} }: SshdOptions): void {
    const file = (name: string, text: string, mode = 0o600): void => fs.writeFileSync(path.join(this.directory, name), text, { mode });
    for (const name of ["home", "bin", "tmp"]) fs.mkdirSync(path.join(this.directory, name));
    for (const [name, script] of Object.entries(programs)) file(`bin/${name}`, `#!/bin/sh\n${script}\n`, 0o755);
    file("disk", "");
    fs.truncateSync(this.disk, diskBytes);
    if (diskLimit !== undefined) file("disk-limit", String(diskLimit));
    const accounts = fs.readFileSync("/etc/passwd", "utf8").split("\n");
    const sshd = accounts.filter((line) => line.startsWith("sshd:"));
    file("passwd", [`root:x:0:0:root:${this.directory}/home:/bin/bash`, ...sshd, ""].join("\n"), 0o644);
    file("shadow", "root:*:20000:0:99999:7:::\n");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", path.join(this.directory, "host_key")]);
    this.letIn([]);
    const settings = [
      `Port ${this.port}`,
      "ListenAddress 127.0.0.1",
      `HostKey ${this.directory}/host_key`,
      `AuthorizedKeysFile ${this.directory}/authorized_keys`,
      "PidFile none",
      "UsePAM no",
      "StrictModes no",
      "PermitRootLogin prohibit-password",
      "PasswordAuthentication no",
      `SetEnv PATH=${this.directory}/bin:/usr/sbin:/usr/bin:/sbin:/bin TMPDIR=${this.directory}/tmp`,
    ];
    file("sshd_config", `${settings.join("\n")}\n`);
    file("ssh_config", `Host *\n  HostName 127.0.0.1\n  Port ${this.port}\n`);
  }

  private run(): void {
    // A session of its own, so that Ctrl-C reaches the tests and they end it in order. The pipe is its life line: see the script.
    this.child = spawn("bash", [SANDBOX, this.directory], { stdio: ["pipe", "pipe", "pipe"], detached: true });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => (this.output += text));
    }
    this.child.stdin?.on("error", () => undefined);
    this.child.on("error", (e) => ((this.output += `${e.message}\n`), (this.ended = true)));
    this.child.on("exit", () => (this.ended = true));
  }

  /** `unshare` is the child; what it started is process 1 inside. */
  private insidePid(): number {
    return childrenOf(this.child?.pid ?? 0)[0];
  }
}

function childrenOf(pid: number): number[] {
  return fs.readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number);
}

function readLink(file: string): string | undefined {
  try {
    return fs.readlinkSync(file);
  } catch {
    return undefined;
  }
}

/** What a process was started with; nothing where it has ended meanwhile. */
function commandLine(pid: number): string | undefined {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").replace(/\0/g, " ").trim();
  } catch {
    return undefined;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
