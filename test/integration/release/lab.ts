import * as fs from "node:fs";
import * as path from "node:path";
import { onTestFinished } from "vitest";
import { FlatcarLock } from "../../../lib/release";
import { type Outside, type Ran, run } from "../../cli/run";
import { type Publication, ReleaseServer } from "../../emulators/release";
import { Workspace } from "../harness";
import { type Tree, treeOf } from "./tree";

/** What a project has locked before the tests: the release before the newest one of stable. */
export const OLD: Publication = { channel: "stable", version: "4593.2.4", date: "2026-07-30" };
/** The newest release of stable. */
export const NEW: Publication = { channel: "stable", version: "4593.2.5", date: "2026-08-13" };
/** Today, for commands: a week after {@link NEW}. */
export const TODAY = new Date("2026-08-20T12:00:00Z");

/** A project with a lock, a cache, and a release server that both know, on this machine alone. */
export class ReleaseLab {
  /** One that goes with the test. Its server has {@link OLD}. */
  public static async forTest(): Promise<ReleaseLab> {
    const server = await ReleaseServer.start();
    onTestFinished(() => server.close());
    server.publish(OLD);
    return new ReleaseLab(server, Workspace.forTest().directory);
  }

  /** @param folder where project and cache are */
  constructor(
    public readonly server: ReleaseServer,
    public readonly folder: string,
  ) {
    for (const name of ["project", "home"]) fs.mkdirSync(path.join(folder, name), { recursive: true });
  }

  /** The folder of the project. */
  public get project(): string {
    return path.join(this.folder, "project");
  }

  public get lockFile(): string {
    return path.join(this.project, "flatcar.lock.json");
  }

  /** What a program needs to put its cache where the lab has it. */
  public get env(): Record<string, string> {
    const { PATH = "" } = process.env;
    return { PATH, HOME: path.join(this.folder, "home"), XDG_CACHE_HOME: path.join(this.folder, "cache") };
  }

  /** The folder of the cache; not there before something is fetched. */
  public get cache(): string {
    return path.join(this.folder, "cache", "cdktf-flatcar");
  }

  /** The options that name the server and its key. */
  public get feed(): string[] {
    return ["--mirror", this.server.url, "--key", this.server.keyFile];
  }

  /** Runs a command that reads the feed, in this process. */
  public async run(args: readonly string[], outside: Outside = {}): Promise<Ran> {
    return run([...args, ...this.feed], { cwd: this.project, env: this.env, now: TODAY, ...outside });
  }

  /** The same, for a command that must not fail. */
  public async fine(args: readonly string[], outside: Outside = {}): Promise<string> {
    const { code, stdout, stderr } = await this.run(args, outside);
    if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}\n${stdout}\n${stderr}`);
    return stdout;
  }

  /** Makes the lock, with the names given as `lock init` takes them. */
  public async lock(...names: string[]): Promise<void> {
    await this.fine(["lock", "init", ...names]);
  }

  /** The version of a name in the lock. */
  public locked(name: string): string {
    return FlatcarLock.fromFile(this.lockFile).release(name).version.toString();
  }

  /** The text of the lock. */
  public get lockText(): string {
    return fs.readFileSync(this.lockFile, "utf8");
  }

  /** All that the project and the cache hold. */
  public state(): { readonly project: Tree; readonly cache: Tree } {
    return { project: treeOf(this.project), cache: treeOf(this.cache) };
  }
}
