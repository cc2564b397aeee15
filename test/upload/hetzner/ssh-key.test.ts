import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { newSshKey } from "../../../lib/upload/hetzner/ssh-key";
import { folder } from "./rig";

test("OpenSSH reads the private key, and finds the public one in it", () => {
  const file = path.join(folder(), "key");
  for (let i = 0; i < 4; i++) {
    const { publicKey, privateKey } = newSshKey();
    fs.writeFileSync(file, privateKey, { mode: 0o600 });
    expect(execFileSync("ssh-keygen", ["-y", "-f", file], { encoding: "utf8" }).trim()).toBe(publicKey);
  }
});

test("what is signed with the private key verifies by the public one", () => {
  const directory = folder();
  const { publicKey, privateKey } = newSshKey();
  const file = (name: string, text: string): string => {
    fs.writeFileSync(path.join(directory, name), text, { mode: 0o600 });
    return path.join(directory, name);
  };
  const [key, data, signers] = [file("key", privateKey), file("data", "x"), file("signers", `me ${publicKey}\n`)];
  execFileSync("ssh-keygen", ["-q", "-Y", "sign", "-f", key, "-n", "test", data], { stdio: "pipe" });
  const verify = ["-Y", "verify", "-f", signers, "-I", "me", "-n", "test", "-s", `${data}.sig`];
  expect(execFileSync("ssh-keygen", verify, { input: "x", encoding: "utf8" })).toContain("Good");
});

test("each key is another one, with an id of its own that a label and a name can hold", () => {
  const [a, b] = [newSshKey(), newSshKey()];
  expect(a.publicKey).not.toBe(b.publicKey);
  expect(a.id).not.toBe(b.id);
  expect(a.id).toMatch(/^[0-9a-f]{12}$/);
});
