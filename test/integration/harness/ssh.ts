import * as fs from "fs";
import * as path from "path";
import { exec, type ExecOptions, type ExecResult, until } from "./exec";

/** A key pair of a test, without a passphrase. */
export class SshKey {
  /** Makes one. @param file of the private key; its folder must be there */
  public static async make(file: string): Promise<SshKey> {
    await exec("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", path.basename(file), "-f", file]);
    return new SshKey(file, fs.readFileSync(`${file}.pub`, "utf8").trim());
  }

  private constructor(
    /** The file of the private key. */
    public readonly file: string,
    /** The line for `authorized_keys`. */
    public readonly publicKey: string,
  ) {}
}

/** Who logs in, from where. */
export interface SshProps {
  /** A folder for what ssh learns of its hosts. It is the caller's. */
  readonly directory: string;
  /** @default - none: only what the server lets in without */
  readonly key?: SshKey;
  /** @default "core" */
  readonly user?: string;
  /** @default 22 */
  readonly port?: number;
  /** The namespaces that hosts are reached from. @default - those of the test */
  readonly within?: ExecOptions["within"];
}

/** How one command is run. */
export type SshRunOptions = Pick<ExecOptions, "timeout" | "allowedExitCodes">;

/** What a machine has at a path. */
export interface RemoteFile {
  readonly path: string;
  readonly kind: "file" | "folder" | "link" | "other";
  /** Permission bits, with those of set-user-id, set-group-id and sticky. */
  readonly mode: number;
  readonly user: string;
  readonly group: string;
  /** The bytes of a file, empty for others. */
  readonly contents: Buffer;
  /** Where a link leads. */
  readonly target?: string;
}

/** ssh's own exit code: it did not get as far as the command. See https://man.openbsd.org/ssh#EXIT_STATUS */
const NOT_CONNECTED = 255;
const CONNECT_SECONDS = 10;

/**
 * The real `ssh` with a key of the test, and nothing of the person's own: no settings, no agent, no keys, no known hosts. A host is taken at its
 * word the first time; one that has another key later is refused until it is forgotten.
 */
export class Ssh {
  constructor(private readonly props: SshProps) {}

  /** The same for somebody else: another key, `undefined` for none, or another user. */
  public as(who: Pick<SshProps, "key" | "user">): Ssh {
    return new Ssh({ ...this.props, ...who });
  }

  /**
   * Runs a command by the user's shell on a host, and gives what it printed. Rejects with an `ExecError` where it ends with a code that is not
   * allowed; 255 is ssh's own, for a login that did not come about.
   */
  public async run(host: string, command: string, options: SshRunOptions = {}): Promise<ExecResult> {
    return exec("ssh", [...this.options(), `${this.props.user ?? "core"}@${host}`, "--", command], { ...options, ...this.whence() });
  }

  /**
   * Waits until a host lets the user in.
   *
   * @param seconds how long at the most
   * @param check is called between the tries, and ends the waiting by throwing
   */
  public async untilReady(host: string, seconds: number, check: () => void = () => undefined): Promise<void> {
    let last = "";
    const attempt = async (): Promise<true | undefined> => {
      check();
      const { exitCode, output } = await this.run(host, "true", { allowedExitCodes: [0, NOT_CONNECTED], timeout: 3 * CONNECT_SECONDS });
      last = output.trim();
      return exitCode === 0 ? true : undefined;
    };
    await until(`${host} lets ${this.props.user ?? "core"} in`, seconds, attempt).catch((e: unknown) => {
      throw new Error(`${e instanceof Error ? e.message : String(e)}\nssh: ${last}`);
    });
  }

  /** Why a host does not let the user in; `undefined` where it does. Rejects where there was nobody to ask. */
  public async refusal(host: string): Promise<string | undefined> {
    const { exitCode, output } = await this.run(host, "true", { allowedExitCodes: [0, NOT_CONNECTED] });
    if (exitCode === 0) return undefined;
    const refusal = /Permission denied \([^)]*\)/.exec(output)?.[0];
    if (refusal === undefined) throw new Error(`${host} has not said whether it lets anybody in: ${output.trim()}`);
    return refusal;
  }

  /** The kernel's id of a host's boot, another one after each. See https://man7.org/linux/man-pages/man5/proc_sys_kernel.5.html */
  public async bootId(host: string): Promise<string> {
    return (await this.run(host, "cat /proc/sys/kernel/random/boot_id")).stdout.trim();
  }

  /** What a host has at some paths, read as root in one call. A path that is not there is not in the map. */
  public async files(host: string, paths: readonly string[]): Promise<Map<string, RemoteFile>> {
    const { stdout } = await this.run(host, `sudo sh -c ${quoted(READ)} sh ${paths.map(quoted).join(" ")}`);
    return new Map(
      stdout
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => parseFile(line))
        .map((file) => [file.path, file]),
    );
  }

  /** Forgets the key of a host, because another machine has taken its place. */
  public forget(host: string): void {
    fs.rmSync(this.knownHosts(host), { force: true });
  }

  /** The options for `ssh` and its like: what keeps the person's own away, and the key. */
  public options(): string[] {
    const { key, directory, port = 22 } = this.props;
    const settings = {
      BatchMode: "yes",
      ConnectTimeout: CONNECT_SECONDS,
      GlobalKnownHostsFile: "/dev/null",
      IdentitiesOnly: "yes",
      IdentityAgent: "none",
      IdentityFile: key?.file ?? "none",
      LogLevel: "ERROR",
      // A machine that is gone in the middle of a command is found out about.
      ServerAliveInterval: 15,
      StrictHostKeyChecking: "accept-new",
      // A file for each, so that one is forgotten with its file.
      UserKnownHostsFile: path.join(directory, "known-%k"),
    };
    return ["-F", "/dev/null", "-p", String(port), ...Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`])];
  }

  private knownHosts(host: string): string {
    return path.join(this.props.directory, `known-${host}`);
  }

  private whence(): Pick<ExecOptions, "within"> {
    return { within: this.props.within };
  }
}

/** Prints a line of words for each path that is there; base64 for what may hold anything. */
const READ = `for path do
  [ -e "$path" ] || [ -L "$path" ] || continue
  contents= target=
  if [ -L "$path" ]; then target=$(readlink "$path" | base64 -w0); elif [ -f "$path" ]; then contents=$(base64 -w0 "$path") || exit 1; fi
  echo "$(printf %s "$path" | base64 -w0) $(stat -c "%f %U %G" "$path") contents=$contents target=$target" || exit 1
done`;

const KINDS: Readonly<Record<number, RemoteFile["kind"]>> = { 0o100000: "file", 0o040000: "folder", 0o120000: "link" };

function parseFile(line: string): RemoteFile {
  const [name, mode, user, group, contents, target] = line.split(" ");
  const bits = parseInt(mode, 16);
  const decoded = (word: string): Buffer => Buffer.from(word.slice(word.indexOf("=") + 1), "base64");
  const kind = KINDS[bits & 0o170000] ?? "other";
  return {
    path: Buffer.from(name, "base64").toString("utf8"),
    kind,
    mode: bits & 0o7777,
    user,
    group,
    contents: decoded(contents),
    ...(kind === "link" ? { target: decoded(target).toString("utf8").replace(/\n$/, "") } : {}),
  };
}

/** A word of the shell. */
function quoted(text: string): string {
  return `'${text.replace(/'/g, "'\\''")}'`;
}
