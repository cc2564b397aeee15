import * as fs from "fs";
import * as path from "path";
import { beforeAll, describe, expect, test } from "vitest";
import { Sshd } from "../hetzner-upload/sshd";
import { ExecError } from "./exec";
import { requires } from "./requirements";
import { Ssh, SshKey } from "./ssh";
import { Workspace } from "./workspace";

const HOST = "127.0.0.1";

requires("sshd")("ssh of the tests", () => {
  const workspace = Workspace.forSuite();
  let sshd: Sshd;
  let ssh: Ssh;

  beforeAll(async () => {
    const key = await SshKey.make(workspace.path("key"));
    // The server is this machine in all but its users: root needs no sudo.
    sshd = await Sshd.start(workspace.mkdir("server"), { programs: { sudo: 'exec "$@"' } });
    sshd.letIn([key.publicKey]);
    ssh = new Ssh({ directory: workspace.mkdir("hosts"), key, user: "root", port: sshd.port });
    return () => sshd.stop();
  });

  test("gives what a command printed, each stream by itself, and its exit code", async () => {
    const { exitCode, stdout, stderr } = await ssh.run(HOST, "echo one; echo two >&2; exit 3", { allowedExitCodes: [3] });
    expect([exitCode, stdout, stderr]).toEqual([3, "one\n", "two\n"]);
  });

  test("rejects where a command fails, with what it wrote", async () => {
    await expect(ssh.run(HOST, "echo sorry; false")).rejects.toThrow(/exit code 1\nsorry/);
  });

  test("lets nobody in without the key, or with another one, and says so", async () => {
    const other = await SshKey.make(workspace.path("other"));
    expect(await ssh.refusal(HOST)).toBeUndefined();
    expect(await ssh.as({ user: "root", key: undefined }).refusal(HOST)).toBe("Permission denied (publickey,keyboard-interactive)");
    expect(await ssh.as({ user: "root", key: other }).refusal(HOST)).toMatch(/^Permission denied/);
  });

  test("takes silence for no refusal", async () => {
    const nowhere = new Ssh({ directory: workspace.mkdir("nowhere"), user: "root", port: 1 });
    await expect(nowhere.refusal(HOST)).rejects.toThrow(/has not said whether it lets anybody in: .*Connection refused/);
  });

  test("says what ssh said last where nobody is let in for too long", async () => {
    const nowhere = new Ssh({ directory: workspace.mkdir("nowhere"), port: 1 });
    await expect(nowhere.untilReady(HOST, 0)).rejects.toThrow(/lets core in: not after 0 s\nssh: .*Connection refused/);
  });

  test("waits no longer where somebody has seen why", async () => {
    const check = (): void => {
      throw new Error("the machine is off");
    };
    await expect(ssh.untilReady(HOST, 60, check)).rejects.toThrow("the machine is off");
    await expect(ssh.untilReady(HOST, 60)).resolves.toBeUndefined();
  });

  test("tells one boot from another", async () => {
    expect(await ssh.bootId(HOST)).toBe(fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
  });

  describe("reads files", () => {
    test("byte for byte, with their modes and owners, and leaves out those that are not there", async () => {
      const bytes = Buffer.from([0, 10, 13, 255, 39, 10, 10]);
      const [plain, secret, folder, link] = ["it's plain", "secret", "folder", "link"].map((name) => workspace.path("files", name));
      fs.mkdirSync(path.dirname(plain));
      fs.writeFileSync(plain, bytes);
      fs.chmodSync(plain, 0o4644);
      fs.writeFileSync(secret, "s", { mode: 0o600 });
      fs.chownSync(secret, 0, 0);
      fs.mkdirSync(folder, { mode: 0o750 });
      fs.symlinkSync("../nowhere", link);
      const found = await ssh.files(HOST, [plain, secret, folder, link, workspace.path("files", "none")]);
      const owner = { user: "root", group: "root" };
      const empty = Buffer.alloc(0);
      expect([...found.values()]).toEqual([
        { path: plain, kind: "file", mode: 0o4644, ...owner, contents: bytes },
        { path: secret, kind: "file", mode: 0o600, ...owner, contents: Buffer.from("s") },
        { path: folder, kind: "folder", mode: 0o750, ...owner, contents: empty },
        { path: link, kind: "link", mode: 0o777, ...owner, contents: empty, target: "../nowhere" },
      ]);
    });

    test("and rejects where it could not look", async () => {
      await expect(ssh.as({ key: undefined, user: "root" }).files(HOST, ["/etc/hostname"])).rejects.toBeInstanceOf(ExecError);
    });
  });

  test("refuses a host that has another key than before, until it is forgotten", async () => {
    await ssh.run(HOST, "true");
    const another = await Sshd.start(workspace.mkdir("another"));
    try {
      another.letIn([fs.readFileSync(workspace.path("key.pub"), "utf8").trim()]);
      const there = new Ssh({ directory: workspace.path("hosts"), key: undefined, user: "root", port: another.port });
      // The file is the host's, whatever the port: what is known of this one is written for its port.
      const known = workspace.path("hosts", `known-${HOST}`);
      fs.writeFileSync(known, fs.readFileSync(known, "utf8").replace(`:${sshd.port} `, `:${another.port} `));
      await expect(there.refusal(HOST)).rejects.toThrow(/HOST IDENTIFICATION HAS CHANGED|verification failed/);
      there.forget(HOST);
      expect(await there.refusal(HOST)).toMatch(/^Permission denied/);
    } finally {
      await another.stop();
    }
  });

  test("leaves the person's own files alone", async () => {
    const home = process.env.HOME ?? "/root";
    const before = fs.existsSync(path.join(home, ".ssh")) ? fs.readdirSync(path.join(home, ".ssh")) : [];
    await ssh.run(HOST, "true");
    expect(fs.existsSync(path.join(home, ".ssh")) ? fs.readdirSync(path.join(home, ".ssh")) : []).toEqual(before);
    expect(fs.readdirSync(workspace.path("hosts"))).toEqual([`known-${HOST}`]);
  });
});
