import * as fs from "fs";
import * as os from "os";
import * as path from "path";
import { TerraformVariable } from "cdktf";
import { afterAll, expect, test } from "vitest";
import { IgnitionConfig } from "../../lib/ignition";
import { sourceOf } from "../../lib/pool/config-source";
import { MachineConfig } from "../../lib/pool/machine-config";
import { NodeContext } from "../../lib/pool/node-context";
import { tokenContents } from "../../lib/pool/values";
import { Architecture } from "../../lib/release";
import { scratchStack, thrown } from "../support";
import { RELEASE } from "./test-pool";

const CONTEXT: NodeContext = {
  name: "a",
  hostname: "a",
  pool: "db",
  stack: "stack",
  platform: "test",
  release: RELEASE,
  architecture: Architecture.AMD64,
};
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "flatcar-config-"));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function written(name: string, text: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  return file;
}

test("a typed config is rendered as it was given", () => {
  const config: IgnitionConfig = { storage: { files: [{ path: "/a" }] } };
  expect(MachineConfig.ignition(config).render(CONTEXT)).toBe(config);
});

test("JSON text is parsed and filled", () => {
  const text = '{"ignition":{"version":"3.4.0"},"storage":{"files":[{"path":"/a","contents":{"source":"data:,%40NAME%40"}}]}}';
  expect(MachineConfig.ignitionJson(text, { values: { NAME: "x" } }).render(CONTEXT)).toEqual({
    ignition: { version: "3.4.0" },
    storage: { files: [{ path: "/a", contents: { source: "data:,x" } }] },
  });
});

test("a value cannot break out of its string: it is put in after parsing", () => {
  const text = '{"ignition":{"version":"3.4.0"},"systemd":{"units":[{"name":"a.service","contents":"@X@"}]}}';
  const config = MachineConfig.ignitionJson(text, { values: { X: '"}],"passwd":{}' } }).render(CONTEXT);
  expect(config).toEqual({ ignition: { version: "3.4.0" }, systemd: { units: [{ name: "a.service", contents: '"}],"passwd":{}' }] } });
});

test("a file is read when a pool first uses it, and once", () => {
  const file = path.join(folder, "late.ign");
  const config = MachineConfig.ignitionFile(file);
  written("late.ign", '{"ignition":{"version":"3.3.0"}}');
  expect(config.render(CONTEXT)).toEqual({ ignition: { version: "3.3.0" } });
  fs.rmSync(file);
  expect(config.render(CONTEXT)).toEqual({ ignition: { version: "3.3.0" } });
});

test("errors of a file's config name the file without its folder", () => {
  const broken = written("broken.ign", "{");
  expect(thrown(() => MachineConfig.ignitionFile(broken).render(CONTEXT))).toMatchObject({ code: "ignition-not-json" });
  const places = written("places.ign", '{"ignition":{"version":"3.4.0"},"systemd":{"units":[{"name":"a.service","contents":"@X@"}]}}');
  const error = thrown(() => MachineConfig.ignitionFile(places).render(CONTEXT));
  expect(error).toMatchObject({ code: "value-missing", subject: "places.ign: @X@" });
  expect(error.message).not.toContain(folder);
});

test("the error of a config that is no JSON names the file", () => {
  expect(thrown(() => MachineConfig.ignitionFile(written("a.ign", "no")).render(CONTEXT)).message).toContain("a.ign");
});

test("a relative path is an error: the working directory decides nothing", () => {
  const error = thrown(() => MachineConfig.ignitionFile("base.ign").render(CONTEXT));
  expect(error).toMatchObject({ code: "config-path-relative", received: "base.ign" });
  expect(error.mend).toContain('path.join(__dirname, "base.ign")');
});

test.each([
  ["a file that is not there", path.join(folder, "none.ign"), "ENOENT"],
  ["a folder", folder, "EISDIR"],
])("%s is an error that says why", (_, file, why) => {
  const error = thrown(() => MachineConfig.ignitionFile(file).render(CONTEXT));
  expect(error).toMatchObject({ code: "config-file-unreadable", received: file });
  expect(error.mend).toContain(why);
});

test("a file that is not UTF-8 is an error, and its bytes are not guessed at", () => {
  const file = path.join(folder, "latin1.ign");
  fs.writeFileSync(file, Buffer.from('{"ignition":{"version":"3.4.0"},"passwd":{"users":[{"name":"core","gecos":"\xe9"}]}}', "latin1"));
  const error = thrown(() => MachineConfig.ignitionFile(file).render(CONTEXT));
  expect(error.code).toBe("config-file-unreadable");
  expect(error.mend).toContain("UTF-8");
});

test("a file on the machine has mode 0644 unless told otherwise", () => {
  expect(MachineConfig.file({ path: "/a", contents: "x" }).render(CONTEXT)).toEqual({
    storage: { files: [{ path: "/a", mode: 0o644, contents: { source: "data:,x" } }] },
  });
  expect(MachineConfig.file({ path: "/a", contents: "", mode: 0, overwrite: true }).render(CONTEXT)).toEqual({
    storage: { files: [{ path: "/a", mode: 0, overwrite: true, contents: { source: "data:," } }] },
  });
});

test("the contents of a file may hold tokens", () => {
  const token = new TerraformVariable(scratchStack(), "v", {}).stringValue;
  const source = MachineConfig.file({ path: "/a", contents: `a ${token}\n` }).render(CONTEXT).storage?.files?.[0].contents?.source ?? "";
  expect(tokenContents({ source })).toBe(`a ${token}\n`);
});

test("a unit is rendered as it was given", () => {
  const unit = { name: "a.service", contents: "[Unit]\n", enabled: true, mask: false };
  expect(MachineConfig.unit(unit).render(CONTEXT)).toEqual({ systemd: { units: [unit] } });
});

test("a config that was written down is the same for every node; a subclass is asked for each", () => {
  class PerNode extends MachineConfig {
    public override render(node: NodeContext): IgnitionConfig {
      return { storage: { files: [{ path: `/${node.name}` }] } };
    }
  }
  expect(MachineConfig.ignition({}).sameForEveryNode).toBe(true);
  expect(new PerNode().sameForEveryNode).toBe(false);
  expect(new PerNode().render(CONTEXT).storage?.files?.[0].path).toBe("/a");
});

test("a config in JSON remembers the lines of what it writes, and its file where it has one", () => {
  const text = '{"ignition":{"version":"3.4.0"},\n"systemd":{"units":[\n{"name":"@NAME@.service","enabled":true}]}}';
  const values = { NAME: "a" };
  const ofText = sourceOf(MachineConfig.ignitionJson(text, { values }).render(CONTEXT));
  const file = written("lines.ign", text);
  const ofFile = sourceOf(MachineConfig.ignitionFile(file, { values }).render(CONTEXT));
  expect([ofText?.file, ofText?.lineOf("a.service")]).toEqual([undefined, 3]);
  expect([ofFile?.file, ofFile?.lineOf("a.service"), ofFile?.lineOf("b.service")]).toEqual([file, 3, undefined]);
});
