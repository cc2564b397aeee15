import { spawn } from "child_process";
import * as path from "path";
import { setTimeout as sleep } from "timers/promises";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { CommandIo, processIo, wantsColour } from "../../lib/cli/io";
import { PROJECT, build, run as runProgram } from "../support/project";

const io = (env: CommandIo["env"], isTTY: boolean): CommandIo => {
  const output = { isTTY, write: () => undefined };
  const readStdin = () => Promise.reject(new Error("not asked for"));
  return { readStdin, stdout: output, stderr: output, env, cwd: "/", now: () => new Date(0), signal: new AbortController().signal };
};
const wants = (choice: string | undefined, isTTY: boolean, env: CommandIo["env"] = {}): boolean => {
  const outside = io(env, isTTY);
  return wantsColour(outside, outside.stdout, choice);
};

test("colours are for terminals, unless NO_COLOR is set, also to nothing", () => {
  expect([wants(undefined, true), wants("auto", true), wants("auto", false)]).toEqual([true, true, false]);
  expect(wants("auto", true, { NO_COLOR: "" })).toBe(false);
});

test("who asks for colours or for none gets what they ask for", () => {
  expect([wants("always", false, { NO_COLOR: "1" }), wants("never", true)]).toEqual([true, false]);
});

test("the process's own outside is this process's", () => {
  const { cwd, env } = processIo();
  expect(cwd).toBe(process.cwd());
  expect(env.PATH).toBe(process.env.PATH);
});

beforeAll(build, 120_000);

test("a terminal's width is asked for anew each time: people make windows wider", () => {
  const { stderr } = processIo();
  const own = Object.getOwnPropertyDescriptor(process.stderr, "columns");
  try {
    for (const columns of [80, 120, undefined]) {
      Object.defineProperty(process.stderr, "columns", { value: columns, configurable: true });
      expect(stderr.columns).toBe(columns);
    }
  } finally {
    if (own === undefined) Reflect.deleteProperty(process.stderr, "columns");
    else Object.defineProperty(process.stderr, "columns", own);
  }
});

test("a reader that has seen enough is no failure", { timeout: 30_000 }, () => {
  const program = path.join(PROJECT, "dist", "lib", "cli", "cdktf-flatcar.js");
  // The reader is gone before the first word: the program starts only then.
  const closed = `(sleep 0.2; "$0" "$1" --help) | true; exit "\${PIPESTATUS[0]}"`;
  expect(runProgram("bash", ["-c", closed, process.execPath, program])).toMatchObject({ status: 0, stderr: "" });
});

const TIDYING = `
const { signal } = require(process.argv[1]).processIo();
signal.addEventListener("abort", () => {
  process.stdout.write(signal.reason + "\\n");
  setTimeout(() => process.exit(130), 2_500);
});
setInterval(() => undefined, 1_000);
process.stdout.write("ready\\n");
`;

/** A program that takes its time to tidy up, the signals that it gets at these milliseconds after its first, and how it ends. */
async function signalled(
  name: NodeJS.Signals,
  ...again: readonly number[]
): Promise<{ output: string; code: number | null; signal: string | null }> {
  const child = spawn(process.execPath, ["-e", TIDYING, path.join(PROJECT, "dist", "lib", "cli", "io.js")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  await new Promise<void>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (output === "ready\n") child.kill(name);
      if (output.endsWith(`${name}\n`)) resolve();
    });
  });
  for (const [i, at] of again.entries()) {
    await sleep(at - (again[i - 1] ?? 0));
    child.kill(name);
  }
  return { output, ...(await ended) };
}

test(
  "one Ctrl-C that comes twice, from the terminal and passed on by npx, does not keep a command from tidying up",
  { timeout: 30_000 },
  async () => {
    expect(await signalled("SIGINT", 0, 20, 100)).toEqual({ output: "ready\nSIGINT\n", code: 130, signal: null });
  },
);

test("a second Ctrl-C ends a command at once", { timeout: 30_000 }, async () => {
  expect(await signalled("SIGINT", 1_500)).toMatchObject({ code: null, signal: "SIGINT" });
});

test("a terminal that is closed lets a command tidy up", { timeout: 30_000 }, async () => {
  expect(await signalled("SIGHUP")).toEqual({ output: "ready\nSIGHUP\n", code: 130, signal: null });
});
