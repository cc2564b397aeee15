import { type ChildProcess, spawn } from "child_process";
import { createInterface } from "readline";
import { type Answer } from "./answer";
import { type FuzzCase } from "./cases";

/** Cases are small and answers quick: so many share a line. */
const BATCH = 50;

/** The real Butane and Ignition, in a process that answers until it is closed. See `test/tools/butane-oracle`. */
export class Oracle {
  private child?: ChildProcess;
  private readonly waiting: { resolve(line: string): void; reject(reason: Error): void }[] = [];

  constructor(
    private readonly program: string,
    private readonly filesDirectory: string,
  ) {}

  /** The answers to the cases, in their order. A case at which Go dies has an answer that says so, and the others have theirs. */
  public async ask(cases: readonly FuzzCase[]): Promise<Answer[]> {
    const batches: FuzzCase[][] = [];
    for (let at = 0; at < cases.length; at += BATCH) batches.push(cases.slice(at, at + BATCH));
    return (await Promise.all(batches.map(async (batch) => this.askBatch(batch)))).flat();
  }

  /** Ends the process. Safe to call twice; it ends too when this process does, as its input does then. */
  public async close(): Promise<void> {
    const { child } = this;
    if (child === undefined) return;
    const ended = new Promise((resolve) => child.once("close", resolve));
    child.stdin?.end();
    await ended;
  }

  private async askBatch(batch: readonly FuzzCase[]): Promise<Answer[]> {
    const line = JSON.stringify(batch.map((one, id) => this.question(one, id)));
    try {
      return (JSON.parse(await this.exchange(line)) as Answer[]).map((answer) => this.withoutFolder(answer));
    } catch (e) {
      if (batch.length === 1) return [{ ok: false, reports: [], raw: "", panic: (e as Error).message }];
      const answers: Answer[] = [];
      for (const one of batch) answers.push(...(await this.askBatch([one])));
      return answers;
    }
  }

  private question({ kind, text, files, pretty }: FuzzCase, id: number): object {
    return { id, kind, text: Buffer.from(text).toString("base64"), filesDir: files ? this.filesDirectory : "", pretty };
  }

  // Messages name files; where they lie differs between machines.
  private withoutFolder(answer: Answer): Answer {
    return JSON.parse(JSON.stringify(answer).replaceAll(`${this.filesDirectory}`, "files")) as Answer;
  }

  private async exchange(line: string): Promise<string> {
    const child = (this.child ??= this.start());
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      child.stdin?.write(`${line}\n`);
    });
  }

  private start(): ChildProcess {
    const child = spawn(this.program, [], { stdio: ["pipe", "pipe", "ignore"] });
    child.stdin?.on("error", () => undefined);
    createInterface({ input: child.stdout as NodeJS.ReadableStream, crlfDelay: Infinity }).on("line", (answer) =>
      this.waiting.shift()?.resolve(answer),
    );
    const ended = (reason: string): void => {
      if (this.child !== child) return;
      this.child = undefined;
      for (const { reject } of this.waiting.splice(0)) reject(new Error(reason));
    };
    child.on("error", (e) => ended(e.message));
    child.on("close", (code, signal) => ended(`the oracle ended with ${signal ?? code}`));
    return child;
  }
}
