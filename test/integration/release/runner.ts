import { type ChildProcess, spawn } from "node:child_process";
import * as path from "node:path";

const SCRIPT = path.join(__dirname, "waiting-program.mjs");

/** How a run ended. */
export interface RunEnd {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds from when it was told what to do. */
  readonly length: number;
}

/** The built command line in a process of its own that has loaded all it needs. */
export class Runner {
  /** Starts one, and waits until it waits. */
  public static async start(options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> }): Promise<Runner> {
    const runner = new Runner(spawn(process.execPath, [SCRIPT], { ...options, stdio: ["pipe", "pipe", "pipe"] }));
    await runner.ready;
    return runner;
  }

  private readonly ready: Promise<void>;
  private readonly exited: Promise<number | null>;
  private stdout = "";
  private stderr = "";

  private constructor(private readonly child: ChildProcess) {
    child.stdin?.on("error", () => undefined);
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    this.exited = new Promise((resolve) => child.once("close", (code) => resolve(code)));
    this.ready = new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", () => reject(new Error(`the command line cannot be loaded: ${this.stderr}`)));
      child.stdout?.setEncoding("utf8").on("data", (text: string) => {
        this.stdout += text;
        if (!this.stdout.startsWith("ready\n")) return;
        child.removeAllListeners("exit");
        resolve();
      });
    });
  }

  /** Has it run a command to its end, or to the moment that `during` kills it in. */
  public async run(args: readonly string[], during: (kill: () => void) => void = () => undefined): Promise<RunEnd> {
    const begun = performance.now();
    this.child.stdin?.end(`${JSON.stringify(args)}\n`);
    during(() => void this.child.kill("SIGKILL"));
    const code = await this.exited;
    const stdout = this.stdout.slice("ready\n".length);
    return { code, stdout, stderr: this.stderr, length: performance.now() - begun };
  }
}
