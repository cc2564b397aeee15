import * as fs from "fs";
import * as path from "path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { TerraformStack, TerraformVariable } from "cdktf";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ShownMachine } from "../../lib/cli/shown-machine";
import { HcloudProvider } from "../../lib/hetzner";
import { LibvirtProvider } from "../../lib/libvirt";
import { MachineConfig } from "../../lib/pool";
import { group as awsGroup, pool as awsPool } from "../aws/pool";
import { addPool as bareMetalPool, addProvider } from "../bare-metal/small-pool";
import { pool as hetznerPool } from "../hetzner/pool";
import { addPool as libvirtPool } from "../libvirt/small-pool";
import { synthesiseTo } from "../support";
import { scratch } from "../support/project";
import { run } from "./run";

const PRIVATE_KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----\n";
const HASH = `$6$abcdefgh$${"a".repeat(86)}`;

// The same on every platform: literal, with secrets, and with a value known only at apply where `value` is one.
function configs(value: string): MachineConfig[] {
  return [
    MachineConfig.file({ path: "/etc/motd", contents: 'a ${literal} "text" %{x} $${y}\n' }),
    MachineConfig.ignition({
      kernelArguments: { shouldExist: ["quiet"] },
      passwd: { users: [{ name: "core", passwordHash: HASH, groups: ["docker"] }] },
      storage: {
        directories: [{ path: "/srv", mode: 0o750, user: { name: "core" } }],
        files: [
          { path: "/etc/key", mode: 0o600, contents: { source: `data:,${encodeURIComponent(PRIVATE_KEY)}` } },
          { path: "/etc/binary", contents: { source: "data:;base64,AAECAw==" } },
          {
            path: "/etc/remote",
            contents: { source: "https://core:hunter2@example.com/a", verification: { hash: `sha512-${"0".repeat(128)}` } },
          },
        ],
        links: [{ path: "/etc/localtime", target: "/usr/share/zoneinfo/UTC" }],
      },
      systemd: {
        units: [
          {
            name: "docker.service",
            enabled: true,
            dropins: [{ name: "10-env.conf", contents: "[Service]\nEnvironment=PASSWORD=hunter2\n" }],
          },
        ],
      },
    }),
    MachineConfig.file({ path: "/etc/value", contents: `VALUE=${value}\n` }),
  ];
}

const BASE = `variant: flatcar
version: 1.1.0
storage:
  filesystems:
    - device: /dev/vdb
      format: ext4
      path: /data
      with_mount_unit: true
  files:
    - path: /etc/app.conf
      contents:
        local: app.conf
`;
const TEXT = `variant: flatcar
version: 1.1.0
systemd:
  units:
    - name: docker.service
      enabled: true
`;

