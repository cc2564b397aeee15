import { expect, test } from "vitest";
import { operatorKey } from "../../stacks/operator-key";
import { BlockJson, synthesise } from "../support";

const stack = synthesise((scope) => void operatorKey(scope));
const variable = stack.variable?.ssh_authorized_key as BlockJson;
const [validation] = variable.validation as { condition: string; error_message: string }[];

// The expression of Terraform is a call around one regular expression, in a syntax that JavaScript shares here.
const [, quoted] = /^\$\{can\(regex\((".*"), var\.ssh_authorized_key\)\)\}$/.exec(validation.condition) ?? [];
const accepts = (key: string): boolean => new RegExp(JSON.parse(quoted)).test(key);

test.each([
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJxBqGyXbOnMvkTdUnB2bQ1aCpzN5k4Tt0jqFfM3nU0D ops@example.com",
  "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTY=",
  "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29t",
])("a public key is accepted: %s", (key) => {
  expect(accepts(key)).toBe(true);
});

test.each(["", " ", "-----BEGIN OPENSSH PRIVATE KEY-----", "/home/me/.ssh/id_ed25519.pub", "ssh-ed25519 AAAA\nssh-ed25519 BBBB", "ssh-"])(
  "something else is one clear line at plan: %j",
  (key) => {
    expect(accepts(key)).toBe(false);
    expect(validation.error_message).toContain("TF_VAR_ssh_authorized_key");
    expect(validation.error_message).not.toContain("\n");
  },
);

test("a key that nobody gives is refused by the same line, and not asked for", () => {
  expect(variable.default).toBe("");
  expect(accepts(variable.default as string)).toBe(false);
});

test("the message is a sentence, as older versions of Terraform demand", () => {
  expect(validation.error_message).toMatch(/^[A-Z].*\.$/);
});

test("it is a variable of the stack by a name that does not change", () => {
  expect(Object.keys(stack.variable ?? {})).toEqual(["ssh_authorized_key"]);
});
