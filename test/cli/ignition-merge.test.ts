import * as fs from "fs";
import * as path from "path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { IgnitionConfig, dataUrl, wrapGzip } from "../../lib/ignition";
import { scratch } from "../support/project";
import { Outside, run as runWith } from "./run";

let folder: string;
beforeAll(() => {
  folder = scratch();
  write("base.ign", { ignition: { version: "3.3.0" }, storage: { files: [{ path: "/a", mode: 0o600 }] } });
  write("node.ign", { ignition: { version: "3.4.0" }, storage: { files: [{ path: "/a", mode: 0o644 }, { path: "/b" }] } });
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function write(name: string, config: IgnitionConfig): void {
  fs.writeFileSync(path.join(folder, name), JSON.stringify(config));
}

const run = (args: readonly string[], outside: Outside = {}) => runWith(["ignition", "merge", ...args], { cwd: folder, ...outside });
const MERGED = { ignition: { version: "3.4.0" }, storage: { files: [{ path: "/a", mode: 0o644 }, { path: "/b" }] } };

test("later configs override earlier ones, in the highest version among them", async () => {
  expect(await run(["base.ign", "node.ign"])).toEqual({ code: 0, stdout: `${JSON.stringify(MERGED)}\n`, stderr: "" });
  expect((await run(["-p", "base.ign", "node.ign"])).stdout).toBe(`${JSON.stringify(MERGED, null, 2)}\n`);
});

test("standard input is one of them", async () => {
  const stdin = JSON.stringify({ ignition: { version: "3.4.0" }, storage: { files: [{ path: "/b", mode: 1 }] } });
  expect(JSON.parse((await run(["node.ign", "-"], { stdin })).stdout).storage.files[1]).toEqual({ path: "/b", mode: 1 });
});

test("configs within them are put in where that is asked for", async () => {
  const wrapped = wrapGzip(JSON.stringify(MERGED), "3.4.0");
  expect(JSON.parse((await run(["-"], { stdin: wrapped })).stdout)).toEqual(JSON.parse(wrapped));
  expect(JSON.parse((await run(["--render", "-"], { stdin: wrapped })).stdout)).toEqual(MERGED);
  const elsewhere = JSON.stringify({ ignition: { version: "3.4.0", config: { replace: { source: "http://x" } } } });
  const failed = await run(["--render", "-"], { stdin: elsewhere });
  expect([failed.code, failed.stdout]).toEqual([1, ""]);
  expect(failed.stderr).toMatch(/received \["http:\/\/x"\].*\[ignition-source-missing:/);
});

test("what is wrong with the result is told beside it", async () => {
  write("below.ign", { ignition: { version: "3.4.0" }, storage: { files: [{ path: "/l/c" }] } });
  const stdin = JSON.stringify({
    ignition: { version: "3.4.0" },
    storage: { links: [{ path: "/l", target: "/x" }] },
  });
  const { code, stdout, stderr } = await run(["below.ign", "-"], { stdin });
  expect(code).toBe(1);
  expect(JSON.parse(stdout).storage.links).toHaveLength(1);
  expect(stderr).toMatch(/merged: error at \$\.storage\.files\.0: file path includes link in config/);
});

test("a config that is none is told, and nothing is printed", async () => {
  expect(await run(["base.ign", "-"], { stdin: "{}" })).toEqual({
    code: 1,
    stdout: "",
    stderr: "-: couldn't parse config: invalid config version (couldn't parse)\n",
  });
  expect((await run(["missing.ign"])).stderr).toBe("open missing.ign: no such file or directory\n");
});

test("no config is wrong usage", async () => {
  expect((await run([])).code).toBe(2);
});

test("contents come through", async () => {
  const stdin = JSON.stringify({
    ignition: { version: "3.4.0" },
    storage: { files: [{ path: "/c", contents: { source: dataUrl("ü") } }] },
  });
  expect(JSON.parse((await run(["base.ign", "-"], { stdin })).stdout).storage.files[1].contents).toEqual({ source: dataUrl("ü") });
});
