import { execFileSync, spawnSync } from "child_process";
import * as fs from "fs";
import * as path from "path";
import { standInProblem } from "../stand-in";
import { which } from "./exec";

/** What an integration test can need of the machine. */
export type Requirement =
  | "root"
  | "terraform"
  | "cdktf"
  | "gpg"
  | "qemu-img"
  | "qemu"
  | "libvirtd"
  | "lan"
  | "matchbox"
  | "sshd"
  | "stand-in"
  | `provider-${string}`
  | `tool-${string}`;

/** What `node test/tools/build.mjs --paths` prints. */
export interface BuiltTools {
  readonly cache: string;
  /** A filesystem mirror for Terraform's and OpenTofu's `provider_installation`. */
  readonly mirror: string;
  readonly tools: Readonly<
    Record<string, { readonly path: string; readonly built: boolean; readonly provider?: string; readonly onDemand?: true }>
  >;
}

/** Something that is not there. */
export interface Missing {
  readonly requirement: Requirement;
  /** What was looked for and not found. */
  readonly reason: string;
  /** How to get it. */
  readonly mend: string;
}

const ROOT = path.resolve(__dirname, "../../..");
const BUILD = path.join(ROOT, "test/tools/build.mjs");
const PROVISION = "run .ci/provision as root (Debian), or install it";

/** The programs of a private libvirtd, each with the Debian package it comes in. */
const LIBVIRT_PROGRAMS: Readonly<Record<string, string>> = {
  libvirtd: "libvirt-daemon",
  virtlogd: "libvirt-daemon",
  virsh: "libvirt-clients",
  "qemu-system-x86_64": "qemu-system-x86",
  "qemu-img": "qemu-utils",
  dnsmasq: "dnsmasq-base",
  iptables: "iptables",
  ip: "iproute2",
  unshare: "util-linux",
  setpriv: "util-linux",
  mount: "mount",
  bash: "bash",
};

/** What a private ssh server and a disk that is written through it take, each with its Debian package. */
const SSHD_PROGRAMS: Readonly<Record<string, string>> = {
  sshd: "openssh-server",
  ssh: "openssh-client",
  "ssh-keygen": "openssh-client",
  bzip2: "bzip2",
  lsblk: "util-linux",
  unshare: "util-linux",
  setpriv: "util-linux",
  mount: "mount",
  bash: "bash",
};

/** What a local network of its own takes, each with its Debian package: programs, then files. */
const LAN_PROGRAMS: Readonly<Record<string, string>> = {
  dnsmasq: "dnsmasq-base",
  curl: "curl",
  ip: "iproute2",
  nsenter: "util-linux",
  unshare: "util-linux",
  setpriv: "util-linux",
  mount: "mount",
  bash: "bash",
};
const LAN_FILES: Readonly<Record<string, string>> = { "/usr/lib/ipxe/undionly.kpxe": "ipxe", "/usr/lib/ipxe/snponly.efi": "ipxe" };

/** Directories of libvirt's packages over which a private libvirtd mounts its own. */
const LIBVIRT_DIRECTORIES = Object.fromEntries(
  ["/etc/libvirt", "/var/lib/libvirt", "/var/log/libvirt", "/var/cache/libvirt"].map((folder) => [folder, "libvirt-daemon-system"]),
);

/** What a PXE boot of an emulated machine takes, each with its Debian package: programs, then files. */
const QEMU_PROGRAMS: Readonly<Record<string, string>> = { "qemu-system-x86_64": "qemu-system-x86", as: "binutils", ld: "binutils" };
const QEMU_FILES: Readonly<Record<string, string>> = {
  "/usr/lib/ipxe/qemu/pxe-virtio.rom": "ipxe-qemu",
  "/usr/lib/ipxe/qemu/efi-virtio.rom": "ipxe-qemu",
  "/usr/share/OVMF/OVMF_CODE_4M.fd": "ovmf",
  "/usr/share/OVMF/OVMF_VARS_4M.fd": "ovmf",
};

/** Those of the requirements that are not met. */
export function findMissing(requirements: readonly Requirement[], env: NodeJS.ProcessEnv = process.env): Missing[] {
  return requirements.flatMap((requirement) => check(requirement, env) ?? []);
}

/** `needs libvirtd: "virsh" is not on PATH; ...`. */
export function missingText(missing: readonly Missing[]): string {
  return missing.map(({ requirement, reason, mend }) => `needs ${requirement}: ${reason}; ${mend}`).join("; and ");
}

/**
 * The Terraform of the tests: `$TERRAFORM_BINARY_NAME` where it is set (the variable that cdktf has for it), else `terraform`, else `tofu`.
 * Absolute path, or `undefined` where there is none.
 */
export function terraformBinary(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.TERRAFORM_BINARY_NAME) return which(env.TERRAFORM_BINARY_NAME, env);
  return which("terraform", env) ?? which("tofu", env);
}

let tools: BuiltTools | undefined;

/** Where the programs of `test/tools` are, built or not. Asked once per process. Throws where there is no Go. */
export function builtTools(): BuiltTools {
  tools ??= JSON.parse(
    execFileSync(process.execPath, [BUILD, "--paths"], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }),
  ) as BuiltTools;
  return tools;
}

/** The path of a program of `test/tools`; throws where it has not been built. */
export function builtTool(name: string): string {
  const missing = checkTool(`tool-${name}`, name);
  if (missing !== undefined) throw new Error(missingText([missing]));
  return builtTools().tools[name].path;
}

