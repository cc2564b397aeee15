import { expect, test } from "vitest";
import { config, said, translated } from "../translated";

const files = { "a.pub": "ssh-ed25519 A a\r\n\r\n# comment\n  \n", "b.pub": "ssh-ed25519 B b", empty: "" };

test("the keys of files follow those of the config, a key a line, empty lines left out", () => {
  const users = config(
    "passwd: {users: [{name: core, ssh_authorized_keys: [own], shell: /bin/sh, ssh_authorized_keys_local: [a.pub, empty, b.pub]}]}",
    files,
  ).passwd?.users;
  expect(users).toEqual([
    { name: "core", shell: "/bin/sh", sshAuthorizedKeys: ["own", "ssh-ed25519 A a", "# comment", "  ", "ssh-ed25519 B b"] },
  ]);
  expect(Object.keys(users?.[0] ?? {})).toEqual(["name", "sshAuthorizedKeys", "shell"]);
});

test("a key twice is reported where its file is named", () => {
  const result = translated(
    "passwd: {users: [{name: core, ssh_authorized_keys: [ssh-ed25519 B b], ssh_authorized_keys_local: [a.pub, empty, b.pub]}]}",
    files,
  );
  expect(said(result)).toEqual([
    "error at passwd.users.0.ssh_authorized_keys_local.2: duplicate entry defined",
    "config generated was invalid",
  ]);
});

test("each file that is missing is reported", () => {
  expect(said(translated("passwd: {users: [{name: core, ssh_authorized_keys_local: [x, a.pub, y]}]}", files))).toEqual([
    "error at passwd.users.0.ssh_authorized_keys_local.0: open files/x: no such file or directory",
    "error at passwd.users.0.ssh_authorized_keys_local.2: open files/y: no such file or directory",
    "source config is invalid",
  ]);
});

test("without a files directory the list is reported once", () => {
  expect(said(translated("passwd: {users: [{name: core, ssh_authorized_keys_local: [x, y]}]}"))).toEqual([
    "error at passwd.users.0.ssh_authorized_keys_local: local file paths are relative to a files directory that must be specified with -d/--files-dir",
    "source config is invalid",
  ]);
});
