import { spawnSync } from "child_process";
import * as fs from "fs";
import * as os from "os";
import * as path from "path";

/** The folder of this repository. */
export const PROJECT = path.dirname(path.dirname(__dirname));

/** What a program printed, and how it ended. */
export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How {@link run} starts a program. */
export interface RunOptions {
  /** @default - the project */
  readonly cwd?: string;
  /** Over the environment of this process; undefined takes a variable away. */
  readonly env?: { readonly [name: string]: string | undefined };
}

/** Runs a program to its end. A program that cannot be started is an error; one that fails is not. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Finished {
  const env: NodeJS.ProcessEnv = { ...process.env, ...options.env };
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: options.cwd ?? PROJECT,
    env,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

/** Like {@link run}, for a program that must not fail. Returns what it printed. */
export function runFine(command: string, args: readonly string[], options: RunOptions = {}): string {
  const { status, stdout, stderr } = run(command, args, options);
  if (status !== 0) throw new Error(`${[command, ...args].join(" ")} ended with ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

/** Runs `fn` with a new folder, outside the project, that is gone afterwards. */
export function withScratch<T>(fn: (folder: string) => T): T {
  const folder = scratch();
  try {
    return fn(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** A new folder outside the project; who asks for it removes it. */
export function scratch(): string {
  return fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "flatcar-")));
}

/** All files below a folder, relative to it, with forward slashes, in the order of their code units. */
export function filesBelow(folder: string, skip: (name: string) => boolean = () => false): string[] {
  const found: string[] = [];
  const walk = (at: string): void => {
    for (const entry of fs.readdirSync(path.join(folder, at), { withFileTypes: true })) {
      if (skip(entry.name)) continue;
      const name = at === "" ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) walk(name);
      else found.push(name);
    }
  };
  walk("");
  return found.sort();
}

/** The files that git has or would take: what the repository is made of. */
export function repositoryFiles(): string[] {
  const listed = runFine("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
  return listed
    .split("\0")
    .filter((file) => file !== "" && fs.existsSync(path.join(PROJECT, file)))
    .sort();
}

const TSC = path.join(PROJECT, "node_modules", "typescript", "bin", "tsc");

/** Compiles with the project's own compiler; returns what it complained of. */
export function typeCheck(args: readonly string[], cwd: string): string {
  return run(process.execPath, [TSC, "--pretty", "false", ...args], { cwd }).stdout;
}

/** Brings `dist` up to date with the source. Test files that run at the same time wait for one another. */
export function build(): void {
  const lock = path.join(PROJECT, "node_modules", ".flatcar-build.lock");
  const isCurrent = (): boolean =>
    newest(["lib", "stacks", "environments", "bench", "main.ts", "tsconfig.json", "tsconfig.build.json"]) <= builtAt();
  if (isCurrent()) return;
  while (!take(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  try {
    if (isCurrent()) return;
    runFine(process.execPath, [TSC, "-p", "tsconfig.build.json"]);
    const now = new Date();
    fs.utimesSync(stamp(), now, now);
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

/** How {@link synthesiseProject} runs the app. */
export interface SynthesisOptions extends RunOptions {
  /** A script in the place of the app's own. */
  readonly script?: string;
  readonly args?: readonly string[];
}

/** Synthesises the built app, every stack of every environment, and returns each file's text by its name in the output folder. */
export function synthesiseProject(options: SynthesisOptions = {}): { [file: string]: string } {
  build();
  return withScratch((outdir) => {
    const main = options.script ?? path.join(PROJECT, "dist", "main.js");
    runFine(process.execPath, ["--enable-source-maps", main, ...(options.args ?? [])], {
      ...options,
      env: { ...options.env, CDKTF_OUTDIR: outdir },
    });
    return Object.fromEntries(filesBelow(outdir).map((file) => [file, fs.readFileSync(path.join(outdir, file), "utf8")]));
  });
}

function stamp(): string {
  return path.join(PROJECT, "dist", ".tsbuildinfo");
}

function builtAt(): number {
  return fs.existsSync(stamp()) && fs.existsSync(path.join(PROJECT, "dist", "main.js")) ? fs.statSync(stamp()).mtimeMs : 0;
}

function newest(parts: readonly string[]): number {
  const times = parts.flatMap((part) => {
    const file = path.join(PROJECT, part);
    return fs.statSync(file).isDirectory() ? filesBelow(file).map((below) => path.join(file, below)) : [file];
  });
  return Math.max(...times.map((file) => fs.statSync(file).mtimeMs));
}

// A lock of a process that is no more is nobody's.
function take(lock: string): boolean {
  try {
    fs.writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    try {
      const owner = Number(fs.readFileSync(lock, "utf8"));
      if (owner > 0) process.kill(owner, 0);
    } catch {
      fs.rmSync(lock, { force: true });
    }
    return false;
  }
}
