import * as fs from "fs";
import * as path from "path";
import { IgnitionConfig } from "../../../lib/ignition";
import { Workspace, builtTool, exec } from "../../integration/harness";

/** The Ignition that runs at boot, on roots in a folder of the test. */
export class RealIgnition {
  private runs = 0;

  public constructor(private readonly workspace: Workspace) {}

  /** Applies a config to an empty root, as `ignition-apply` does in a container: files, links and units. Gives the root. */
  public async apply(config: IgnitionConfig): Promise<string> {
    const folder = this.folder();
    const root = path.join(folder, "root");
    fs.mkdirSync(root);
    // The name decides what the program does.
    const program = path.join(folder, "ignition-apply");
    fs.symlinkSync(builtTool("ignition"), program);
    await exec(program, ["--offline", "--root", root, this.write(folder, config)], { env: { ...process.env, container: "1" } });
    return root;
  }

  /** The config that a machine boots with, as the fetch stage leaves it for the others. */
  public async fetch(config: IgnitionConfig): Promise<IgnitionConfig> {
    const folder = this.folder();
    const cache = path.join(folder, "cache.json");
    const args = ["platform=file", "stage=fetch", `root=${folder}`, `config-cache=${cache}`, `state-file=${path.join(folder, "state")}`];
    await exec(
      builtTool("ignition"),
      [...args, `neednet=${path.join(folder, "neednet")}`, "log-to-stdout"].map((arg) => `--${arg}`),
      {
        // Neither the configs of this machine nor a network are any of the test's business.
        env: { ...process.env, IGNITION_SYSTEM_CONFIG_DIR: folder, IGNITION_CONFIG_FILE: this.write(folder, config) },
      },
    );
    return JSON.parse(fs.readFileSync(cache, "utf8")) as IgnitionConfig;
  }

  private folder(): string {
    const folder = this.workspace.path(`ignition-${this.runs++}`);
    fs.mkdirSync(folder, { recursive: true });
    return folder;
  }

  private write(folder: string, config: IgnitionConfig): string {
    const file = path.join(folder, "config.json");
    fs.writeFileSync(file, JSON.stringify(config));
    return file;
  }
}
