import { spawn } from "child_process";
import * as fs from "fs";
import * as path from "path";
import type { Namespaces } from "./sandbox";

/** How a program is run. */
export interface ExecOptions {
  /** @default - the working directory of the test process */
  readonly cwd?: string;
  /** The whole environment of the program. @default - that of the test process */
  readonly env?: NodeJS.ProcessEnv;
  /** Seconds after which the program is interrupted, and killed with its children 5 s later. @default 120 */
  readonly timeout?: number;
  /** Exit codes that are no failure. @default [0] */
  readonly allowedExitCodes?: readonly number[];
  /** Where it runs. @default - in the namespaces of the test process */
  readonly within?: Namespaces;
}

/** What a program did. */
export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams in the order in which they came, without colours. */
  readonly output: string;
  /** Wall-clock seconds. */
  readonly seconds: number;
}

/** A program that failed or took too long; the message ends with the end of what it wrote. */
export class ExecError extends Error {
  constructor(
    public readonly command: string,
    /** `undefined` when a signal ended it. */
    public readonly exitCode: number | undefined,
    /** Both streams in the order in which they came, without colours. */
    public readonly output: string,
    reason: string,
  ) {
    super(`${command}: ${reason}\n${lastLines(output, 80)}`);
    this.name = "ExecError";
  }
}

/** Seconds between the polite and the other signal when the time is over. */
const GRACE_SECONDS = 5;

/**
 * Runs a program as the leader of a process group, beside a watcher in the same group. The watcher reads a pipe that nobody writes to: when its
 * other end is closed, by us or by our death of whatever kind, it kills the group. (Terraform's providers outlive a Terraform that is killed.)
 */
export const WATCHED = 'exec 3<&0 </dev/null; (read -r _ <&3; kill -KILL -$$) >/dev/null 2>&1 & exec 3<&-; exec "$@"';

/** Runs a program to its end. Whatever it started ends with it, also when the time is over or the test process ends or is killed. */
export async function exec(file: string, args: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
  const timeout = options.timeout ?? 120;
  const command = [path.basename(file), ...args].join(" ");
  const program = which(file, options.env);
  if (program === undefined) throw new ExecError(command, undefined, "", `there is no program ${file}`);
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn("/bin/sh", ["-c", WATCHED, "sh", ...commandIn(options.within, options.cwd, program), ...args], {
      cwd: options.cwd,
      env: options.env,
      detached: true,
    });
    let timedOut = false;
    let stdout = "";
    let stderr = "";
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => ((stdout += text), (output += text)));
    child.stderr.setEncoding("utf8").on("data", (text: string) => ((stderr += text), (output += text)));
    child.stdin.on("error", () => undefined);
    let kill: NodeJS.Timeout | undefined;
    const interrupt = setTimeout(() => {
      timedOut = true;
      if (child.pid !== undefined) process.kill(-child.pid, "SIGINT");
      kill = setTimeout(() => child.stdin.end(), GRACE_SECONDS * 1000);
    }, timeout * 1000);
    const done = () => {
      clearTimeout(interrupt);
      clearTimeout(kill);
      child.stdin.end();
    };
    child.on("exit", done);
    child.on("error", (e) => {
      done();
      reject(new ExecError(command, undefined, "", e.message));
    });
    // Not "exit": the streams may have more to give then.
    child.on("close", (code, signal) => {
      const text = withoutColours(output);
      if (timedOut) reject(new ExecError(command, code ?? undefined, text, `not done after ${timeout} s`));
      else if (code === null) reject(new ExecError(command, undefined, text, `ended by ${signal}`));
      else if (!(options.allowedExitCodes ?? [0]).includes(code)) reject(new ExecError(command, code, text, `exit code ${code}`));
      else resolve({ exitCode: code, stdout, stderr, output: text, seconds: (performance.now() - started) / 1000 });
    });
  });
}

/** What starts a program, before its arguments. */
export function commandIn(within: Namespaces | undefined, cwd: string | undefined, program: string): string[] {
  return [...(within?.enter(path.resolve(cwd ?? ".")) ?? []), path.resolve(program)];
}

/** The path of a program on `PATH`, or `undefined`. A name with a slash in it is taken as a path. */
export function which(name: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const candidates = name.includes("/")
    ? [name]
    : (env.PATH ?? "").split(path.delimiter).map((directory) => path.join(directory || ".", name));
  return candidates.find((candidate) => {
    try {
      fs.accessSync(candidate, fs.constants.X_OK);
      return fs.statSync(candidate).isFile();
    } catch {
      return false;
    }
  });
}

/** Waits until `check` gives something other than `undefined`, and gives that. Rejects after `seconds` with `what` in the message. */
export async function until<T>(what: string, seconds: number, check: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const value = await check();
    if (value !== undefined) return value;
    if (performance.now() > deadline) throw new Error(`${what}: not after ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

function withoutColours(text: string): string {
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, "");
}

function lastLines(text: string, count: number): string {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}
