import { spawn } from "node:child_process";
import * as path from "node:path";
import type { Publication } from "./feed";

const SCRIPT = path.join(__dirname, "serve.mjs");

/** A publication without bytes in memory, which cannot be handed to another process. */
export type PlainPublication = Omit<Publication, "files"> & {
  readonly files?: Readonly<Record<string, string | { readonly seed: string; readonly size: number } | { readonly file: string }>>;
};

/** A release server in a process of its own, for what measures time or memory. It ends with this process, however that ends. */
export class ReleaseServerProcess {
  /** @param publications what it has, given as to `ReleaseServer.publish` */
  public static async start(publications: readonly PlainPublication[]): Promise<ReleaseServerProcess> {
    const child = spawn(process.execPath, [SCRIPT, JSON.stringify(publications)], { stdio: ["pipe", "pipe", "pipe"] });
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
    child.stdin.on("error", () => undefined);
    const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    const line = await new Promise<string>((resolve, reject) => {
      let text = "";
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`the release server ended with ${String(code)}: ${errors}`)));
      child.stdout.setEncoding("utf8").on("data", (more: string) => {
        text += more;
        if (text.includes("\n")) resolve(text);
      });
    });
    const { url, keyFile } = JSON.parse(line) as { url: string; keyFile: string };
    const close = async (): Promise<void> => {
      child.stdin.end();
      await exited;
    };
    return new ReleaseServerProcess(url, keyFile, child.pid ?? 0, close);
  }

  private constructor(
    /** What `--mirror` wants. */
    public readonly url: string,
    /** What `--key` wants. */
    public readonly keyFile: string,
    public readonly pid: number,
    /** Ends it, and waits until it has ended. */
    public readonly close: () => Promise<void>,
  ) {}
}
