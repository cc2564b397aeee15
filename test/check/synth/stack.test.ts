import * as fs from "fs";
import * as path from "path";
import { afterAll, expect, test } from "vitest";
import { readStack } from "../../../lib/check/synth/stack";
import { MANIFEST_VERSION } from "../../../lib/pool/manifest";
import { thrown } from "../../support";
import { scratch } from "../../support/project";

const folder = scratch();
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function write(stack: string, text: string): void {
  fs.mkdirSync(path.join(folder, "stacks", stack), { recursive: true });
  fs.writeFileSync(path.join(folder, "stacks", stack, "cdk.tf.json"), text);
}

const config = { address: "a.b", attribute: "c", encoding: "plain", bytes: 1, exact: true };
const release = { channel: "stable", version: "4593.2.5" };
const flatcar = (version: number) => ({
  version,
  pools: {
    "x/db": { kind: "named", name: "db", release, nodes: { a: { config }, b: { config } } },
    "x/other": { kind: "named", name: "other", release, nodes: { c: { config } } },
    "x/web": { kind: "group", name: "web", release, config },
  },
});
write("x", JSON.stringify({ "//": { flatcar: flatcar(MANIFEST_VERSION) }, locals: { l: "1" }, resource: { a: { b: { c: "{}" } } } }));
write("newer", JSON.stringify({ "//": { flatcar: flatcar(MANIFEST_VERSION + 1) } }));
write("none", "{}");
write("broken", "{");

test("a stack is its locals, its resources and its pools", () => {
  const stack = readStack(folder, "x");
  expect(stack).toMatchObject({ name: "x", locals: { l: "1" }, resources: { a: { b: { c: "{}" } } } });
  expect(Object.keys(stack.pools)).toEqual(["x/db", "x/other", "x/web"]);
});

test.each([
  ["newer", "manifest-version"],
  ["broken", "synth-unreadable"],
  ["y", "stack-unknown"],
])("the stack %s is an error: %s", (stack, code) => {
  expect(thrown(() => readStack(folder, stack)).code).toBe(code);
});

test("a folder that is not there is an error that says what to run", () => {
  expect(thrown(() => readStack(path.join(folder, "no"), "x"))).toMatchObject({ code: "synth-missing" });
});

test.each([
  ["null"],
  ["[]"],
  ['"text"'],
  [JSON.stringify({ "//": { flatcar: null } })],
  ...[[], { p: null }].map((pools) => [JSON.stringify({ "//": { flatcar: { version: MANIFEST_VERSION, pools } } })]),
])("JSON that is no stack's, or has no manifest of pools in it, is an error: %s", (text) => {
  write("odd", text);
  expect(thrown(() => readStack(folder, "odd")).code).toBe("synth-unreadable");
  fs.rmSync(path.join(folder, "stacks", "odd"), { recursive: true });
});
