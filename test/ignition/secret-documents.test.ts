import { expect, test } from "vitest";
import { documentSecrets } from "../../lib/ignition/secret-documents";
import { noise } from "./planted-secrets";

const found = (text: string): string[] => [...documentSecrets(text)].map(({ start, end }) => text.slice(start, end));
const base64 = (text: string): string => Buffer.from(text).toString("base64");

test("a token is one of a kubeconfig only in a kubeconfig", () => {
  expect(found("kind: Config\nusers: [{user: {token: hunter2}}]\n")).toEqual(["hunter2"]);
  expect(found('{"kind":"Config","users":[{"user":{"token":"hunter2"}}]}')).toEqual(["hunter2"]);
  expect(found("kind: ConfigMap\ntoken: hunter2\n")).toEqual([]);
});

test("all values of a Secret are found, those of documents beside it are not", () => {
  const documents = [
    "kind: ConfigMap\ndata:\n  a: one\n",
    "kind: Secret\nmetadata:\n  name: s\ndata:\n  b: two\n  c: three\nstringData:\n  d: |\n    four\n    five\ntype: Opaque\n",
    "kind: Deployment\ndata:\n  e: six\n",
  ];
  expect(found(documents.join("---\n"))).toEqual(["two", "three", "    four".trim(), "    five".trim()].map((value) => value));
});

test("a Secret in JSON is one", () => {
  expect(found(JSON.stringify({ kind: "Secret", data: { a: "one" } }, null, 2))).toEqual(['"one"']);
});

test("a login is base64 of a user and a password", () => {
  expect(found(`{"auths":{"a":{"auth":"${base64("core:hunter2")}"}}}`)).toEqual([base64("core:hunter2")]);
  expect(found(`//registry.example/:_auth=${base64("core:hunter2")}\n`)).toEqual([base64("core:hunter2")]);
  expect(found(`{"auth":"${base64("no colon in it")}"}`)).toEqual([]);
  expect(found("auth: certificate\n")).toEqual([]);
});

test("d and k are secret in a JSON Web Key only", () => {
  expect(found(`{"kty":"oct","k":"${noise(43)}"}`)).toEqual([noise(43)]);
  expect(found(`{"d":"${noise(43)}"}`)).toEqual([]);
});

test("a private key of WireGuard has 32 bytes", () => {
  expect(found(`[Interface]\nPrivateKey = ${noise(43)}=\n[Peer]\nPublicKey = ${noise(43)}=\n`)).toEqual([`${noise(43)}=`]);
  expect(found("PrivateKeyFile=/etc/wg\nPrivateKey=/etc/wg\n")).toEqual([]);
});

test(".pgpass is known by all its lines", () => {
  expect(found("# mine\n*:*:*:core:hunter2\na:5432:b:c:hun\\:ter3\n\n")).toEqual(["hunter2", "hun\\:ter3"]);
  expect(found("a:5432:b:c:hunter2\nand more\n")).toEqual([]);
  expect(found("core:x:500:500::/home/core:/bin/bash\n")).toEqual([]);
});

test(".netrc goes over lines", () => {
  expect(found("machine a login b password hunter2\ndefault\n login c\n password hunter3\n")).toEqual(["hunter2", "hunter3"]);
});
