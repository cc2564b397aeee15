// The demo: installs, builds, synthesises every stack of every environment, prints them in one table, and offers to deploy one.
//   npm run demo                         table, and the question whether to deploy where it is possible
//   npm run demo -- --deploy             deploys dev-libvirt without a question
//   npm run demo -- --deploy --image F   the same from an image that is there already (path or URL), so offline
//   npm run demo -- --destroy            takes it down
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import readline from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const STACK = "dev-libvirt";
const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const options = readOptions();
if (!existsSync(path.join(project, "node_modules", "cdktf"))) run("npm", ["ci"], "installing the dependencies");
run(process.execPath, ["scripts/synth.mjs"], "building, and synthesising every stack of every environment");
printTable(readPools());

const missing = whatIsMissing();
if (missing.length > 0) {
  console.log(`\nTo deploy ${STACK} there is missing:`);
  for (const line of missing) console.log(`  - ${line}`);
  if (options.deploy || options.destroy) process.exit(1);
} else if (options.destroy) {
  cdktf("destroy", STACK, "--auto-approve");
} else if (options.deploy || (await wantsToDeploy())) {
  deploy();
} else {
  console.log(`\nTo deploy: npm run demo -- --deploy    (to take it down again: npm run demo -- --destroy)`);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: { deploy: { type: "boolean" }, destroy: { type: "boolean" }, image: { type: "string" }, help: { type: "boolean" } },
    });
    if (values.help) {
      console.log("npm run demo -- [--deploy [--image PATH-OR-URL] | --destroy]");
      process.exit(0);
    }
    if (values.image !== undefined && !/^https?:/.test(values.image)) {
      values.image = path.resolve(process.env.INIT_CWD ?? process.cwd(), values.image);
      if (!existsSync(values.image)) usage(`there is no image at ${values.image}`);
    }
    if (values.deploy && values.destroy) usage("--deploy and --destroy exclude each other");
    return values;
  } catch (e) {
    return usage(e.message);
  }
}

function usage(message) {
  console.error(`${message}\nusage: npm run demo -- [--deploy [--image PATH-OR-URL] | --destroy]`);
  process.exit(2);
}

function run(command, args, what) {
  console.log(`… ${what}`);
  const { status, error } = spawnSync(command, args, {
    cwd: project,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (error || status !== 0) {
    console.error(`${command} ${args.join(" ")} failed${error ? `: ${error.message}` : ""}`);
    process.exit(1);
  }
}

// The app's own list of its stacks: the folder may hold some that are no more.
function readPools() {
  const outdir = path.resolve(project, process.env.CDKTF_OUTDIR ?? "cdktf.out");
  const { stacks } = JSON.parse(readFileSync(path.join(outdir, "manifest.json"), "utf8"));
  const rows = [];
  for (const stack of Object.keys(stacks).sort()) {
    const synthesised = JSON.parse(readFileSync(path.join(outdir, stacks[stack].synthesizedStackPath), "utf8"));
    for (const pool of Object.values(synthesised["//"]?.flatcar?.pools ?? {})) rows.push({ stack, ...pool });
  }
  return rows;
}

function printTable(pools) {
  const header = ["stack", "pool", "platform", "release", "arch", "nodes", "updates", "user data"];
  const rows = pools.map((pool) => [
    pool.stack,
    pool.name,
    pool.platform,
    `${pool.release.channel} ${pool.release.version}`,
    pool.architecture,
    machines(pool),
    pool.update.strategy,
    userData(pool),
  ]);
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i].length)));
  const line = (cells) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]))
      .join("  ")
      .trimEnd();
  console.log(`\n${line(header)}\n${line(widths.map((width) => "-".repeat(width)))}`);
  for (const row of rows) console.log(line(row));
}

// How many machines a pool has, or may have.
function machines({ kind, nodes, capacity }) {
  if (kind === "named") return String(Object.keys(nodes).length);
  return capacity.min === capacity.max ? String(capacity.min) : `${capacity.min} to ${capacity.max}`;
}

