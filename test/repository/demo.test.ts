import * as fs from "fs";
import * as path from "path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Finished, build, run, scratch } from "../support/project";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

// A machine on which nothing is installed and nobody has a key.
let bare: string;
const demo = (...args: string[]): Finished =>
  run(process.execPath, ["scripts/demo.mjs", ...args], {
    env: {
      PATH: bare,
      HOME: bare,
      INIT_CWD: bare,
      CDKTF_OUTDIR: path.join(bare, "out"),
      TERRAFORM_BINARY_NAME: undefined,
      TF_VAR_ssh_authorized_key: undefined,
      TF_VAR_libvirt_uri: `qemu:///system?socket=${path.join(bare, "no-socket")}`,
    },
  });

beforeAll(() => {
  build();
  bare = scratch();
  // What an earlier version of the app has left behind.
  fs.mkdirSync(path.join(bare, "out", "stacks", "gone-hetzner"), { recursive: true });
  fs.writeFileSync(path.join(bare, "out", "stacks", "gone-hetzner", "cdk.tf.json"), "{}");
});
afterAll(() => fs.rmSync(bare, { recursive: true, force: true }));

test("where nothing can be deployed it prints all pools of all stacks, says what is missing, and is fine", () => {
  const { status, stdout, stderr } = demo();
  expect(stderr).toBe("");
  const lines = stdout.split("\n");
  const header = lines.findIndex((line) => /^stack +pool +platform +release +arch +nodes +updates +user data$/.test(line));
  const rows = lines.slice(header + 2, lines.indexOf("", header)).map((line) => line.split(/ {2,}/));
  expect(rows.map(([stack, pool]) => `${stack}/${pool}`)).toEqual([
    "dev-aws/web",
    "dev-bare-metal/lab",
    "dev-hetzner/web",
    "dev-libvirt/web",
    "prod-aws/db",
    "prod-aws/web",
    "prod-bare-metal/db",
    "prod-hetzner/db",
    "prod-hetzner/web",
    "prod-libvirt/db",
    "staging-aws/db",
    "staging-aws/web",
    "staging-bare-metal/db",
    "staging-hetzner/db",
    "staging-hetzner/web",
    "staging-libvirt/db",
  ]);
  const row = (stack: string, pool: string): string[] => rows.find((cells) => cells[0] === stack && cells[1] === pool) ?? [];
  const stable = expect.stringMatching(/^stable \d+\.2\.\d+$/);
  expect(row("prod-hetzner", "db").slice(2, 7)).toEqual(["hetzner", stable, "arm64", "3", "reboot"]);
  expect(row("prod-aws", "web").slice(2, 7)).toEqual(["aws", stable, "arm64", "3 to 12", "reboot"]);
  expect(row("prod-hetzner", "db")[7]).toMatch(/^>= \d+ of 32768 bytes$/);
  expect(row("prod-aws", "web")[7]).toMatch(/^>= \d+ of 16384 bytes$/);
  expect(row("prod-libvirt", "db")[7]).toMatch(/^>= \d+ bytes, no limit$/);
  const missing = lines.filter((line) => line.startsWith("  - "));
  expect(missing.length).toBe(3);
  expect(missing[0]).toMatch(/Terraform.*https:\/\//);
  expect(missing[1]).toContain("apt-get install libvirt-daemon-system");
  expect(missing[2]).toContain("ssh-keygen");
  expect(status).toBe(0);
});

test.each(["--deploy", "--destroy"])("%s fails there, with the same lines", (flag) => {
  const { status, stdout } = demo(flag);
  expect(stdout.split("\n").filter((line) => line.startsWith("  - ")).length).toBe(3);
  expect(status).toBe(1);
});

test.each([
  [["--deplay"], "--deplay"],
  [["extra"], "extra"],
  [["--deploy", "--destroy"], "exclude"],
  [["--deploy", "--image", "missing.img"], "missing.img"],
  [["--deploy", "--image"], "--image"],
])("wrong usage, %j, is told before anything is done", (args, named) => {
  const { status, stdout, stderr } = demo(...args);
  expect(stderr).toContain(named);
  expect(stderr).toContain("usage: npm run demo");
  expect(stdout).toBe("");
  expect(status).toBe(2);
});

test("--help prints the usage alone", () => {
  const { status, stdout } = demo("--help");
  expect(stdout).toMatch(/^npm run demo -- .*\n$/);
  expect(status).toBe(0);
});
