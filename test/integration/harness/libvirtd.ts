import { type ChildProcess, spawn } from "child_process";
import * as fs from "fs";
import * as os from "os";
import * as path from "path";
import { exec, until } from "./exec";
import { findMissing, missingText, withSbin } from "./machine";

/** A machine that libvirt knows. */
export interface Domain {
  readonly name: string;
  /** libvirt's number of the running machine, another one after each start; `undefined` while it is off. */
  readonly id: number | undefined;
  readonly uuid: string;
  /** As `virsh` says it: `running`, `paused`, `shut off`, ... */
  readonly state: string;
}

/** A process of the sandbox, with its process id outside of it. */
export interface SandboxProcess {
  readonly pid: number;
  readonly arguments: readonly string[];
}

const SANDBOX = path.join(__dirname, "libvirtd-sandbox.sh");
const START_SECONDS = 60;
const STOP_SECONDS = 20;
/** `sun_path` of a Unix socket, without the final zero byte. See https://man7.org/linux/man-pages/man7/unix.7.html */
const LONGEST_SOCKET_PATH = 107;

const QEMU_CONF = `# The machines share the sandbox's namespaces; there is no security driver, and no second user, inside it.
namespaces = []
security_driver = "none"
user = "root"
group = "root"
`;

const LIBVIRTD_CONF = `# Who may open the socket is decided by the directory it lies in.
auth_unix_ro = "none"
auth_unix_rw = "none"
unix_sock_rw_perms = "0700"
`;

/**
 * A libvirtd (with virtlogd) of its own: own configuration, state, sockets and logs, in its own mount, network and PID namespaces. The host's
 * libvirt, if there is one, is neither used nor touched; bridges and addresses of its networks are not seen outside, so that several can run
 * at once. Machines are emulated (`type = "qemu"`).
 *
 * Storage pools may use any directory outside of /dev, /run, /sys and libvirt's own: the sandbox sees the host's files.
 *
 * It ends with {@link stop}, and also when the process that started it ends in whatever way.
 */
