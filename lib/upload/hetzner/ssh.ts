import { type ChildProcess, spawn } from "node:child_process";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { FlatcarError } from "../../errors";

/** Milliseconds that `ssh` has to end after it was told to. */
const GRACE_MS = 3_000;
/** Characters of what the other side says that are kept; it has little to say. */
const LONGEST_OUTPUT = 64 * 1024;
/** With this `ssh` ends where the connection fails, and not the command. */
export const SSH_FAILED = 255;

/** Which server is meant, and how it is reached. */
export interface SshTarget {
  /** Its address. */
  readonly host: string;
  /** File of the private key. */
  readonly identity: string;
  /** File that takes the server's key, so that it stays the same one. */
  readonly knownHosts: string;
  /**
   * Further settings, for one a jump host, in a file as of ssh_config(5).
   *
   * @default - none, neither the user's nor the machine's
   */
  readonly config?: string;
}

/** What a command did. */
export interface SshResult {
  /** Its exit code, or {@link SSH_FAILED}; undefined where a signal ended `ssh`. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Commands on a server, by the machine's own `ssh`. */
export class Ssh {
  constructor(
    private readonly target: SshTarget,
    /** The environment of `ssh`, where it is looked up too. */
    private readonly env: Readonly<Record<string, string | undefined>>,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Makes sure that there is an `ssh` and that it takes the settings. Nothing is connected to.
   *
   * @throws FlatcarError `ssh-missing`, `ssh-settings`
   */
  public async check(): Promise<void> {
    const { identity } = this.target;
    if (UNQUOTABLE.test(identity)) {
      throw new FlatcarError({
        code: "ssh-settings",
        subject: "path of the key",
        received: identity,
        allowed: "a path without control characters and '${', in place of which ssh puts something else",
        mend: "name another folder for the cache, with --cache",
      });
    }
    const { code, stderr } = await this.ssh(["-G"], []);
    if (code === 0) return;
    throw new FlatcarError({
      code: "ssh-settings",
      subject: "settings of ssh",
      received: lastLine(stderr),
      allowed: "settings that the machine's ssh takes",
      mend: "correct the file of --ssh-config, or use a newer OpenSSH client",
      path: this.target.config,
    });
  }

  /**
   * Runs a command. Whatever ends this ends `ssh` too, before it returns.
   *
   * @param input default: none
   * @throws FlatcarError `ssh-missing`
   */
  public async run(command: string, input?: Readable): Promise<SshResult> {
    return this.ssh([], [command], input);
  }

  private async ssh(before: readonly string[], after: readonly string[], input?: Readable): Promise<SshResult> {
    this.signal.throwIfAborted();
    const child = spawn("ssh", [...before, ...sshOptions(this.target), "--", `root@${this.target.host}`, ...after], {
      // The token of the API is none of its business, nor of what a ProxyCommand starts.
      env: { ...this.env, HCLOUD_TOKEN: undefined },
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    const end = (): void => endChild(child);
    this.signal.addEventListener("abort", end, { once: true });
    try {
      const [result] = await Promise.all([resultOf(child), send(child, input)]);
      this.signal.throwIfAborted();
      return result;
    } finally {
      this.signal.removeEventListener("abort", end);
    }
  }
}

/** The options of `ssh`: no question to anybody, no setting of anybody's, no key but the one. Those given here go before those of a file. */
export function sshOptions({ identity, knownHosts, config = "none" }: SshTarget): string[] {
  const options: Readonly<Record<string, string>> = {
    BatchMode: "yes",
    // Whoever stands in between can at most keep the disk from being written: logging in is signed for one connection with one server key.
    StrictHostKeyChecking: "accept-new",
    UserKnownHostsFile: quoted(knownHosts),
    GlobalKnownHostsFile: "none",
    UpdateHostKeys: "no",
    IdentityFile: quoted(identity),
    IdentitiesOnly: "yes",
    IdentityAgent: "none",
    PreferredAuthentications: "publickey",
    ConnectTimeout: "10",
    ServerAliveInterval: "15",
    ServerAliveCountMax: "4",
    ClearAllForwardings: "yes",
    ForwardAgent: "no",
    ForwardX11: "no",
    PermitLocalCommand: "no",
    ControlMaster: "no",
    ControlPath: "none",
    EscapeChar: "none",
    Compression: "no",
    RequestTTY: "no",
    LogLevel: "ERROR",
  };
  return ["-F", config, ...Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`])];
}

const UNQUOTABLE = /\$\{|[\x00-\x1f\x7f]/;

// Options are read as the lines of a file are: a space ends a name, and a percent sign stands for something else.
function quoted(file: string): string {
  return `"${file.replace(/["\\]/g, "\\$&").replace(/%/g, "%%")}"`;
}

async function resultOf(child: ChildProcess): Promise<SshResult> {
  let [stdout, stderr] = ["", ""];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout = (stdout + text).slice(-LONGEST_OUTPUT)));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr = (stderr + text).slice(-LONGEST_OUTPUT)));
  return new Promise((resolve, reject) => {
    child.once("error", (e: NodeJS.ErrnoException) => {
      if (child.pid !== undefined) return;
      reject(
        new FlatcarError({
          code: "ssh-missing",
          subject: "program ssh",
          received: e.code ?? e.message,
          allowed: "an OpenSSH client on PATH",
          mend: "install one, such as Debian's openssh-client",
        }),
      );
    });
    child.once("close", (code) => resolve({ code: code ?? undefined, stdout, stderr }));
  });
}

async function send(child: ChildProcess, input: Readable | undefined): Promise<void> {
  if (input === undefined || child.stdin === null) return;
  try {
    await pipeline(input, child.stdin);
  } catch (e) {
    // Where the other side wants no more it says why, and that counts. What cannot be read here does not end `ssh` by itself.
    if (isClosed(e)) return;
    endChild(child);
    throw e;
  }
}

/** The last thing that a program said; empty where it said nothing. */
export function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

function isClosed(e: unknown): boolean {
  return (
    e instanceof Error &&
    "code" in e &&
    ["EPIPE", "ECONNRESET", "ERR_STREAM_PREMATURE_CLOSE", "ERR_STREAM_DESTROYED"].includes(String(e.code))
  );
}

function endChild(child: ChildProcess): void {
  child.kill("SIGTERM");
  const kill = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  child.once("close", () => clearTimeout(kill));
  // What `ssh` has started for itself, such as a way through a jump host, may hold its outputs for minutes.
  child.once("exit", () => [child.stdout, child.stderr].forEach((output) => output?.destroy()));
}
