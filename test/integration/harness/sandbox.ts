import { type ChildProcess, spawn } from "child_process";
import * as fs from "fs";
import * as path from "path";
import { until, which } from "./exec";
import { withSbin } from "./machine";

/** A process of a sandbox, with its process id outside of it. */
export interface SandboxProcess {
  readonly pid: number;
  readonly arguments: readonly string[];
}

/** Namespaces in which programs can be run, for `exec` and `Service`. */
export interface Namespaces {
  /** What stands before a program's path and arguments to have it run there, in a folder. */
  enter(folder: string): readonly string[];
}

const STOP_SECONDS = 20;

/**
 * Namespaces of their own (mount, network and PID) that a script of this folder makes, and what runs in them. The script keeps to the contract that
 * `libvirtd-sandbox.sh` describes: it ends, and all in it, when its standard input does, and removes the directory.
 *
 * It ends with {@link stop}, and also when the process that started it ends in whatever way.
 */
export class Sandbox implements Namespaces {
  private readonly supervisor: ChildProcess;
  private output = "";
  private closed = false;
  private init?: number;

  /**
   * @param script its name in this folder
   * @param directory what the script is given, and removed in the end
   */
  constructor(
    script: string,
    private readonly directory: string,
  ) {
    // A session of its own, so that Ctrl-C reaches the tests and they end it in order. The pipe is its life line: see the script.
    this.supervisor = spawn("bash", [path.join(__dirname, script), directory], {
      stdio: ["pipe", "pipe", "pipe"],
      env: withSbin(process.env),
      detached: true,
    });
    for (const stream of [this.supervisor.stdout, this.supervisor.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => (this.output += text));
    }
    this.supervisor.stdin?.on("error", () => undefined);
    this.supervisor.on("error", (e) => ((this.output += `${e.message}\n`), (this.closed = true)));
    this.supervisor.on("exit", () => (this.closed = true));
  }

  /** Whether it has ended. */
  public get ended(): boolean {
    return this.closed;
  }

  /** What the script wrote itself, for messages. */
  public logs(): string {
    return this.output;
  }

  /** Every process of the sandbox, the outer two that hold it up included. Empty once it is stopped. */
  public processes(): SandboxProcess[] {
    const supervisor = this.supervisor.pid;
    const parents = new Map<number, number>();
    for (const entry of fs.readdirSync("/proc")) {
      if (!/^\d+$/.test(entry)) continue;
      const parent = parentOf(Number(entry));
      if (parent !== undefined) parents.set(Number(entry), parent);
    }
    // The sandbox's process 1 takes in every orphan, so that all of it stays below the supervisor; but for what has entered it from outside.
    const isInside = (pid: number | undefined): boolean => pid !== undefined && (pid === supervisor || isInside(parents.get(pid)));
    return [...parents.keys()].filter(isInside).flatMap((pid) => {
      const args = commandLine(pid);
      return args === undefined ? [] : [{ pid, arguments: args }];
    });
  }

  public enter(folder: string): readonly string[] {
    this.init ??= this.processes().find(({ pid }) => isInit(pid))?.pid;
    if (this.init === undefined || this.closed) throw new Error(`${this.directory}: there is no sandbox to enter`);
    const nsenter = which("nsenter", withSbin(process.env)) ?? "nsenter";
    return [nsenter, `--target=${this.init}`, "--mount", "--net", "--pid", `--wdns=${folder}`, "--"];
  }

  /** Ends all that runs in it at once, and removes its directory. Safe to call twice. */
  public async stop(): Promise<void> {
    this.supervisor.stdin?.end();
    try {
      await this.untilEnded();
    } catch {
      // The supervisor first: the kernel takes the rest along (see the script).
      this.supervisor.kill("SIGKILL");
      await this.untilEnded();
    }
    fs.rmSync(this.directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  private async untilEnded(): Promise<void> {
    await until(`the sandbox of ${this.directory} has ended`, STOP_SECONDS, () => (this.closed ? true : undefined));
  }
}

/** Whether a process is the first of its PID namespace: the last of the ids that it has in each. */
function isInit(pid: number): boolean {
  return /^NSpid:.*\t1$/m.test(readProc(pid, "status") ?? "");
}

/** The fourth field of /proc/PID/stat; the second is the name in parentheses and may hold anything. */
function parentOf(pid: number): number | undefined {
  const stat = readProc(pid, "stat");
  return stat === undefined ? undefined : Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

function commandLine(pid: number): string[] | undefined {
  return readProc(pid, "cmdline")?.replace(/\0$/, "").split("\0");
}

/** A file of /proc, or `undefined` where the process has ended meanwhile. */
function readProc(pid: number, file: string): string | undefined {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return undefined;
  }
}
