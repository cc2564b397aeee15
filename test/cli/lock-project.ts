import * as fs from "fs";
import * as path from "path";
import { FlatcarLock } from "../../lib/release";
import { Fault, ReleaseServer } from "../emulators/release";
import { scratch } from "../support/project";
import { Outside, Ran, run } from "./run";

/** A folder with a lock file, beside a release server that publishes what a test says. */
export class LockProject {
  public static async start(): Promise<LockProject> {
    const server = await ReleaseServer.start();
    server.publish({ channel: "stable", version: "4593.2.3", date: "2026-07-01" });
    server.publish({ channel: "stable", version: "4593.2.4", date: "2026-07-21" });
    server.publish({ channel: "beta", version: "4757.1.0", date: "2026-08-13" });
    server.publish({ channel: "lts", version: "3510.3.8", date: "2025-08-19" });
    server.publish({ channel: "lts", version: "4081.3.10", date: "2026-08-13" });
    return new LockProject(server);
  }

  public readonly folder = scratch();
  public readonly file = path.join(this.folder, "flatcar.lock.json");

  private constructor(public readonly server: ReleaseServer) {}

  /** Runs `lock …` against the server. */
  public async lock(args: readonly string[], outside: Outside = {}): Promise<Ran> {
    return run(["lock", ...args, "--mirror", this.server.url, "--key", this.server.keyFile], { cwd: this.folder, ...outside });
  }

  /** Runs `lock …`, and interrupts it when it waits for one file. */
  public async interrupted(args: readonly string[], where: RegExp): Promise<Ran> {
    const controller = new AbortController();
    const fault = this.server.fault(where, Fault.hang());
    const running = this.lock(args, { signal: controller.signal });
    while (!this.server.requests.some(({ faulty }) => faulty)) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort("SIGINT");
    const ran = await running;
    if (fault.hits !== 1) throw new Error(`hits: ${fault.hits}`);
    return ran;
  }

  /** Runs `lock …` without a server. */
  public async offline(...args: string[]): Promise<Ran> {
    return run(["lock", ...args], { cwd: this.folder });
  }

  public get text(): string {
    return fs.readFileSync(this.file, "utf8");
  }

  /** Name to channel and version, as plans read it. */
  public get releases(): Record<string, string> {
    const lock = FlatcarLock.fromFile(this.file);
    return Object.fromEntries(lock.names.map((name) => [name, lock.release(name).toString()]));
  }

  /** What lies beside the lock; nothing should. */
  public get others(): string[] {
    return fs.readdirSync(this.folder).filter((name) => name !== "flatcar.lock.json");
  }

  public async close(): Promise<void> {
    await this.server.close();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
