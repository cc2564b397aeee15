import * as fs from "fs";
import * as os from "os";
import * as path from "path";
import { afterAll, onTestFinished } from "vitest";

const open = new Set<string>();
const ENDING = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

function removeAll(): void {
  for (const directory of open) fs.rmSync(directory, { recursive: true, force: true });
}

/** A process that a signal ends has no `exit`. Without a handler of ours it goes on to end as it would have. */
function removeAllAt(signal: NodeJS.Signals): void {
  try {
    removeAll();
  } finally {
    watch("off");
    process.kill(process.pid, signal);
  }
}

function watch(how: "on" | "off"): void {
  process[how]("exit", removeAll);
  for (const signal of ENDING) process[how](signal, removeAllAt);
}

/**
 * A temporary directory that goes when its owner does.
 *
 * `new Workspace()` is for those who call `remove()` themselves; the end of the process does it too, unless SIGKILL brings it.
 */
export class Workspace {
  /** A directory that is removed when the current test is over, however it ends. Call it within a test. */
  public static forTest(): Workspace {
    const workspace = new Workspace();
    onTestFinished(() => workspace.remove());
    return workspace;
  }

  /** A directory that is removed after the tests of the current file or `describe`. Call it there, not in a test or a hook. */
  public static forSuite(): Workspace {
    const workspace = new Workspace();
    afterAll(() => workspace.remove());
    return workspace;
  }

  private made?: string;

  /**
   * The absolute path, with symbolic links resolved: what programs print compares equal to it. The directory is made when it is first
   * asked for, so a suite that is skipped makes none.
   */
  public get directory(): string {
    if (this.made === undefined) {
      // Short: a Unix socket's path has room for 107 bytes.
      this.made = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "flatcar-"));
      // mkdtemp gives 0700; programs that drop their rights (dnsmasq, QEMU) must get through.
      fs.chmodSync(this.made, 0o755);
      if (open.size === 0) watch("on");
      open.add(this.made);
    }
    return this.made;
  }

  /** The absolute path of something in the directory. */
  public path(...segments: string[]): string {
    return path.join(this.directory, ...segments);
  }

  /** Makes a directory, with its parents, and gives its path. */
  public mkdir(...segments: string[]): string {
    const directory = this.path(...segments);
    fs.mkdirSync(directory, { recursive: true });
    return directory;
  }

  /** Writes a file, with its parent directories, and gives its path. What is not text is written as JSON. */
  public write(file: string, content: string | Uint8Array | object): string {
    const target = this.path(file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    const isBytes = typeof content === "string" || content instanceof Uint8Array;
    fs.writeFileSync(target, isBytes ? content : `${JSON.stringify(content, null, 2)}\n`);
    return target;
  }

  /** Removes the directory and all in it. Safe to call twice. */
  public remove(): void {
    if (this.made === undefined) return;
    fs.rmSync(this.made, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    open.delete(this.made);
    if (open.size === 0) watch("off");
  }
}
