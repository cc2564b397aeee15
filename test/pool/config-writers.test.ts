import * as fs from "fs";
import * as os from "os";
import * as path from "path";
import { afterAll, expect, test } from "vitest";
import { IgnitionConfig } from "../../lib/ignition";
import { withSource } from "../../lib/pool/config-source";
import { ConfigWriters } from "../../lib/pool/config-writers";
import { MachineConfig } from "../../lib/pool/machine-config";
import { NodeContext } from "../../lib/pool/node-context";
import { Architecture } from "../../lib/release";
import { RELEASE } from "./test-pool";

const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "flatcar-writers-"));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
fs.writeFileSync(path.join(folder, "cdktf.json"), "{}");

const context = (name: string): NodeContext => ({
  name,
  pool: "db",
  stack: "stack",
  platform: "test",
  release: RELEASE,
  architecture: Architecture.AMD64,
});

/** Notes nodes whose own configs are given by name. */
function writersOf(pool: readonly MachineConfig[], nodes: { readonly [name: string]: readonly MachineConfig[] }): ConfigWriters {
  const writers = new ConfigWriters(pool);
  for (const [name, own] of Object.entries(nodes)) {
    const render = (config: MachineConfig): IgnitionConfig => config.render(context(name));
    writers.note(name, pool.map(render), own, own.map(render));
  }
  return writers;
}

const here = (): number => Number(/config-writers\.test\.ts:(\d+)/.exec(new Error().stack?.split("\n").slice(2).join("\n") ?? "")?.[1]);

/** Writes what it is told to, by node. */
class Told extends MachineConfig {
  constructor(private readonly tell: (node: NodeContext) => IgnitionConfig) {
    super();
  }

  public override render(node: NodeContext): IgnitionConfig {
    return this.tell(node);
  }
}

const files = (...paths: string[]): IgnitionConfig => ({ storage: { files: paths.map((path) => ({ path })) } });

test("a config says the line that made it, and the paths and units it writes", () => {
  const config = MachineConfig.ignition({
    storage: { files: [{ path: "/f" }], directories: [{ path: "/d" }], links: [{ path: "/l", target: "/f" }] },
    systemd: { units: [{ name: "a.service", enabled: true }] },
  });
  const line = here() - 4;
  expect(writersOf([config], { a: [] }).pool(true)).toEqual([
    { file: "test/pool/config-writers.test.ts", line, writes: { "/f": null, "/d": null, "/l": null, "a.service": null } },
  ]);
});

test.each<[string, () => MachineConfig]>([
  ["file", () => MachineConfig.file({ path: "/a", contents: "" })],
  ["unit", () => MachineConfig.unit({ name: "a.service" })],
  ["ignitionJson", () => MachineConfig.ignitionJson('{"ignition":{"version":"3.4.0"}}')],
  ["a subclass", () => new Told(() => ({}))],
])("the line of MachineConfig's %s is the user's", (_, make) => {
  const [writer] = writersOf([make()], { a: [] }).pool(true);
  expect(writer.file).toBe("test/pool/config-writers.test.ts");
  expect(fs.readFileSync(__filename, "utf8").split("\n")[(writer.line ?? 0) - 1]).toContain("() => ");
});

test("without stack traces there is no line, but what is written is told", () => {
  expect(writersOf([MachineConfig.file({ path: "/a", contents: "" })], { a: [] }).pool(false)).toEqual([{ writes: { "/a": null } }]);
});

test("a config from a file names it, relative to its project, also without stack traces", () => {
  const file = path.join(folder, "configs", "base.ign");
  fs.mkdirSync(path.dirname(file));
  fs.writeFileSync(file, '{"ignition":{"version":"3.4.0"},\n"storage":{"files":[\n{"path":"/a"}]}}');
  const config = MachineConfig.ignitionFile(file);
  for (const traces of [true, false]) {
    expect(writersOf([config], { a: [] }).pool(traces)).toEqual([{ file: "configs/base.ign", writes: { "/a": 3 } }]);
  }
});

test("a file in no project is not named: its folder is this machine's own", () => {
  const config = new Told(() => withSource(files("/a"), { file: "/no/such/project/base.bu", lineOf: () => 3 }));
  expect(writersOf([config], { a: [] }).pool(true)).toEqual([{ writes: { "/a": 3 } }]);
});

test("a config that was read says the line of each thing it writes, in a file and in a text of the program", () => {
  const lineOf = (written: string): number | undefined => ({ "/a": 5 })[written];
  const inFile = new Told(() => withSource(files("/a", "/b"), { file: path.join(folder, "a.bu"), lineOf }));
  const inText = new Told(() => withSource(files("/a"), { lineOf }));
  const [ofFile, ofText] = writersOf([inFile, inText], { a: [] }).pool(true);
  expect(ofFile).toEqual({ file: "a.bu", writes: { "/a": 5, "/b": null } });
  expect(ofText).toEqual({ file: "test/pool/config-writers.test.ts", line: here() - 3, inText: true, writes: { "/a": 5 } });
});

test("a node without configs of its own adds nothing, and one with some adds those", () => {
  const writers = writersOf([MachineConfig.file({ path: "/pool", contents: "" })], {
    a: [],
    b: [MachineConfig.file({ path: "/own", contents: "" })],
  });
  expect(writers.node("a", false)).toEqual({});
  expect(writers.node("b", false)).toEqual({ machineConfig: [{ writes: { "/own": null } }] });
  expect(writers.node("no such node", false)).toEqual({});
});

test("a config of the pool that differs by node is kept where it writes something else", () => {
  const same = new Told(({ name }) => ({ storage: { files: [{ path: "/same", mode: name.length }] } }));
  const other = new Told(({ name }) => files(`/${name === "c" ? "c" : "any"}`));
  const writers = writersOf([same, other], { a: [], b: [], c: [] });
  expect(writers.pool(false)).toEqual([{ writes: { "/same": null } }, { writes: { "/any": null } }]);
  expect(writers.node("b", false)).toEqual({});
  expect(writers.node("c", false)).toEqual({ poolMachineConfig: { 1: { writes: { "/c": null } } } });
});

test("a config of the pool that is read from another file for a node is another", () => {
  const config = new Told(({ name }) => withSource(files("/a"), { file: path.join(folder, `${name}.bu`), lineOf: () => 1 }));
  expect(writersOf([config], { a: [], b: [] }).node("b", false)).toEqual({
    poolMachineConfig: { 0: { file: "b.bu", writes: { "/a": 1 } } },
  });
});
