import * as fs from "fs";
import * as path from "path";
import { builtTools, terraformBinary } from "./machine";

/** Variables of the person's own environment that would let a test reach a real account, or change what Terraform does. */
const KEPT_OUT = /^(TF_(?!LOG)|CDKTF_(?!FLATCAR_CACHE)|HCLOUD_|AWS_|LIBVIRT_|VIRSH_|MATCHBOX_)/;

/** What the environment of a Terraform or cdktf process is made of. */
export interface EnvironmentOptions {
  /** Added last. A variable with the value `undefined` is taken away. @default - none */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Values of Terraform variables. What is not text is given as JSON. They travel in `TF_VAR_` variables, so no process list shows them. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** The filesystem mirror of the providers; nothing is installed from elsewhere. @default - that of `test/tools/build.mjs` */
  readonly mirror?: string;
}

/** A file name for Terraform's CLI configuration in a directory of the caller. */
export const CLI_CONFIG = "terraform-cli.tfrc";

/**
 * The environment of a Terraform or cdktf process in a test: offline, with the providers of the mirror, no questions, and nothing of the
 * person's own credentials.
 *
 * @param directory where the CLI configuration is written
 */
export function terraformEnvironment(directory: string, options: EnvironmentOptions = {}): NodeJS.ProcessEnv {
  const cliConfig = path.join(directory, CLI_CONFIG);
  const mirror = JSON.stringify(options.mirror ?? builtTools().mirror);
  fs.writeFileSync(cliConfig, `provider_installation {\n  filesystem_mirror {\n    path = ${mirror}\n  }\n}\n`);
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (!KEPT_OUT.test(name)) env[name] = value;
  }
  Object.assign(env, { TF_CLI_CONFIG_FILE: cliConfig, TF_IN_AUTOMATION: "1", TF_INPUT: "0", CHECKPOINT_DISABLE: "1", NO_COLOR: "1" });
  const binary = terraformBinary();
  if (binary !== undefined) env.TERRAFORM_BINARY_NAME = binary;
  for (const [name, value] of Object.entries(options.variables ?? {})) {
    env[`TF_VAR_${name}`] = typeof value === "string" ? value : JSON.stringify(value);
  }
  for (const [name, value] of Object.entries(options.env ?? {})) {
    if (value === undefined) delete env[name];
    else env[name] = value;
  }
  return env;
}
