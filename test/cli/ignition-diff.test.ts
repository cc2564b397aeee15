import * as fs from "fs";
import * as path from "path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { IgnitionConfig, dataUrl, encodeIgnition, wrapGzip } from "../../lib/ignition";
import { scratch } from "../support/project";
import { Outside, run as runWith } from "./run";

let folder: string;
beforeAll(() => {
  folder = scratch();
  write("one.ign", encodeIgnition(holding("1\n")));
  write("two.ign", encodeIgnition(holding("2\n")));
  write("wrapped.ign", wrapGzip(encodeIgnition(holding("1\n")), "3.4.0"));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function holding(text: string): IgnitionConfig {
  return { ignition: { version: "3.4.0" }, storage: { files: [{ path: "/a", contents: { source: dataUrl(text) } }] } };
}

function write(name: string, text: string): void {
  fs.writeFileSync(path.join(folder, name), text);
}

const run = (args: readonly string[], outside: Outside = {}) => runWith(["ignition", "diff", ...args], { cwd: folder, ...outside });
const TEXT = "~ file /a\n    contents: 2 bytes → 2 bytes\n      @@ -1,1 +1,1 @@\n      -1\n      +2\n";

test("what differs is printed, and ends with 1; nothing that differs is nothing, and ends with 0", async () => {
  expect(await run(["one.ign", "two.ign"])).toEqual({ code: 1, stdout: TEXT, stderr: "" });
  expect(await run(["one.ign", "one.ign"])).toEqual({ code: 0, stdout: "", stderr: "" });
});

test("the wrapper around a config makes no difference, unless references are compared", async () => {
  expect((await run(["one.ign", "wrapped.ign"])).code).toBe(0);
  const raw = await run(["--no-render", "one.ign", "wrapped.ign"]);
  expect(raw.code).toBe(1);
  expect(raw.stdout).toMatch(/config\.replace/);
});

test("references that can not be followed are compared as they stand", async () => {
  const stdin = '{"ignition":{"version":"3.4.0","config":{"merge":[{"source":"http://x"}]}}}';
  expect((await run(["one.ign", "-"], { stdin })).stdout).toMatch(/config\.merge\.0: none → http:\/\/x/);
});

test("a terminal has colours, unless NO_COLOR is set or somebody says otherwise", async () => {
  const isColoured = async (args: string[], outside: Outside): Promise<boolean> => /\x1b\[/.test((await run(args, outside)).stdout);
  const files = ["one.ign", "two.ign"];
  expect(await isColoured(files, { isTTY: true })).toBe(true);
  expect(await isColoured(files, { isTTY: true, env: { NO_COLOR: "1" } })).toBe(false);
  expect(await isColoured(files, {})).toBe(false);
  expect(await isColoured(["--color", ...files], {})).toBe(true);
  expect(await isColoured(["--color=never", ...files], { isTTY: true })).toBe(false);
});

test("machines get data", async () => {
  const { code, stdout } = await run(["--format", "json", "one.ign", "two.ign"], { isTTY: true });
  expect(code).toBe(1);
  expect(JSON.parse(stdout).changes).toMatchObject([
    { kind: "changed", section: "storage.files", name: "/a", fields: [{ field: "contents" }] },
  ]);
  expect(JSON.parse((await run(["--format=json", "one.ign", "one.ign"])).stdout)).toEqual({ changes: [] });
});

test("secrets are masked unless asked for", async () => {
  write("secret.ign", encodeIgnition(holding("password = correcthorsebattery\n")));
  expect((await run(["one.ign", "secret.ign"])).stdout).not.toContain("correcthorse");
  expect((await run(["--show-secrets", "one.ign", "secret.ign"])).stdout).toContain("correcthorse");
});

test("configs that can not be compared end with 2, because 1 means that they differ", async () => {
  expect(await run(["one.ign", "missing.ign"])).toEqual({ code: 2, stdout: "", stderr: "open missing.ign: no such file or directory\n" });
  expect((await run(["one.ign", "-"], { stdin: "{}" })).code).toBe(2);
  const stdin = '{"ignition":{"version":"3.4.0","config":{"replace":{"source":"data:,x"}}}}';
  const broken = await run(["one.ign", "-"], { stdin });
  expect(broken.code).toBe(2);
  expect(broken.stderr).toMatch(/^-: config at a data: URL.*\[ignition-source-invalid:/);
});

test.each([[[]], [["one.ign"]], [["one.ign", "two.ign", "one.ign"]], [["-", "-"]]])("%j is wrong usage", async (args) => {
  expect((await run(args)).code).toBe(2);
});