export class Libvirtd {
  /** Starts one and waits until it answers: about a second. */
  public static async start(): Promise<Libvirtd> {
    const missing = findMissing(["libvirtd"]);
    if (missing.length > 0) throw new Error(missingText(missing));
    const directory = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "flatcar-lv-"));
    try {
      for (const name of ["etc", "lib", "log", "cache", "run"]) fs.mkdirSync(path.join(directory, name));
      fs.writeFileSync(path.join(directory, "etc/qemu.conf"), QEMU_CONF);
      fs.writeFileSync(path.join(directory, "etc/libvirtd.conf"), LIBVIRTD_CONF);
      const libvirtd = new Libvirtd(directory);
      await libvirtd.ready();
      return libvirtd;
    } catch (e) {
      fs.rmSync(directory, { recursive: true, force: true });
      throw e;
    }
  }

  /** The Unix socket, reachable from outside of the sandbox. */
  public readonly socket: string;
  /** For the provider's `uri` and for `virsh --connect`. */
  public readonly uri: string;
  private readonly directory: string;
  private readonly supervisor: ChildProcess;
  private supervisorOutput = "";
  private ended = false;

  private constructor(directory: string) {
    this.directory = directory;
    this.socket = path.join(directory, "run/libvirt/libvirt-sock");
    if (Buffer.byteLength(this.socket) > LONGEST_SOCKET_PATH) {
      throw new Error(`${this.socket}: longer than the ${LONGEST_SOCKET_PATH} bytes a socket may have; set TMPDIR to a shorter path`);
    }
    this.uri = `qemu+unix:///system?socket=${this.socket}`;
    // A session of its own, so that Ctrl-C reaches the tests and they end it in order. The pipe is its life line: see the script.
    this.supervisor = spawn("bash", [SANDBOX, directory], { stdio: ["pipe", "pipe", "pipe"], env: withSbin(process.env), detached: true });
    for (const stream of [this.supervisor.stdout, this.supervisor.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => (this.supervisorOutput += text));
    }
    this.supervisor.stdin?.on("error", () => undefined);
    this.supervisor.on("error", (e) => ((this.supervisorOutput += `${e.message}\n`), (this.ended = true)));
    this.supervisor.on("exit", () => (this.ended = true));
  }

  /** Runs `virsh` with this libvirtd and gives what it prints. Rejects with an `ExecError` when it fails. */
  public async virsh(...args: readonly string[]): Promise<string> {
    const { stdout } = await exec("virsh", ["--connect", this.uri, "--quiet", ...args], {
      env: { ...process.env, LC_ALL: "C" },
      timeout: 60,
    });
    return stdout;
  }

  /** The machines, running or not, in order of name. */
  public async domains(): Promise<Domain[]> {
    const uuids = (await this.virsh("list", "--all", "--uuid")).split(/\s+/).filter((uuid) => uuid !== "");
    // `dominfo`, not the table of `list`: a name may hold spaces.
    const all = await Promise.all(uuids.map(async (uuid) => parseDomain(await this.virsh("dominfo", uuid))));
    return all.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }

  /**
   * One text per running machine that is another one after a start, a restart by libvirt, or a replacement: equal maps mean that no machine was
   * touched in between. (A reset from within the guest keeps it.)
   */
  public async bootIds(): Promise<Record<string, string>> {
    const running = (await this.domains()).filter((domain) => domain.id !== undefined);
    return Object.fromEntries(running.map((domain) => [domain.name, `${domain.uuid}#${domain.id}`]));
  }

  /** The command line of a running machine's QEMU. */
  public async qemuArguments(domain: string): Promise<readonly string[]> {
    const isGuest = (argument: string): boolean => argument === `guest=${domain}` || argument.startsWith(`guest=${domain},`);
    const found = this.processes().find(({ arguments: args }) => args.some((a, i) => i > 0 && args[i - 1] === "-name" && isGuest(a)));
    if (found !== undefined) return found.arguments;
    const names = (await this.domains()).map(({ name, state }) => `${name} (${state})`);
    throw new Error(`no QEMU runs for ${domain}; the domains are: ${names.join(", ") || "none"}`);
  }

  /** Every process of the sandbox, the outer two that hold it up included. Empty once it is stopped. */
  public processes(): SandboxProcess[] {
    const supervisor = this.supervisor.pid;
    const parents = new Map<number, number>();
    for (const entry of fs.readdirSync("/proc")) {
      if (!/^\d+$/.test(entry)) continue;
      const parent = parentOf(Number(entry));
      if (parent !== undefined) parents.set(Number(entry), parent);
    }
    // The sandbox's process 1 takes in every orphan, so that all of it stays below the supervisor.
    const isInside = (pid: number | undefined): boolean => pid !== undefined && (pid === supervisor || isInside(parents.get(pid)));
    return [...parents.keys()].filter(isInside).flatMap((pid) => {
      const args = commandLine(pid);
      return args === undefined ? [] : [{ pid, arguments: args }];
    });
  }

  /** What libvirtd and virtlogd wrote, for messages. */
  public logs(): string {
    const files = ["log/libvirtd.out", "log/virtlogd.out"].map((name) => path.join(this.directory, name));
    return [this.supervisorOutput, ...files.map((file) => (fs.existsSync(file) ? fs.readFileSync(file, "utf8") : ""))].join("").trim();
  }

  /** Ends libvirtd, its machines and networks at once, and removes its files. Safe to call twice. */
  public async stop(): Promise<void> {
    this.supervisor.stdin?.end();
    try {
      await this.untilEnded(STOP_SECONDS);
    } catch {
      // The supervisor first: the kernel takes the rest along (see the script).
      this.supervisor.kill("SIGKILL");
      await this.untilEnded(STOP_SECONDS);
    }
    fs.rmSync(this.directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  private async untilEnded(seconds: number): Promise<void> {
    await until("libvirtd's sandbox has ended", seconds, () => (this.ended ? true : undefined));
  }

  private async ready(): Promise<void> {
    try {
      await until("libvirtd answers", START_SECONDS, async () => {
        if (this.ended) throw new Error("libvirtd ended while starting");
        if (!fs.existsSync(this.socket)) return undefined;
        return this.virsh("version").then(
          () => true,
          () => undefined,
        );
      });
    } catch (e) {
      const logs = this.logs();
      await this.stop();
      throw new Error(`${e instanceof Error ? e.message : String(e)}\n${logs}`);
    }
  }
}

/** Reads what `virsh dominfo` prints: lines of `Key: value`. */
export function parseDomain(text: string): Domain {
  const field = (key: string): string => {
    const line = text.split("\n").find((l) => l.startsWith(`${key}:`));
    if (line === undefined) throw new Error(`virsh dominfo gave no ${JSON.stringify(key)}:\n${text}`);
    return line.slice(key.length + 1).trim();
  };
  const id = field("Id");
  return { name: field("Name"), id: id === "-" ? undefined : Number(id), uuid: field("UUID"), state: field("State") };
}

/** The fourth field of /proc/PID/stat; the second is the name in parentheses and may hold anything. */
function parentOf(pid: number): number | undefined {
  const stat = readProc(pid, "stat");
  return stat === undefined ? undefined : Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

function commandLine(pid: number): string[] | undefined {
  return readProc(pid, "cmdline")?.replace(/\0$/, "").split("\0");
}

/** A file of /proc, or `undefined` where the process has ended meanwhile. */
function readProc(pid: number, file: string): string | undefined {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return undefined;
  }
}
