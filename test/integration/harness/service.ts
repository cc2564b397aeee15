import { type ChildProcess, spawn } from "child_process";
import * as fs from "fs";
import { commandIn, until, WATCHED, which } from "./exec";
import type { Namespaces } from "./sandbox";

/** How a program is started. */
export interface ServiceOptions {
  /** The file that takes both output streams. What the program has written is there at once, so that nobody needs to wait for it. */
  readonly log: string;
  /** The whole environment of the program. @default - that of the test process */
  readonly env?: NodeJS.ProcessEnv;
  /**
   * Where it runs. There it is killed when it is stopped, without being asked: a signal reaches only what has entered the namespaces with it.
   *
   * @default - in the namespaces of the test process
   */
  readonly within?: Namespaces;
}

/** Seconds that a program has to end after it was asked to. */
const GRACE_SECONDS = 5;

/** A program that runs until it is stopped, or until the process that started it ends in whatever way. */
export class Service {
  public readonly pid: number;
  private readonly child: ChildProcess;
  private readonly log: string;
  private closed = false;

  constructor(file: string, args: readonly string[], options: ServiceOptions) {
    const program = which(file, options.env);
    if (program === undefined) throw new Error(`there is no program ${file}`);
    this.log = options.log;
    const output = fs.openSync(options.log, "w");
    try {
      this.child = spawn("/bin/sh", ["-c", WATCHED, "sh", ...commandIn(options.within, undefined, program), ...args], {
        stdio: ["pipe", output, output],
        env: options.env,
        detached: true,
      });
    } finally {
      fs.closeSync(output);
    }
    // Without an id there is no /bin/sh, or no room for a process.
    if (this.child.pid === undefined) throw new Error(`${file} cannot be started`);
    this.pid = this.child.pid;
    this.child.stdin?.on("error", () => undefined);
    this.child.on("close", () => (this.closed = true));
  }

  /** Whether the program has ended. */
  public get ended(): boolean {
    return this.closed;
  }

  /** What the program has written. */
  public output(): string {
    return fs.readFileSync(this.log, "utf8");
  }

  /** Ends the program and what it started. Safe to call twice. */
  public async stop(): Promise<void> {
    if (!this.closed) this.child.kill("SIGTERM");
    try {
      await this.untilEnded();
    } catch {
      this.child.stdin?.end();
      await this.untilEnded();
    }
    this.child.stdin?.end();
  }

  private async untilEnded(): Promise<void> {
    await until(`process ${this.pid} has ended`, GRACE_SECONDS, () => (this.closed ? true : undefined));
  }
}
