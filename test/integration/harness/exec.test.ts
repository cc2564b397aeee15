import * as fs from "fs";
import { expect, test } from "vitest";
import { exec, ExecError, until, which } from "./exec";
import { Workspace } from "./workspace";

test("gives both streams, the exit code and the time", async () => {
  const result = await exec("sh", ["-c", "echo out; echo err >&2; exit 3"], { allowedExitCodes: [3] });
  expect(result).toMatchObject({ exitCode: 3, stdout: "out\n", stderr: "err\n" });
  expect(result.output.split("\n").sort()).toEqual(["", "err", "out"]);
  expect(result.seconds).toBeGreaterThan(0);
});

test("takes colours out of what it shows", async () => {
  const { output, stdout } = await exec("printf", ["\\033[31mred\\033[0m"]);
  expect(output).toBe("red");
  expect(stdout).toBe("\u001b[31mred\u001b[0m");
});

test("rejects with the end of the output when the program fails", async () => {
  const error = await exec("sh", ["-c", "echo why; exit 2"]).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ExecError);
  expect(error).toMatchObject({ exitCode: 2, output: "why\n", message: "sh -c echo why; exit 2: exit code 2\nwhy" });
});

test("rejects when there is no such program", async () => {
  await expect(exec("no-such-program", [])).rejects.toThrow("there is no program no-such-program");
  await expect(exec("true", [], { cwd: "/no/such/directory" })).rejects.toThrow("ENOENT");
});

test("rejects when a signal ends the program", async () => {
  await expect(exec("sh", ["-c", "kill -KILL $$"])).rejects.toThrow("ended by SIGKILL");
});

test("ends the program and its children when the time is over", async () => {
  const pidFile = Workspace.forTest().path("pid");
  // The children ignore the first, polite signal.
  const script = `trap '' INT; sh -c 'trap "" INT; echo $$ >${pidFile}; sleep 100; :' ; :`;
  await expect(exec("sh", ["-c", script], { timeout: 0.5 })).rejects.toThrow("not done after 0.5 s");
  const pid = fs.readFileSync(pidFile, "utf8").trim();
  await until("the child has ended", 5, () => (fs.existsSync(`/proc/${pid}`) ? undefined : true));
});

test("ends what a program leaves behind", async () => {
  const { stdout } = await exec("sh", ["-c", "sleep 100 & echo $!"]);
  await until("it has ended", 5, () => (fs.existsSync(`/proc/${stdout.trim()}`) ? undefined : true));
});

test("gives a program no standard input", async () => {
  expect((await exec("cat", [])).stdout).toBe("");
});

test("passes arguments as they are", async () => {
  expect((await exec("printf", ["%s|", "a b", "", "$HOME", "'\""])).stdout).toBe("a b||$HOME|'\"|");
});

test("waits until there is a value", async () => {
  let calls = 0;
  expect(await until("three", 5, () => (++calls === 3 ? calls : undefined))).toBe(3);
  await expect(until("never", 0.05, () => undefined)).rejects.toThrow("never: not after 0.05 s");
});

test("finds programs on PATH and by path", () => {
  const workspace = Workspace.forTest();
  const file = workspace.write("a b/tool", "");
  fs.chmodSync(file, 0o755);
  expect(which("tool", { PATH: `/nowhere:${workspace.path("a b")}` })).toBe(file);
  expect(which(file, {})).toBe(file);
  expect(which("tool", { PATH: workspace.directory })).toBeUndefined();
  expect(which("a b", { PATH: workspace.directory })).toBeUndefined();
});
