import * as fs from "fs";
import * as os from "os";
import * as path from "path";
import { type EnvironmentOptions, terraformEnvironment } from "./environment";
import { exec, type ExecResult } from "./exec";
import type { Namespaces } from "./sandbox";

/** A cdktf project and how the CLI is run in it. */
export interface CdktfRunProps extends EnvironmentOptions {
  /** The directory that holds `cdktf.json`; `npx` must find `cdktf` from there. */
  readonly directory: string;
  /** Where the stacks are synthesised, relative to the directory. @default - as `cdktf.json` says, else `cdktf.out` */
  readonly output?: string;
  /** Seconds that one command may take. @default 300 */
  readonly timeout?: number;
  /** Where it runs. @default - in the namespaces of the test process */
  readonly within?: Namespaces;
}

/** How one command is run. */
export interface CdktfCommandOptions {
  /** More arguments. @default - none */
  readonly args?: readonly string[];
  /** Seconds. @default - that of the run */
  readonly timeout?: number;
}

/** `npx cdktf` in a project, in the same environment as {@link TerraformRun}: offline and without a person's own credentials. */
export class CdktfRun {
  private readonly directory: string;

  constructor(private readonly props: CdktfRunProps) {
    this.directory = path.resolve(props.directory);
    if (!fs.existsSync(path.join(this.directory, "cdktf.json"))) throw new Error(`${this.directory} holds no cdktf.json`);
  }

  /** Synthesises all stacks. */
  public async synth(options: CdktfCommandOptions = {}): Promise<ExecResult> {
    return this.run("synth", [], options);
  }

  /** Synthesises all stacks and applies those named. */
  public async deploy(stacks: string | readonly string[], options: CdktfCommandOptions = {}): Promise<ExecResult> {
    return this.run("deploy", [...[stacks].flat(), "--auto-approve"], options);
  }

  /** Synthesises all stacks and plans one. */
  public async diff(stack: string, options: CdktfCommandOptions = {}): Promise<ExecResult> {
    return this.run("diff", [stack], options);
  }

  /** Synthesises all stacks and destroys those named. */
  public async destroy(stacks: string | readonly string[], options: CdktfCommandOptions = {}): Promise<ExecResult> {
    return this.run("destroy", [...[stacks].flat(), "--auto-approve"], options);
  }

  /** The directory of a synthesised stack, for a {@link TerraformRun} in it. */
  public stackDirectory(stack: string): string {
    return path.resolve(this.directory, this.props.output ?? this.configuredOutput(), "stacks", stack);
  }

  private async run(command: string, args: readonly string[], options: CdktfCommandOptions): Promise<ExecResult> {
    const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "flatcar-cdktf-"));
    try {
      const env = { CI: "1", CDKTF_LOG_LEVEL: "warn", FORCE_COLOR: "0", ...this.props.env };
      const output = this.props.output === undefined ? [] : ["--output", this.props.output];
      return await exec("npx", ["--no-install", "cdktf", command, ...args, ...output, ...(options.args ?? [])], {
        cwd: this.directory,
        env: terraformEnvironment(temporary, { ...this.props, env }),
        timeout: options.timeout ?? this.props.timeout ?? 300,
        within: this.props.within,
      });
    } finally {
      fs.rmSync(temporary, { recursive: true, force: true });
    }
  }

  private configuredOutput(): string {
    const config = JSON.parse(fs.readFileSync(path.join(this.directory, "cdktf.json"), "utf8")) as { output?: string };
    return config.output ?? "cdktf.out";
  }
}