let folder: string;
beforeAll(() => {
  folder = scratch();
  const stack = (id: string, build: (stack: TerraformStack, value: string) => void): void => {
    const withVariable = (stack: TerraformStack): void => build(stack, new TerraformVariable(stack, "token", {}).stringValue);
    synthesiseTo(path.join(folder, "stacks", id), withVariable, { id });
  };
  const own = [MachineConfig.file({ path: "/etc/motd", contents: "mine\n" }), MachineConfig.unit({ name: "own.service", mask: true })];
  stack("hetzner", (stack, value) => {
    new HcloudProvider(stack, "hcloud", {});
    hetznerPool({ machineConfig: configs(value), nodes: { a: { machineConfig: own }, b: {} } }, stack, "db");
  });
  stack("libvirt", (stack, value) => {
    new LibvirtProvider(stack, "libvirt", { uri: "qemu:///system" });
    libvirtPool(stack, "db", { machineConfig: configs(value), nodes: { a: { machineConfig: own } } });
  });
  stack("bare-metal", (stack, value) => {
    addProvider(stack);
    const allowSecrets = ["passwd.users.core.passwordHash", "/etc/key", "/etc/remote", "docker.service/10-env.conf"];
    bareMetalPool(stack, "db", {
      allowSecrets,
      machineConfig: configs(value),
      nodes: { a: { mac: "52:54:00:00:00:0a", machineConfig: own } },
    });
  });
  stack("aws", (stack, value) => {
    new AwsProvider(stack, "aws", { region: "eu-central-1" });
    awsPool({ machineConfig: configs(value), nodes: { a: { machineConfig: own } } }, stack, "db");
    awsGroup({ machineConfig: configs(value) }, stack, "web");
  });
  stack("butane", (stack, value) => {
    new HcloudProvider(stack, "hcloud", {});
    fs.writeFileSync(path.join(folder, "cdktf.json"), "{}");
    const base = path.join(folder, "configs", "base.bu");
    fs.mkdirSync(path.dirname(base));
    fs.writeFileSync(path.join(folder, "configs", "app.conf"), "TOKEN=@TOKEN@\n");
    fs.writeFileSync(base, BASE);
    const machineConfig = [MachineConfig.butaneFile(base, { values: { TOKEN: value } }), MachineConfig.butane(TEXT)];
    hetznerPool({ machineConfig }, stack, "db");
  });
  stack("literal", (stack) => {
    new HcloudProvider(stack, "hcloud", {});
    const large = Array.from({ length: 5000 }, (_, i) => `line ${i}\n`).join("");
    hetznerPool({ machineConfig: [...configs("x"), MachineConfig.file({ path: "/etc/large", contents: large })] }, stack, "db");
  });
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const show = (...args: string[]) => run(["config", "show", ...args], { cwd: folder });
const shown = async (...args: string[]): Promise<ShownMachine> => {
  const { code, stdout, stderr } = await show(...args, "--synth", ".", "--format", "json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as ShownMachine;
};
const fileOf = (machine: ShownMachine, path: string) => machine.files.find((file) => file.path === path);

test.each([
  ["hetzner", "a"],
  ["libvirt", "a"],
  ["bare-metal", "a"],
  ["aws", "a"],
  ["aws", "web"],
  ["literal", "a"],
])("the config of a machine is decoded and its secrets are masked: %s %s", async (stack, node) => {
  const machine = await shown(stack, node);
  const value = stack === "literal" ? "x" : "${var.token}";
  expect(fileOf(machine, "/etc/value")?.contents?.text).toBe(`VALUE=${value}\n`);
  expect(fileOf(machine, "/etc/key")).toMatchObject({ mode: "0600", contents: { text: "***\n***\n***\n" } });
  expect(fileOf(machine, "/etc/binary")?.contents).toEqual({ bytes: 4, sha256: expect.stringMatching(/^054edec1d0/) as string });
  expect(fileOf(machine, "/etc/remote")?.contents?.source).toBe("https://core:***@example.com/a");
  expect(fileOf(machine, "/srv")).toMatchObject({ type: "directory", mode: "0750", user: "core" });
  expect(fileOf(machine, "/etc/localtime")).toMatchObject({ type: "link", target: "/usr/share/zoneinfo/UTC" });
  expect(machine.other.passwd).toMatchObject({ users: [{ name: "core", passwordHash: "***", groups: ["docker"] }] });
  expect(machine.other.kernelArguments).toEqual({ shouldExist: ["quiet"] });
  const docker = machine.units.find(({ name }) => name === "docker.service");
  expect(docker).toMatchObject({ enabled: true, dropins: [{ contents: "[Service]\nEnvironment=PASSWORD=***\n" }] });
  const everything = JSON.stringify(machine);
  for (const secret of ["hunter2", HASH, "b3BlbnNzaC1rZXk"]) expect(everything).not.toContain(secret);
});

test.each(["hetzner", "libvirt", "bare-metal", "aws"])("what is literal arrives as it is, signs of templates too: %s", async (stack) => {
  const machine = await shown(stack, stack === "aws" ? "web" : stack === "hetzner" ? "b" : "a");
  const own = stack === "libvirt" || stack === "bare-metal";
  expect(fileOf(machine, "/etc/motd")?.contents?.text).toBe(own ? "mine\n" : 'a ${literal} "text" %{x} $${y}\n');
});

test("each file and unit names the layers that have a say, the pool's own too, with the line of the source", async () => {
  const machine = await shown("hetzner", "a");
  const file = "test/cli/config-show.test.ts";
  const line = expect.any(Number) as number;
  expect(fileOf(machine, "/etc/hostname")?.writers).toEqual([{ layer: "pool" }]);
  expect(fileOf(machine, "/etc/motd")?.writers).toEqual([
    { layer: "machineConfig[0]", file, line },
    { layer: "nodes.a.machineConfig[0]", file, line },
  ]);
  expect(fileOf(machine, "/etc/motd")?.contents?.text).toBe("mine\n");
  const units = Object.fromEntries(machine.units.map(({ name, writers }) => [name, writers.map(({ layer }) => layer)]));
  expect(units).toEqual({ "docker.service": ["machineConfig[1]"], "own.service": ["nodes.a.machineConfig[1]"] });
  expect((await shown("aws", "web")).files.find(({ path }) => path === "/etc/motd")?.writers).toEqual([
    { layer: "machineConfig[0]", file, line },
  ]);
});

test("what Butane made names the line of the YAML, in its file or in the text of a program", async () => {
  const machine = await shown("butane", "a");
  const file = "configs/base.bu";
  expect(fileOf(machine, "/etc/app.conf")).toMatchObject({
    contents: { text: "TOKEN=${var.token}\n" },
    writers: [{ layer: "machineConfig[0]", file, line: 10 }],
  });
  const units = Object.fromEntries(machine.units.map(({ name, writers }) => [name, writers]));
  expect(units["data.mount"]).toEqual([{ layer: "machineConfig[0]", file, line: 8 }]);
  const line = expect.any(Number) as number;
  expect(units["docker.service"]).toEqual([{ layer: "machineConfig[1]", file: "test/cli/config-show.test.ts", line, textLine: 5 }]);
});

test("a machine says what it is, how large its user data is and whether it was compressed", async () => {
  expect(await shown("hetzner", "db/a")).toMatchObject({
    node: "a",
    stack: "hetzner",
    pool: "hetzner/db",
    platform: "hetzner",
    architecture: "amd64",
    release: { channel: "stable", version: "4593.2.5" },
    spec: "3.4.0",
    userData: { exact: false, limit: 32768, compressed: false },
  });
  const { userData } = await shown("literal", "a");
  expect(userData).toMatchObject({ exact: true, compressed: true });
  expect(userData.bytes).toBeLessThan(32768);
});

test("a person reads files and units with a bar before each line of theirs", async () => {
  const { code, stdout } = await show("hetzner", "a", "--synth", ".");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^a of hetzner\/db\n {2}hetzner, amd64, Flatcar stable 4593\.2\.5, Ignition spec 3\.4\.0\n {2}\d+ of 32768 bytes/);
  expect(stdout).toContain("\n  /etc/hostname  0644  overwrite  (pool)\n    │ a\n");
  expect(stdout).toMatch(
    /\n {2}\/etc\/motd {2}0644 {2}\(machineConfig\[0\] test\/cli\/config-show\.test\.ts:\d+; nodes\.a\.machineConfig\[0\] test\/cli\/config-show\.test\.ts:\d+\)\n {4}│ mine\n/,
  );
  expect(stdout).toContain("\n    no text: 4 bytes, SHA-256 054edec1d0");
  expect(stdout).toContain("\n    fetched from https://core:***@example.com/a\n    verified by sha512-000");
  expect(stdout).toContain("\n  /etc/localtime  link  → /usr/share/zoneinfo/UTC  (");
  expect(stdout).toContain("\nUnits\n  docker.service  enabled  (machineConfig[1]");
  expect(stdout).toContain("\n    10-env.conf\n    │ [Service]\n    │ Environment=PASSWORD=***\n");
  expect(stdout).toContain('\nKernel arguments\n│ {\n│   "shouldExist"');
  expect(stdout).not.toContain("\x1b");
});

test("a terminal gets colours, and NO_COLOR keeps them away", async () => {
  const args = ["config", "show", "hetzner", "a", "--synth", "."];
  expect((await run(args, { cwd: folder, isTTY: true })).stdout).toContain("\x1b[1ma\x1b[0m of hetzner/db");
  expect((await run(args, { cwd: folder, isTTY: true, env: { NO_COLOR: "1" } })).stdout).not.toContain("\x1b");
});

test.each([
  [["hetzner", "c"], 1, "node-unknown", "a, b"],
  [["hetznr", "a"], 1, "stack-unknown", 'did you mean "hetzner"?'],
  [["hetzner", "a", "--synth", "nowhere"], 1, "synth-missing", "run cdktf synth first"],
  [["hetzner", "a", "--format", "yaml"], 2, "", "--format is one of text, json"],
  [["hetzner"], 2, "", "name a node of hetzner"],
  [[], 2, "", "name a stack and a node"],
  [["hetzner", "a", "b"], 2, "", "one node at a time"],
])("%j ends with %d", async (args, code, error, message) => {
  const result = await show("--synth", ".", ...args);
  expect([result.code, result.stdout]).toEqual([code, ""]);
  expect(result.stderr).toContain(error);
  expect(result.stderr).toContain(message);
  expect(result.stderr).not.toContain("    at ");
});
