import { expect, test } from "vitest";
import { forbidsAutologin, hasLogin, isAutologin } from "../../../lib/check/rules/logins";
import { IgnitionConfig, IgnitionFile, IgnitionUser, dataUrl } from "../../../lib/ignition";

const KEY = "ssh-ed25519 AAAA a";
const byUsers = (...users: IgnitionUser[]): boolean => hasLogin({ passwd: { users } });
const file = (path: string, text = KEY): IgnitionFile => ({ path, contents: { source: dataUrl(text) } });
const byFiles = (...files: IgnitionFile[]): boolean => hasLogin({ storage: { files } });

test("a config that says nothing of it lets nobody in", () => {
  expect(hasLogin({})).toBe(false);
  expect(byUsers({ name: "core" })).toBe(false);
});

test.each<[string, Omit<IgnitionUser, "name">]>([
  ["an SSH key", { sshAuthorizedKeys: [KEY] }],
  ["a key known only at apply", { sshAuthorizedKeys: ["${var.key}"] }],
  ["a password", { passwordHash: "$6$a$b" }],
  ["a password known only at apply", { passwordHash: "${var.hash}" }],
])("core comes in by %s", (_, user) => expect(byUsers({ name: "core", ...user })).toBe(true));

test.each<[string, Omit<IgnitionUser, "name">]>([
  ["no keys", { sshAuthorizedKeys: [] }],
  ["an empty key, or a comment", { sshAuthorizedKeys: ["", " ", "# none"] }],
  ["a mark of no login", { passwordHash: "*" }],
  ["a locked password", { passwordHash: "!$6$a$b" }],
  ["a shell that lets nobody in", { sshAuthorizedKeys: [KEY], shell: "/sbin/nologin" }],
  ["an account that is deleted", { sshAuthorizedKeys: [KEY], shouldExist: false }],
])("core does not come in by %s", (_, user) => expect(byUsers({ name: "core", ...user })).toBe(false));

test("another user counts where he may become root", () => {
  const ops: IgnitionUser = { name: "ops", sshAuthorizedKeys: [KEY] };
  expect(byUsers(ops)).toBe(false);
  expect(byUsers({ ...ops, groups: ["docker"] })).toBe(false);
  expect(byUsers({ ...ops, groups: ["docker", "sudo"] })).toBe(true);
  expect(byUsers({ ...ops, groups: ["wheel"] })).toBe(true);
  expect(byUsers({ ...ops, primaryGroup: "sudo" })).toBe(true);
  expect(byUsers({ ...ops, name: "root" })).toBe(true);
});

test("rights come through files too", () => {
  const passwd = { users: [{ name: "ops", sshAuthorizedKeys: [KEY] }] };
  const having = (path: string): boolean => hasLogin({ passwd, storage: { files: [file(path, "x")] } });
  expect(having("/etc/sudoers.d/ops")).toBe(true);
  expect(having("/etc/sudoers")).toBe(true);
  expect(having("/etc/userdb/ops:sudo.membership")).toBe(true);
  expect(having("/etc/userdb/ops:wheel.membership")).toBe(true);
  expect(having("/etc/userdb/other:sudo.membership")).toBe(false);
  expect(having("/etc/userdb/ops:docker.membership")).toBe(false);
  expect(having("/etc/sudoers.old")).toBe(false);
});

test("keys come through files too", () => {
  expect(byFiles(file("/home/core/.ssh/authorized_keys"))).toBe(true);
  expect(byFiles(file("/home/core/.ssh/authorized_keys.d/ops"))).toBe(true);
  expect(byFiles(file(["", "root", ".ssh", "authorized_keys"].join("/")))).toBe(true);
  expect(byFiles(file("/home/core/.ssh/authorized_keys", "# none\n\n"))).toBe(false);
  expect(byFiles({ path: "/home/core/.ssh/authorized_keys" })).toBe(false);
  expect(byFiles(file("/home/core/.ssh/authorized_keys.d/a/b"))).toBe(false);
  expect(byFiles(file("/home/core/.ssh/config"))).toBe(false);
  expect(byFiles(file("/home/guest/.ssh/authorized_keys"))).toBe(false);
  expect(byFiles({ path: "/home/core/.ssh/authorized_keys", contents: { source: "https://keys.example.com/ops" } })).toBe(true);
  expect(hasLogin({ storage: { links: [{ path: "/home/core/.ssh/authorized_keys", target: "/opt/keys" }] } })).toBe(true);
});

test("the home of a user is where he has it", () => {
  const passwd = { users: [{ name: "core", homeDir: "/var/core" }] };
  const at = (path: string): boolean => hasLogin({ passwd, storage: { files: [file(path)] } });
  expect(at("/var/core/.ssh/authorized_keys")).toBe(true);
  expect(at("/home/core/.ssh/authorized_keys")).toBe(false);
});

test.each([
  ["/etc/ssh/sshd_config", "TrustedUserCAKeys /etc/ssh/ca.pub\n", true],
  ["/etc/ssh/sshd_config.d/10-ca.conf", "Port 22\n  trustedusercakeys /etc/ssh/ca.pub\n", true],
  ["/etc/ssh/sshd_config", "AuthorizedKeysCommand /opt/bin/keys\n", true],
  ["/etc/ssh/sshd_config", "AuthorizedKeysFile /opt/keys/%u\n", true],
  ["/etc/ssh/sshd_config", "AuthorizedKeysFile none\n", false],
  ["/etc/ssh/sshd_config", "# TrustedUserCAKeys /etc/ssh/ca.pub\nPort 22\n", false],
  ["/etc/ssh/ssh_config", "TrustedUserCAKeys /etc/ssh/ca.pub\n", false],
])("what sshd is told may name other keys: %s %j", (path, text, may) => expect(byFiles(file(path, text))).toBe(may));

test("a console that asks for nothing lets people in, by what the kernel is told", () => {
  const told = (...shouldExist: string[]): IgnitionConfig => ({ kernelArguments: { shouldExist } });
  expect(hasLogin(told("flatcar.autologin"))).toBe(true);
  expect(hasLogin(told("flatcar.autologin=ttyS0"))).toBe(true);
  expect(hasLogin(told("console=ttyS0"))).toBe(false);
  expect(["coreos.autologin", "flatcar.autologins", "x.flatcar.autologin"].map(isAutologin)).toEqual([true, false, false]);
  expect(forbidsAutologin({ kernelArguments: { shouldNotExist: ["flatcar.autologin"] } })).toBe(true);
  expect(forbidsAutologin(told("flatcar.autologin"))).toBe(false);
});
