import * as fs from "fs";
import * as path from "path";
import { PROJECT, scratch } from "../support/project";
import { Outside, Ran, run } from "./run";

/** A change that real Terraform has planned, as it was recorded. */
interface Recording {
  readonly base: object | null;
  readonly stack: object;
  readonly plan: object;
}

/** A recorded change, before anything reads it. */
export function recording(name: string): Recording {
  return JSON.parse(fs.readFileSync(path.join(PROJECT, "test", "vectors", "plans", `${name}.json`), "utf8")) as Recording;
}

/** A project that a check can be run in: a folder with stacks, plans and what the base branch has, made of recordings. */
export class CheckProject {
  public readonly folder = scratch();

  /** @param stacks name to the recording that the stack is made of */
  constructor(stacks: { readonly [name: string]: string }) {
    for (const [name, from] of Object.entries(stacks)) {
      const { base, stack, plan } = recording(from);
      this.write(`cdktf.out/stacks/${name}/cdk.tf.json`, stack);
      this.write(`plans/${name}.json`, plan);
      if (base !== null) this.write(`base/stacks/${name}/cdk.tf.json`, base);
    }
  }

  /** Writes a file, as JSON unless it is a text. */
  public write(file: string, content: unknown): void {
    const to = this.path(file);
    fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.writeFileSync(to, typeof content === "string" || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  }

  public path(file: string): string {
    return path.join(this.folder, file);
  }

  public read(file: string): string {
    return fs.readFileSync(this.path(file), "utf8");
  }

  public exists(file: string): boolean {
    return fs.existsSync(this.path(file));
  }

  public check(args: readonly string[], outside: Outside = {}): Promise<Ran> {
    return run(["check", ...args], { cwd: this.folder, ...outside });
  }

  public remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
