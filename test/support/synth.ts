import * as fs from "fs";
import * as os from "os";
import * as path from "path";
import { App, AppConfig, LocalBackend, TerraformStack } from "cdktf";
import { Construct } from "constructs";

/** The JSON of one stack: what Terraform reads. */
export interface StackJson {
  readonly "//"?: { readonly [key: string]: unknown };
  readonly terraform?: { readonly [key: string]: unknown };
  readonly variable?: { readonly [name: string]: BlockJson };
  readonly locals?: { readonly [name: string]: unknown };
  readonly data?: { readonly [type: string]: { readonly [name: string]: BlockJson } };
  readonly resource?: { readonly [type: string]: { readonly [name: string]: BlockJson } };
  readonly output?: { readonly [name: string]: BlockJson };
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
}

/** One resource, data source, variable or output. */
export interface BlockJson {
  readonly lifecycle?: {
    readonly ignore_changes?: readonly string[];
    readonly replace_triggered_by?: readonly string[];
    readonly prevent_destroy?: boolean;
    readonly precondition?: readonly { readonly condition: string; readonly error_message: string }[];
  };
  readonly [attribute: string]: unknown;
}

/** How an app is made. */
export interface SynthOptions {
  /** The stack's id. @default "stack" */
  readonly id?: string;
  /** Another class of stack. @default - a plain one */
  readonly makeStack?: (app: App, id: string) => TerraformStack;
  /** What the app gets beside its output directory. @default - nothing */
  readonly app?: Omit<AppConfig, "outdir">;
}

/**
 * One stack through the real `app.synth()`, validations and all: `build` fills it, and the parsed `cdk.tf.json` comes back.
 *
 * The stack has a local backend with a relative path unless `build` gives it another one, so that no path of this machine is in the result.
 * Errors of `build` and of the validations pass through. Nothing stays on disk.
 */
export function synthesise(build: (stack: TerraformStack) => void, options: SynthOptions = {}): StackJson {
  const id = options.id ?? "stack";
  const stacks = synthesiseApp((app) => {
    const stack = options.makeStack === undefined ? new TerraformStack(app, id) : options.makeStack(app, id);
    build(stack);
  }, options.app);
  return stacks[id];
}

/** Like {@link synthesise} for an app of any number of stacks, by id. */
export function synthesiseApp(build: (app: App) => void, options: Omit<AppConfig, "outdir"> = {}): { [stack: string]: StackJson } {
  return inOutdir((outdir) => {
    const app = new App({ ...options, outdir });
    build(app);
    return synthesiseInto(app);
  });
}

/**
 * Writes what `build` makes into a directory that stays, `directory/cdk.tf.json`, for Terraform to be run in. Gives the JSON too.
 */
export function synthesiseTo(directory: string, build: (stack: TerraformStack) => void, options: SynthOptions = {}): StackJson {
  const json = synthesise(build, options);
  fs.mkdirSync(directory, { recursive: true });
  fs.writeFileSync(path.join(directory, "cdk.tf.json"), `${JSON.stringify(json, null, 2)}\n`);
  return json;
}

/** A stack of an app that is never synthesised, for what needs no more than a scope. */
export function scratchStack(id = "stack"): TerraformStack {
  return inOutdir((outdir) => new TerraformStack(new App({ outdir }), id));
}

/** The addresses of all managed resources of a stack, `type.name`, sorted. */
export function addresses(json: StackJson): string[] {
  return Object.entries(json.resource ?? {})
    .flatMap(([type, byName]) => Object.keys(byName).map((name) => `${type}.${name}`))
    .sort();
}

/** The managed resource at an address; throws where there is none. */
export function resourceAt(json: StackJson, address: string): BlockJson {
  const [type, name] = address.split(".");
  const found = json.resource?.[type]?.[name];
  if (found === undefined) throw new Error(`no ${address}; there are ${addresses(json).join(", ")}`);
  return found;
}

function inOutdir<T>(use: (outdir: string) => T): T {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "flatcar-synth-"));
  try {
    return use(path.join(home, "out"));
  } finally {
    fs.rmSync(home, { recursive: true, force: true });
  }
}

function synthesiseInto(app: App): { [stack: string]: StackJson } {
  const stacks = app.node.findAll().filter((child: Construct): child is TerraformStack => TerraformStack.isStack(child));
  for (const stack of stacks) {
    if (stack.node.tryFindChild("backend") === undefined) new LocalBackend(stack, { path: "terraform.tfstate" });
  }
  app.synth();
  const read = (id: string): StackJson =>
    JSON.parse(fs.readFileSync(path.join(app.outdir, "stacks", id, "cdk.tf.json"), "utf8")) as StackJson;
  return Object.fromEntries(stacks.map(({ node: { id } }) => [id, read(id)]));
}
