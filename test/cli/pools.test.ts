import * as fs from "fs";
import * as path from "path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { TerraformOutput, TerraformStack } from "cdktf";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PoolFacts } from "../../lib/check/pools/pool-facts";
import { HcloudProvider } from "../../lib/hetzner";
import { LibvirtProvider } from "../../lib/libvirt";
import { group as awsGroup } from "../aws/pool";
import { addPool as bareMetalPool, addProvider } from "../bare-metal/small-pool";
import { pool as hetznerPool } from "../hetzner/pool";
import { addPool as libvirtPool } from "../libvirt/small-pool";
import { synthesiseTo } from "../support";
import { scratch } from "../support/project";
import { run } from "./run";

let folder: string;
beforeAll(() => {
  folder = scratch();
  const stack = (id: string, build: (stack: TerraformStack) => void) => synthesiseTo(path.join(folder, "stacks", id), build, { id });
  stack("hetzner", (stack) => {
    new HcloudProvider(stack, "hcloud", {});
    const pool = hetznerPool({ nodes: { a: {}, b: {} } }, stack, "db");
    new TerraformOutput(stack, "ips", { value: pool.nodes.map((node) => node.publicIpv4), staticId: true });
  });
  stack("libvirt", (stack) => {
    new LibvirtProvider(stack, "libvirt", { uri: "qemu:///system" });
    libvirtPool(stack, "db", { nodes: { a: {}, c: {} } });
  });
  stack("bare-metal", (stack) => {
    addProvider(stack);
    bareMetalPool(stack, "lab", { nodes: { d: { mac: "52:54:00:00:00:0d" }, e: { mac: "52:54:00:00:00:0e" } } });
    new TerraformOutput(stack, "lab_addresses", { value: { d: "10.1.0.4" }, staticId: true });
  });
  stack("aws", (stack) => {
    new AwsProvider(stack, "aws", { region: "eu-central-1" });
    awsGroup({}, stack, "web");
  });
  stack("other", () => undefined);
  const outputs = { ips: { sensitive: false, type: ["list", "string"], value: ["192.0.2.1", "192.0.2.2"] } };
  fs.writeFileSync(path.join(folder, "outputs.json"), JSON.stringify(outputs));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const pools = (...args: string[]) => run(["pools", "--synth", ".", ...args], { cwd: folder });

test("all stacks' pools are a table, in the order of the stacks", async () => {
  const { code, stdout, stderr } = await pools();
  expect([code, stderr]).toEqual([0, ""]);
  const rows = stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.split(/ {2,}/).slice(0, 6));
  expect(rows).toEqual([
    ["STACK", "POOL", "PLATFORM", "RELEASE", "ARCH", "NODES"],
    ["aws", "web", "aws", "stable 4593.2.5", "amd64", expect.stringMatching(/^\d+(–\d+)?$/)],
    ["bare-metal", "lab", "bare-metal", "stable 4593.2.4", "amd64", "2"],
    ["hetzner", "db", "hetzner", "stable 4593.2.5", "amd64", "2"],
    ["libvirt", "db", "libvirt", "stable 4593.2.4", "amd64", "2"],
  ]);
});

test("a stack that is named is shown alone, and once", async () => {
  expect((await pools("hetzner", "hetzner")).stdout.split("\n")).toHaveLength(3);
});

test("JSON has the machines with what is known of their addresses", async () => {
  const { stdout } = await pools("hetzner", "bare-metal", "--outputs", "hetzner=outputs.json", "--format", "json");
  const [db, lab] = JSON.parse(stdout) as PoolFacts[];
  expect(db).toMatchObject({ stack: "hetzner", path: "hetzner/db", userData: { limit: 32768, exact: true } });
  expect(db.nodes?.map(({ name, addresses }) => [name, addresses])).toEqual([
    ["a", [{ address: "192.0.2.1", scope: "public" }]],
    ["b", [{ address: "192.0.2.2", scope: "public" }]],
  ]);
  expect(lab.nodes?.map(({ mac, addresses }) => [mac, addresses])).toEqual([
    ["52:54:00:00:00:0d", [{ address: "10.1.0.4", scope: "private" }]],
    ["52:54:00:00:00:0e", []],
  ]);
});

test("ssh gets the machines that have an address, and standard error tells of the others", async () => {
  const { code, stdout, stderr } = await pools("--format", "ssh-config", "--outputs", "hetzner=outputs.json");
  expect(code).toBe(0);
  expect(stdout.match(/^Host .*/gm)).toEqual([
    "Host bare-metal-d d",
    "Host hetzner-a",
    "Host hetzner-b b",
    "Host libvirt-a",
    "Host libvirt-c c",
  ]);
  expect(stdout).toContain("Host hetzner-b b\n  HostName 192.0.2.2\n  User core\n");
  expect(stdout).toMatch(/Host libvirt-c c\n {2}HostName 10\.[0-9.]+\n/);
  expect(stderr).toBe("e of bare-metal/lab: no address is known; left out\naws/web: the machines of a group have no names; left out\n");
});

test("Ansible gets the same", async () => {
  const { stdout } = await pools("bare-metal", "--format", "ansible");
  expect(stdout).toContain('"bare-metal-d":\n              ansible_host: "10.1.0.4"\n');
  expect(stdout).not.toContain("bare-metal-e");
});

test("a file of outputs needs no name where one stack alone has pools", async () => {
  const result = await run(["pools", "hetzner", "--synth", ".", "--format", "ssh-config", "--outputs", "-"], {
    cwd: folder,
    stdin: fs.readFileSync(path.join(folder, "outputs.json")),
  });
  expect(result.stdout).toContain("Host hetzner-a a\n  HostName 192.0.2.1\n");
});

test("where there are no pools, that is said, and what is printed is empty of its kind", async () => {
  expect(await pools("other")).toEqual({ code: 0, stdout: "", stderr: "no pools in other\n" });
  expect((await pools("other", "--format", "json")).stdout).toBe("[]\n");
});

test.each([
  [["hetznr"], 1, "stack-unknown"],
  [["--outputs", "outputs.json"], 2, "is of one stack"],
  [["hetzner", "--state", "outputs.json"], 1, "state-unreadable"],
  [["--format", "yaml"], 2, "--format is one of table, json, ssh-config, ansible"],
])("%j ends with %d", async (args, code, message) => {
  const result = await pools(...args);
  expect([result.code, result.stdout]).toEqual([code, ""]);
  expect(result.stderr).toContain(message);
});

test("a folder that is not there is an error that says what to run", async () => {
  const { code, stderr } = await run(["pools", "--synth", "nowhere"], { cwd: folder });
  expect(code).toBe(1);
  expect(stderr).toContain("run cdktf synth first");
});