function check(requirement: Requirement, env: NodeJS.ProcessEnv): Missing | undefined {
  if (requirement.startsWith("provider-")) return checkTool(requirement, requirement);
  if (requirement.startsWith("tool-")) return checkTool(requirement, requirement.slice("tool-".length));
  switch (requirement) {
    case "root":
      return process.getuid?.() === 0 ? undefined : { requirement, reason: "the tests do not run as root", mend: "run them as root" };
    case "terraform": {
      if (terraformBinary(env) !== undefined) return undefined;
      const names = env.TERRAFORM_BINARY_NAME || '"terraform" or "tofu"';
      return { requirement, reason: `${names} is not on PATH`, mend: "install Terraform >= 1.5 or OpenTofu >= 1.6" };
    }
    case "cdktf":
      return fs.existsSync(path.join(ROOT, "node_modules/.bin/cdktf"))
        ? undefined
        : { requirement, reason: "cdktf-cli is not in node_modules", mend: "run npm ci" };
    case "gpg":
      return which("gpg", env) && which("gpgconf", env)
        ? undefined
        : { requirement, reason: "gpg or gpgconf is not on PATH", mend: `${PROVISION} with gnupg` };
    case "qemu-img":
      return which("qemu-img", env) ? undefined : { requirement, reason: "qemu-img is not on PATH", mend: `${PROVISION} with qemu-utils` };
    case "qemu":
      return checkQemu(env);
    case "libvirtd":
      return checkNetwork(requirement, LIBVIRT_PROGRAMS, LIBVIRT_DIRECTORIES, env);
    case "lan":
      return checkNetwork(requirement, LAN_PROGRAMS, LAN_FILES, env);
    case "stand-in": {
      const problem = standInProblem(env);
      return problem === undefined ? undefined : { requirement, ...problem };
    }
    case "sshd":
      return checkPrivate(requirement, SSHD_PROGRAMS, ["--mount", "--pid", "--fork", "--mount-proc"], env);
    case "matchbox":
      return which("openssl", env)
        ? checkTool(requirement, "matchbox")
        : { requirement, reason: "openssl is not on PATH", mend: `${PROVISION} with openssl` };
    default:
      throw new Error(`unknown requirement ${JSON.stringify(requirement)}`);
  }
}

function checkTool(requirement: Requirement, name: string): Missing | undefined {
  const mend = "run node test/tools/build.mjs";
  let all: BuiltTools["tools"];
  try {
    all = builtTools().tools;
  } catch (e) {
    const message = e instanceof Error && "stderr" in e ? String(e.stderr).trim() : String(e);
    return { requirement, reason: message, mend };
  }
  const tool = all[name];
  if (tool === undefined) throw new Error(`${requirement}: test/tools/tools.mjs has no ${name}; it has ${Object.keys(all).join(", ")}`);
  return tool.built
    ? undefined
    : { requirement, reason: `${name} has not been built`, mend: tool.onDemand === true ? `${mend} ${name}` : mend };
}

function checkQemu(env: NodeJS.ProcessEnv): Missing | undefined {
  const programs = Object.entries(QEMU_PROGRAMS).filter(([program]) => which(program, env) === undefined);
  const files = Object.entries(QEMU_FILES).filter(([file]) => !fs.existsSync(file));
  const absent = [...programs, ...files];
  if (absent.length === 0) return undefined;
  const packages = [...new Set(absent.map(([, name]) => name))];
  return {
    requirement: "qemu",
    reason: `${absent.map(([name]) => name).join(", ")} not found`,
    mend: `${PROVISION} with ${packages.join(", ")}`,
  };
}

/** What a daemon with a network of its own takes, and what its packages bring along. */
function checkNetwork(
  requirement: Requirement,
  programs: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>>,
  env: NodeJS.ProcessEnv,
): Missing | undefined {
  const missing = checkPrivate(requirement, programs, ["--mount", "--net", "--pid", "--ipc", "--uts", "--fork", "--mount-proc"], env);
  const file = missing === undefined ? Object.keys(files).find((f) => !fs.existsSync(f)) : undefined;
  if (file === undefined) return missing;
  return { requirement, reason: `${file} does not exist`, mend: `${PROVISION} with ${files[file]}` };
}

/** What a daemon in namespaces of its own takes: Linux, root, its programs, and that namespaces can be made. */
function checkPrivate(
  requirement: Requirement,
  programs: Readonly<Record<string, string>>,
  namespaces: readonly string[],
  env: NodeJS.ProcessEnv,
): Missing | undefined {
  if (process.platform !== "linux") return { requirement, reason: "this is not Linux", mend: "run it on Linux" };
  const root = check("root", env);
  if (root !== undefined) return { ...root, requirement };
  const absent = Object.keys(programs).filter((program) => which(program, withSbin(env)) === undefined);
  if (absent.length > 0) {
    const packages = [...new Set(absent.map((program) => programs[program]))];
    return { requirement, reason: `${absent.join(", ")} not found on PATH`, mend: `${PROVISION} with ${packages.join(", ")}` };
  }
  const unshare = spawnSync("unshare", [...namespaces, "true"], { encoding: "utf8" });
  if (unshare.status === 0) return undefined;
  const reason = `namespaces cannot be made (${unshare.stderr.trim()})`;
  return { requirement, reason, mend: "run it where that is allowed (in a container: with --privileged)" };
}

/** Debian has the daemons in `sbin`, which is not on everybody's `PATH`. */
export function withSbin(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, PATH: [env.PATH, "/usr/local/sbin", "/usr/sbin", "/sbin"].filter(Boolean).join(path.delimiter) };
}
