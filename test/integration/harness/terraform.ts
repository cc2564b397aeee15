import * as fs from "fs";
import * as path from "path";
import { type EnvironmentOptions, terraformEnvironment } from "./environment";
import { exec, type ExecResult } from "./exec";
import { Plan, type PlanJson } from "./plan";
import { terraformBinary } from "./machine";
import type { Namespaces } from "./sandbox";

/** A stack and how Terraform is run in it. */
export interface TerraformRunProps extends EnvironmentOptions {
  /** The directory of one synthesised stack: the one that holds `cdk.tf.json`. */
  readonly directory: string;
  /** Seconds that one command may take. @default 120 */
  readonly timeout?: number;
  /** Where it runs. @default - in the namespaces of the test process */
  readonly within?: Namespaces;
}

/** How one command is run. */
export interface TerraformCommandOptions {
  /** More arguments, such as `-target=ADDRESS` or `-refresh=false`. @default - none */
  readonly args?: readonly string[];
  /** Seconds. @default - that of the run */
  readonly timeout?: number;
}

/** One resource in the state. */
export interface StateResource {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

interface StateJson {
  readonly values?: {
    readonly outputs?: Readonly<Record<string, { readonly value: unknown }>>;
    readonly root_module?: StateModule;
  };
}

interface StateModule {
  readonly resources?: readonly StateResource[];
  readonly child_modules?: readonly StateModule[];
}

/**
 * Terraform or OpenTofu in a synthesised stack, offline and without a person's own credentials. A command that fails rejects with an
 * `ExecError` whose message ends with what Terraform wrote.
 *
 * What the run writes beside `cdk.tf.json` (`.terraform/`, the lock file, and the state unless a backend says otherwise) stays across
 * syntheses into the same directory, so a test changes its configuration by synthesising again.
 */
export class TerraformRun {
  public readonly directory: string;
  private readonly props: TerraformRunProps;
  private readonly binary: string;

  constructor(props: TerraformRunProps) {
    this.directory = path.resolve(props.directory);
    this.props = props;
    const binary = terraformBinary();
    if (binary === undefined) throw new Error('there is neither terraform nor tofu on PATH; say requires("terraform")');
    this.binary = binary;
    if (!fs.existsSync(path.join(this.directory, "cdk.tf.json"))) throw new Error(`${this.directory} holds no cdk.tf.json`);
  }

  /** A run in the same directory with more variables or another environment. */
  public with(options: EnvironmentOptions & { readonly timeout?: number }): TerraformRun {
    const env = { ...this.props.env, ...options.env };
    const variables = { ...this.props.variables, ...options.variables };
    return new TerraformRun({ ...this.props, ...options, env, variables });
  }

  public async init(options: TerraformCommandOptions = {}): Promise<ExecResult> {
    return this.run(["init", "-input=false", "-no-color"], options);
  }

  public async validate(options: TerraformCommandOptions = {}): Promise<ExecResult> {
    return this.run(["validate", "-no-color"], options);
  }

  public async apply(options: TerraformCommandOptions = {}): Promise<ExecResult> {
    return this.run(["apply", "-auto-approve", "-input=false", "-no-color"], options);
  }

  public async destroy(options: TerraformCommandOptions = {}): Promise<ExecResult> {
    return this.run(["destroy", "-auto-approve", "-input=false", "-no-color"], options);
  }

  /** What an apply would do now. Nothing is kept of it: {@link apply} plans again. */
  public async plan(options: TerraformCommandOptions = {}): Promise<Plan> {
    return this.withFile("plan", async (file) => {
      const { output } = await this.run(["plan", "-input=false", "-no-color", `-out=${file}`], options);
      const shown = await this.run(["show", "-json", file], { timeout: options.timeout });
      return new Plan(JSON.parse(shown.stdout) as PlanJson, output);
    });
  }

  /** The resources and data sources in the state, in order of address. */
  public async resources(): Promise<StateResource[]> {
    const { values } = await this.show();
    const all: StateResource[] = [];
    const visit = (module: StateModule | undefined): void => {
      all.push(...(module?.resources ?? []));
      module?.child_modules?.forEach(visit);
    };
    visit(values?.root_module);
    return all.sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
  }

  /** The attributes of one resource in the state; throws where it is not there. */
  public async attributes(address: string): Promise<Readonly<Record<string, unknown>>> {
    const resources = await this.resources();
    const found = resources.find((r) => r.address === address);
    if (found === undefined)
      throw new Error(`the state has no ${address}; it has ${resources.map((r) => r.address).join(", ") || "nothing"}`);
    return found.values;
  }

  /** The values of the outputs, sensitive ones too. */
  public async outputs(): Promise<Record<string, unknown>> {
    const { values } = await this.show();
    return Object.fromEntries(Object.entries(values?.outputs ?? {}).map(([name, { value }]) => [name, value]));
  }

  /** Any other command, such as `["state", "rm", address]` or `["taint", address]`. */
  public async run(args: readonly string[], options: TerraformCommandOptions = {}): Promise<ExecResult> {
    return this.withFile("cli", async (file) => {
      const env = terraformEnvironment(path.dirname(file), this.props);
      const timeout = options.timeout ?? this.props.timeout ?? 120;
      return exec(this.binary, [...args, ...(options.args ?? [])], { cwd: this.directory, env, timeout, within: this.props.within });
    });
  }

  private async show(): Promise<StateJson> {
    const { stdout } = await this.run(["show", "-json"]);
    return JSON.parse(stdout) as StateJson;
  }

  /** The path of a file that is there only while `use` runs: plans hold secrets. Within the stack, with which it goes at the latest. */
  private async withFile<T>(name: string, use: (file: string) => Promise<T>): Promise<T> {
    const directory = fs.mkdtempSync(path.join(this.directory, ".run-"));
    try {
      return await use(path.join(directory, name));
    } finally {
      fs.rmSync(directory, { recursive: true, force: true });
    }
  }
}
