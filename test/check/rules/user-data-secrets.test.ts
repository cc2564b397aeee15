import { expect, test } from "vitest";
import { checkedStack } from "../../../lib/check/model/checked-stack";
import { SecretSearch, UserDataSecrets } from "../../../lib/check/rules/user-data-secrets";
import { SynthesisedStack } from "../../../lib/check/synth/stack";
import { IgnitionConfig, dataUrl, encodeIgnition } from "../../../lib/ignition";
import { stackOf } from "../manifests";

/** What is secret in the user data of a server. */
function secrets(user_data: string, parts: Partial<SynthesisedStack> = {}): UserDataSecrets {
  const stack = stackOf({ resources: { hcloud_server: { a: { user_data } } }, ...parts });
  const [{ machines }] = checkedStack({ stack, file: "cdk.tf.json" }).pools;
  return new SecretSearch(stack).secretsOf(machines[0]);
}

/** A config as it stands in a stack's JSON: what looks like an expression is one. */
const config = (each: IgnitionConfig): string => encodeIgnition({ ignition: { version: "3.4.0" }, ...each });
const NOTHING = { written: [], sensitive: [] };

test("what looks secret is told by place and kind", () => {
  const files = [
    { path: "/etc/db.env", contents: { source: dataUrl("DB_PASSWORD=correct-horse\n") } },
    { path: "/etc/motd", contents: { source: dataUrl("hello\n") } },
  ];
  const units = [{ name: "a.service", contents: "[Service]\nEnvironment=API_TOKEN=0a1b2c3d4e5f6071\n" }];
  expect(secrets(config({ storage: { files }, systemd: { units } }))).toEqual({
    written: ["/etc/db.env (a password)", "a.service (a token)"],
    sensitive: [],
  });
});

test("password hashes of users and groups are left to others, those in files are not", () => {
  const passwd = { users: [{ name: "core", passwordHash: "$1$a$b" }], groups: [{ name: "g", passwordHash: "$1$a$b" }] };
  expect(secrets(config({ passwd }))).toEqual(NOTHING);
  const htpasswd = { path: "/etc/htpasswd", contents: { source: dataUrl(`admin:$2y$10$${"a".repeat(53)}\n`) } };
  expect(secrets(config({ storage: { files: [htpasswd] } })).written).toEqual(["/etc/htpasswd (a password hash)"]);
  const replace = { source: dataUrl(config({ passwd })) };
  expect(secrets(config({ ignition: { version: "3.4.0", config: { merge: [replace] } } }))).toEqual(NOTHING);
});

test("a value that is known only at apply is sensitive where its variable is, or what makes it", () => {
  const file = (text: string) => config({ storage: { files: [{ path: "/etc/join", contents: { source: `data:,x${text}` } }] } });
  const sensitiveVariables = ["token"];
  expect(secrets(file("${var.token}"), { sensitiveVariables })).toEqual({ written: [], sensitive: ["/etc/join (the value of var.token)"] });
  expect(secrets(file("${upper(var.token)}"), { sensitiveVariables }).sensitive).toHaveLength(1);
  expect(secrets(file("${var.other}"), { sensitiveVariables })).toEqual(NOTHING);
  expect(secrets(file("${local.var.token}"), { sensitiveVariables })).toEqual(NOTHING);
  expect(secrets(file("${var.token}"))).toEqual(NOTHING);
  expect(secrets(file("${random_password.db[0].result}")).sensitive).toEqual(["/etc/join (the value of random_password.db[0].result)"]);
  expect(secrets(file("${tls_private_key.ca.private_key_pem}")).sensitive).toHaveLength(1);
  expect(secrets(file("${tls_private_key.ca.public_key_openssh}"))).toEqual(NOTHING);
});

test("a local is what it is made of, in base64 too", () => {
  const text = config({ storage: { files: [{ path: "/etc/join", contents: { source: "data:;base64,${base64encode(local.join)}" } }] } });
  const locals = { join: "TOKEN=${var.token}" };
  expect(secrets(text, { locals, sensitiveVariables: ["token"] }).sensitive).toEqual(["/etc/join (the value of var.token)"]);
});

test("user data that is no machine config is looked through as it is", () => {
  const script = "#cloud-config\nwrite_files: [{ content: DB_PASSWORD=correct-horse }]\n";
  expect(secrets(script).written).toEqual(["hcloud_server.a.user_data (a password)"]);
  expect(secrets("#!/bin/sh\necho ${var.token}\n", { sensitiveVariables: ["token"] })).toEqual({
    written: [],
    sensitive: ["hcloud_server.a.user_data (the value of var.token)"],
  });
  const user_data_base64 = Buffer.from(script).toString("base64");
  const instance = stackOf({ resources: { aws_instance: { a: { user_data_base64 } } } });
  const [{ machines }] = checkedStack({ stack: instance, file: "cdk.tf.json" }).pools;
  expect(new SecretSearch(instance).secretsOf(machines[0]).written).toEqual(["aws_instance.a.user_data_base64 (a password)"]);
});

test("a machine without user data has no secrets in it", () => {
  const stack = stackOf({ resources: { hcloud_server: { a: {} } } });
  const [{ machines }] = checkedStack({ stack, file: "cdk.tf.json" }).pools;
  expect(new SecretSearch(stack).secretsOf(machines[0])).toEqual(NOTHING);
});

test("machines that are alike have the same answer, and the same machine is asked once", () => {
  const user_data = config({ storage: { files: [{ path: "/etc/db.env", contents: { source: dataUrl("DB_PASSWORD=correct-horse\n") } }] } });
  const stack = stackOf({ resources: { hcloud_server: { a: { user_data }, b: { user_data } } } });
  const [a, b] = checkedStack({ stack, file: "cdk.tf.json" }).pools.map(({ machines }) => machines[0]);
  const search = new SecretSearch(stack);
  expect(search.secretsOf(a)).toEqual(search.secretsOf(b));
  expect(search.secretsOf(a)).toBe(search.secretsOf(a));
});

test("a secret in the name of a place is masked there", () => {
  const storage = { files: [{ path: "/etc/AKIAABCDEFGHIJKLMNOP.env", contents: { source: dataUrl("DB_PASSWORD=correct-horse\n") } }] };
  const found = secrets(config({ storage })).written.join();
  expect(found).toContain("a password");
  expect(found).not.toContain("AKIAABCDEFGHIJKLMNOP");
});
