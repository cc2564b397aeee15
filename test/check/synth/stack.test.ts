import * as fs from "fs";
import * as path from "path";
import { afterAll, expect, test } from "vitest";
import { readStack, stackFrom, stackNames } from "../../../lib/check/synth/stack";
import { MANIFEST_VERSION } from "../../../lib/pool/manifest";
import { thrown } from "../../support";
import { scratch } from "../../support/project";
import { groupPool, namedPool } from "../manifests";

const folder = scratch();
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function write(stack: string, text: string): void {
  fs.mkdirSync(path.join(folder, "stacks", stack), { recursive: true });
  fs.writeFileSync(path.join(folder, "stacks", stack, "cdk.tf.json"), text);
}

const flatcar = (version: number) => ({ version, pools: { "x/db": namedPool(), "x/web": groupPool() } });
const parts = { locals: { l: "1" }, output: { o: { value: "2" } }, resource: { a: { b: { c: "{}" } } } };
write("x", JSON.stringify({ "//": { flatcar: flatcar(MANIFEST_VERSION) }, ...parts }));
write("newer", JSON.stringify({ "//": { flatcar: flatcar(MANIFEST_VERSION + 1) } }));
write("none", "{}");
write("broken", "{");

test("a stack is its locals, its outputs, its resources and its pools", () => {
  const stack = readStack(folder, "x");
  const pools = { "x/db": namedPool(), "x/web": groupPool() };
  expect(stack).toEqual({
    name: "x",
    locals: { l: "1" },
    outputs: { o: "2" },
    resources: { a: { b: { c: "{}" } } },
    data: {},
    providers: {},
    pools,
  });
  expect(readStack(folder, "none")).toEqual({ name: "none", locals: {}, outputs: {}, resources: {}, data: {}, providers: {}, pools: {} });
});

test("a stack can be made of its JSON alone, and an error names what the JSON is called", () => {
  expect(stackFrom("x", { resource: { a: { b: {} } } }, "x.json").resources).toEqual({ a: { b: {} } });
  expect(thrown(() => stackFrom("x", { "//": { flatcar: 1 } }, "x.json"))).toMatchObject({ code: "synth-unreadable", received: "x.json" });
});

test("the stacks are the folders that are there, without those that the app has no more", () => {
  const other = scratch();
  for (const stack of ["b", "a", "gone"]) fs.mkdirSync(path.join(other, "stacks", stack), { recursive: true });
  fs.writeFileSync(path.join(other, "stacks", "notes.txt"), "");
  expect(stackNames(other)).toEqual(["a", "b", "gone"]);
  fs.writeFileSync(path.join(other, "manifest.json"), JSON.stringify({ version: "0.21.0", stacks: { a: {}, b: {}, unwritten: {} } }));
  expect(stackNames(other)).toEqual(["a", "b"]);
  fs.rmSync(other, { recursive: true });
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
  [JSON.stringify({ resource: { type: null } })],
  [JSON.stringify({ resource: { type: { name: 1 } } })],
  [JSON.stringify({ "//": { flatcar: null } })],
  ...[[], { p: null }].map((pools) => [JSON.stringify({ "//": { flatcar: { version: MANIFEST_VERSION, pools } } })]),
])("JSON that is no stack's, or has no manifest of pools in it, is an error: %s", (text) => {
  write("odd", text);
  expect(thrown(() => readStack(folder, "odd")).code).toBe("synth-unreadable");
  fs.rmSync(path.join(folder, "stacks", "odd"), { recursive: true });
});

test("of variables it is known which are sensitive", () => {
  const variable = { token: { sensitive: true, type: "string" }, size: { type: "number" }, odd: "x" };
  expect(stackFrom("x", { variable }, "x.json").sensitiveVariables).toEqual(["token"]);
  expect(stackFrom("x", {}, "x.json").sensitiveVariables).toBeUndefined();
});

test("a folder without stacks is told by the option that names it", () => {
  const mendOf = (...args: [folder: string, option?: string]): string => thrown(() => stackNames(...args)).mend;
  expect(mendOf("/nowhere")).toContain("name the folder by --synth (ENOENT)");
  expect(mendOf("/nowhere", "--base")).toContain("name the folder by --base (ENOENT)");
});
