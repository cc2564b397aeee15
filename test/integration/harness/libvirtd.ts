import * as fs from "fs";
import * as os from "os";
import * as path from "path";
import { Console } from "./console";
import { exec, until } from "./exec";
import { findMissing, missingText } from "./machine";
import { type Namespaces, Sandbox, type SandboxProcess } from "./sandbox";

/** A machine that libvirt knows. */
export interface Domain {
  readonly name: string;
  /** libvirt's number of the running machine, another one after each start; `undefined` while it is off. */
  readonly id: number | undefined;
  readonly uuid: string;
  /** As `virsh` says it: `running`, `paused`, `shut off`, ... */
  readonly state: string;
}

const START_SECONDS = 60;
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
 * at once. Machines are emulated (`type = "qemu"`). Programs that want to reach machines are run `within` it.
 *
 * Storage pools may use any directory outside of /dev, /run, /sys and libvirt's own: the sandbox sees the host's files.
 *
 * It ends with {@link stop}, and also when the process that started it ends in whatever way.
 */
export class Libvirtd implements Namespaces {
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
  private readonly sandbox: Sandbox;

  private constructor(directory: string) {
    this.directory = directory;
    this.socket = path.join(directory, "run/libvirt/libvirt-sock");
    if (Buffer.byteLength(this.socket) > LONGEST_SOCKET_PATH) {
      throw new Error(`${this.socket}: longer than the ${LONGEST_SOCKET_PATH} bytes a socket may have; set TMPDIR to a shorter path`);
    }
    this.uri = `qemu+unix:///system?socket=${this.socket}`;
    this.sandbox = new Sandbox("libvirtd-sandbox.sh", directory);
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
    return this.sandbox.processes();
  }

  public enter(folder: string): readonly string[] {
    return this.sandbox.enter(folder);
  }

  /**
   * What a machine has written to its serial console since its QEMU was started, from the first byte on, whoever else reads it; empty where
   * it was never started. It stays when the machine goes, until one of the same name is started. See `qemu-with-console-log.sh`.
   */
  public console(domain: string): Console {
    return new Console(path.join(this.directory, "log", `${domain}.console`));
  }

  /** What libvirtd and virtlogd wrote, for messages. */
  public logs(): string {
    const files = ["log/libvirtd.out", "log/virtlogd.out"].map((name) => path.join(this.directory, name));
    return [this.sandbox.logs(), ...files.map((file) => (fs.existsSync(file) ? fs.readFileSync(file, "utf8") : ""))].join("").trim();
  }

  /** Ends libvirtd, its machines and networks at once, and removes its files. Safe to call twice. */
  public async stop(): Promise<void> {
    await this.sandbox.stop();
  }

  private async ready(): Promise<void> {
    try {
      await until("libvirtd answers", START_SECONDS, async () => {
        if (this.sandbox.ended) throw new Error("libvirtd ended while starting");
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
