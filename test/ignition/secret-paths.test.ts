import { expect, test } from "vitest";
import { secretByPath } from "../../lib/ignition/secret-paths";
import { noise, pem } from "./planted-secrets";

test.each([
  "/etc/etcd/peer-key.pem",
  "/etc/etcd/key.pem",
  "/etc/ssl/server.key",
  "/home/core/.ssh/id_ed25519",
  "/etc/ssh/ssh_host_rsa_key",
  "/etc/luks/data.keyfile",
  "/etc/a.p12",
  "/etc/krb5.keytab",
])("of %s the name says that it is a key, whatever its bytes are", (path) => {
  expect(secretByPath(path, "\x00\xff\x12a")).toBe("a key, by the name of the file");
  expect(secretByPath(path, "${TfToken[TOKEN.1]}")).toBe("a key, by the name of the file");
  expect(secretByPath(path, "\n")).toBeUndefined();
});

test("a file that says itself what it is is taken at its word", () => {
  expect(secretByPath("/etc/a.key", pem("PUBLIC KEY"))).toBeUndefined();
  expect(secretByPath("/etc/a.key", `ssh-ed25519 ${noise(68)}`)).toBeUndefined();
  expect(secretByPath("/etc/a.key", "/run/key")).toBeUndefined();
  expect(secretByPath("/opt/bin/fetch-key", "#!/bin/sh\nexit 0\n")).toBeUndefined();
});

test.each(["/etc/a.pub.key", "/etc/public.key", "/etc/keys", "/etc/keyboard", "/etc/ssh/ssh_host_rsa_key.pub", "/etc/ca.pem"])(
  "of %s the name says no such thing",
  (path) => {
    expect(secretByPath(path, "\x00\xff")).toBeUndefined();
  },
);

test.each(["/etc/k3s/token", "/var/lib/node-token", "/run/secrets/db_password", "/etc/app-token.txt", "/etc/a.secret"])(
  "one word in %s is a secret",
  (path) => {
    expect(secretByPath(path, "hunter2\n")).toBe("a secret, by the name of the file");
    expect(secretByPath(path, "${TfToken[TOKEN.1]}")).toBe("a secret, by the name of the file");
    expect(secretByPath(path, "#!/bin/sh\nexit 0\n")).toBeUndefined();
    expect(secretByPath(path, "@TOKEN@")).toBeUndefined();
  },
);

test("one word in another file is none", () => {
  expect(["/etc/hostname", "/etc/passwd", "/etc/token-ttl"].map((path) => secretByPath(path, "hunter2"))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("what is in the store of credentials is one, unless it is encrypted", () => {
  expect(secretByPath("/etc/credstore/a", "some words")).toBe("a systemd credential");
  expect(secretByPath("/etc/credstore.encrypted/a", "some words")).toBeUndefined();
});

test("in a file of htpasswd any hash is one", () => {
  expect(secretByPath("/etc/nginx/.htpasswd", `core:${noise(13)}\n`)).toBe("a password hash");
  expect(secretByPath("/etc/shadow", `core:${noise(13)}`)).toBe("a password hash");
  expect(secretByPath("/etc/shadow", "core:*:1:2\n# a:comment too\n")).toBeUndefined();
});