// The largest machine config of the pool. Where values come at apply, what is known of it is the least it will be.
function userData(pool) {
  const configs = pool.kind === "named" ? Object.values(pool.nodes).map((node) => node.config) : [pool.config];
  const largest = configs.reduce((a, b) => (b.bytes > a.bytes ? b : a));
  const bytes = `${largest.exact ? "" : ">= "}${largest.bytes}`;
  return pool.userDataLimit === null ? `${bytes} bytes, no limit` : `${bytes} of ${pool.userDataLimit} bytes`;
}

function terraformBinary() {
  const wanted = process.env.TERRAFORM_BINARY_NAME ? [process.env.TERRAFORM_BINARY_NAME] : ["terraform", "tofu"];
  return wanted.find((binary) => spawnSync(binary, ["version"], { stdio: "ignore" }).status === 0);
}

function libvirtSocket() {
  const uri = process.env.TF_VAR_libvirt_uri ?? "qemu:///system";
  if (/^qemu\+(ssh|sshcmd|tcp|tls):/.test(uri)) return undefined;
  const socket = /[?&]socket=([^&]+)/.exec(uri);
  return socket ? decodeURIComponent(socket[1]) : "/var/run/libvirt/libvirt-sock";
}

function publicKey() {
  if (process.env.TF_VAR_ssh_authorized_key) return process.env.TF_VAR_ssh_authorized_key;
  const folder = path.join(homedir(), ".ssh");
  const files = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => /^id_.*\.pub$/.test(file))
        .sort()
    : [];
  return files.length === 0 ? undefined : readFileSync(path.join(folder, files[0]), "utf8").trim();
}

function whatIsMissing() {
  const lines = [];
  if (!terraformBinary())
    lines.push(
      "Terraform 1.5 or later, or OpenTofu, on the PATH: https://developer.hashicorp.com/terraform/install or https://opentofu.org/docs/intro/install",
    );
  const socket = libvirtSocket();
  if (socket !== undefined && !existsSync(socket)) {
    lines.push(
      `a libvirt socket at ${socket}: apt-get install libvirt-daemon-system qemu-system-x86, or name another host by TF_VAR_libvirt_uri`,
    );
  } else if (socket !== undefined && !canUse(socket)) {
    lines.push(`the right to use ${socket}: add yourself to the group libvirt, and log in again`);
  }
  if (publicKey() === undefined) lines.push("a public ssh key in ~/.ssh or in TF_VAR_ssh_authorized_key: ssh-keygen -t ed25519");
  return lines;
}

function canUse(file) {
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

async function wantsToDeploy() {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return false;
  const terminal = readline.createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`\nDeploy ${STACK} to libvirt on this machine now? [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

function environment() {
  const env = { ...process.env, TF_VAR_ssh_authorized_key: publicKey(), CHECKPOINT_DISABLE: "1" };
  const binary = terraformBinary();
  if (binary !== "terraform") env.TERRAFORM_BINARY_NAME = binary;
  if (options.image !== undefined) env.TF_VAR_flatcar_image = options.image;
  if (env.TF_VAR_libvirt_domain_type === undefined && libvirtSocket() !== undefined && !canUse("/dev/kvm")) {
    console.log("… /dev/kvm cannot be used: the machines are emulated, which is slow");
    env.TF_VAR_libvirt_domain_type = "qemu";
  }
  return env;
}

function cdktf(...args) {
  const cli = path.join(project, "node_modules", ".bin", "cdktf");
  // The lock of the providers' hashes would be fetched for every platform, also where all the rest is here already.
  const how = { cwd: project, stdio: "inherit", env: environment(), shell: process.platform === "win32" };
  const { status } = spawnSync(cli, [...args, "--skip-provider-lock"], how);
  process.exitCode = status ?? 1;
  return status === 0;
}

function deploy() {
  const scratch = mkdtempSync(path.join(tmpdir(), "flatcar-demo-"));
  try {
    const outputs = path.join(scratch, "outputs.json");
    if (!cdktf("deploy", STACK, "--auto-approve", "--outputs-file", outputs)) return;
    const values = JSON.parse(readFileSync(outputs, "utf8"))[STACK] ?? {};
    console.log("");
    for (const [output, addresses] of Object.entries(values)) {
      if (!output.endsWith("_addresses")) continue;
      for (const [name, address] of Object.entries(addresses)) console.log(`${name}: ${address}    ssh core@${address}`);
    }
    console.log(`\nTo take it down: npm run demo -- --destroy`);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
