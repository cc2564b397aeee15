import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { Readable } from "node:stream";
import { expect, onTestFinished, test } from "vitest";
import { until } from "../../integration/harness/exec";
import { Ssh, lastLine, sshOptions } from "../../../lib/upload/hetzner/ssh";
import { failure, fakeSsh, folder } from "./rig";

const TARGET = { host: "198.18.0.1", identity: "/keys/a b/id", knownHosts: "/keys/100%/known" };

function ssh(script: string, signal = new AbortController().signal): { ssh: Ssh; directory: string } {
  const directory = folder();
  return { ssh: new Ssh(TARGET, { ...fakeSsh(directory, script), HCLOUD_TOKEN: "secret" }, signal), directory };
}

test("the real ssh takes every option, with spaces and percent signs in names of files, and settings of a file do not undo them", () => {
  const config = path.join(folder(), "config");
  fs.writeFileSync(
    config,
    "Host *\n  Port 2222\n  IdentitiesOnly no\n  StrictHostKeyChecking no\n  ForwardAgent yes\n  SendEnv HCLOUD_TOKEN\n",
  );
  const shown = execFileSync("ssh", ["-G", ...sshOptions({ ...TARGET, config }), "--", "root@198.18.0.1"], { encoding: "utf8" }).split(
    "\n",
  );
  for (const line of [
    "port 2222",
    "user root",
    "hostname 198.18.0.1",
    "batchmode yes",
    "identitiesonly yes",
    "identityfile /keys/a b/id",
    "stricthostkeychecking accept-new",
    "forwardagent no",
    "identityagent none",
    "connecttimeout 10",
    "serveraliveinterval 15",
    "passwordauthentication yes",
    "preferredauthentications publickey",
  ]) {
    expect(shown).toContain(line);
  }
  expect(shown.find((line) => line.startsWith("userknownhostsfile"))).toMatch(/\/keys\/100%%?\/known$/);
});

test.each(['quo"te', "back\\slash", "trailing\\", "do$HOME", "sing'le", "ha#sh", "~", "a, b"])("a folder may be called %s", (name) => {
  const identity = `/keys/${name}/id`;
  const options = sshOptions({ ...TARGET, identity, knownHosts: `/keys/${name}/known` });
  const shown = execFileSync("ssh", ["-G", ...options, "--", "root@198.18.0.1"], { encoding: "utf8" }).split("\n");
  expect(shown).toContain(`identityfile ${identity}`);
  expect(shown).toContain(`userknownhostsfile /keys/${name}/known`);
});

test.each(["${HOME}", "new\nline"])(
  "a folder called %j, in place of which ssh would look elsewhere, is told of before anything is made",
  async (name) => {
    const to = new Ssh({ ...TARGET, identity: `/keys/${name}/id` }, { PATH: process.env.PATH }, new AbortController().signal);
    expect(await failure(to.check())).toMatchObject({ code: "ssh-settings", received: `/keys/${name}/id` });
  },
);

test("without a file nobody's settings count", () => {
  expect(sshOptions(TARGET).slice(0, 2)).toEqual(["-F", "none"]);
});

test("a command gets its input, and its output and exit code come back", async () => {
  const { ssh: to } = ssh('for last; do :; done; echo "ran $last: $(cat)"; echo oops >&2; exit 3');
  expect(await to.run("true", Readable.from([Buffer.from("in"), Buffer.from("put")]))).toEqual({
    code: 3,
    stdout: "ran true: input\n",
    stderr: "oops\n",
  });
});

test("the host is asked for as root, and the token of the API is not in its environment", async () => {
  const { ssh: to } = ssh('echo "$*"; env');
  const { stdout } = await to.run("true");
  expect(stdout).toContain(" -- root@198.18.0.1 true\n");
  expect(stdout).not.toContain("HCLOUD_TOKEN");
});

test("one that takes no more input says why, and that counts", async () => {
  const { ssh: to } = ssh("exec 0<&-; sleep 0.1; echo full; exit 1");
  const input = Readable.from(Array.from({ length: 64 }, () => Buffer.alloc(64 * 1024)));
  expect(await to.run("x", input)).toMatchObject({ code: 1, stdout: "full\n" });
});

test("input that cannot be read ends it", async () => {
  const { ssh: to, directory } = ssh('echo $$ >"$FAKE_SSH/pid"; exec cat');
  const broken = Readable.from(
    (async function* () {
      yield Buffer.from("a");
      await until("it runs", 10, () => fs.existsSync(path.join(directory, "pid")) || undefined);
      throw new Error("disk error");
    })(),
  );
  await expect(to.run("x", broken)).rejects.toThrow("disk error");
  await until("it has ended", 10, () => !isRunning(pidIn(directory)) || undefined);
});

test("whoever interrupts it gets what he interrupted with, once it has ended", async () => {
  const controller = new AbortController();
  const { ssh: to, directory } = ssh('echo $$ >"$FAKE_SSH/pid"; exec sleep 60', controller.signal);
  const running = to.run("x");
  await until("it runs", 10, () => fs.existsSync(path.join(directory, "pid")) || undefined);
  controller.abort("SIGINT");
  await expect(running).rejects.toBe("SIGINT");
  expect(isRunning(pidIn(directory))).toBe(false);
  await expect(to.run("x")).rejects.toBe("SIGINT");
});

test("one that does not listen is killed", async () => {
  const controller = new AbortController();
  const { ssh: to, directory } = ssh('trap "" TERM; echo $$ >"$FAKE_SSH/pid"; while :; do read x; done </dev/zero', controller.signal);
  const running = to.run("x");
  await until("it runs", 10, () => fs.existsSync(path.join(directory, "pid")) || undefined);
  controller.abort("SIGINT");
  await expect(running).rejects.toBe("SIGINT");
  expect(isRunning(pidIn(directory))).toBe(false);
});

test("what it has started for itself, such as a way through a jump host, is not waited for", async () => {
  const controller = new AbortController();
  const { ssh: to, directory } = ssh('sleep 60 & echo $! >"$FAKE_SSH/jump"; echo $$ >"$FAKE_SSH/pid"; exec sleep 60', controller.signal);
  const running = to.run("x");
  await until("it runs", 10, () => fs.existsSync(path.join(directory, "pid")) || undefined);
  onTestFinished(() => void process.kill(Number(fs.readFileSync(path.join(directory, "jump"), "utf8"))));
  controller.abort("SIGINT");
  await expect(running).rejects.toBe("SIGINT");
});

test("a machine without ssh is told of", async () => {
  const nowhere = new Ssh(TARGET, { PATH: folder() }, new AbortController().signal);
  expect(await failure(nowhere.check())).toMatchObject({ code: "ssh-missing", received: "ENOENT" });
});

test("settings that ssh does not take are told of before anything is made", async () => {
  const config = path.join(folder(), "config");
  fs.writeFileSync(config, "Host *\n  Prot 22\n");
  const to = new Ssh({ ...TARGET, config }, { PATH: process.env.PATH }, new AbortController().signal);
  expect(await failure(to.check())).toMatchObject({
    code: "ssh-settings",
    path: config,
    received: expect.stringContaining("terminating") as string,
  });
  fs.writeFileSync(config, "Host *\n  Port 22\n");
  await to.check();
});

test("the last line of a text is its last with something in it", () => {
  expect([lastLine("a\nb\n\n"), lastLine(""), lastLine("a")]).toEqual(["b", "", "a"]);
});

function pidIn(directory: string): number {
  return Number(fs.readFileSync(path.join(directory, "pid"), "utf8"));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
