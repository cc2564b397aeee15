import * as fs from "fs";
import * as path from "path";
import type { IgnitionConfig } from "../../../lib/ignition";
import { CdktfRun, type Console, Libvirtd, Ssh, SshKey, TerraformRun, until, Workspace } from "../../integration/harness";
import { standIn } from "../../integration/stand-in";
import { configIn, type StackJson } from "../../support";
import { PROJECT } from "../../support/project";
import { BootSettings, STACK } from "./app/stack";

/** The nodes of the pool, with the addresses that its first one and their numbers foretell. */
export const ADDRESSES = { "web-0": "10.17.3.10", "web-1": "10.17.3.11", "web-2": "10.17.3.12" } as const;
export type Node = keyof typeof ADDRESSES;
export const NODES = Object.keys(ADDRESSES) as Node[];

/** What a machine writes where its boot is over and nobody can log in: the stand-in, and Flatcar, which dracut says it for. */
const EMERGENCY = /emergency mode/i;

/** An emulated machine, two others beside it, on two cores that have more to do. */
const BOOT_SECONDS = 240;
/** Within which somebody who waits for a machine hears that it will not come. */
const EMERGENCY_SECONDS = 60;

// Terraform would ask the registry for the providers' checksums, which a machine that is offline cannot.
const DEPLOY = { args: ["--skip-provider-lock"] };

/** A cdktf project with the stack of `app/stack.ts`, a libvirt host of its own, and a key for the machines. */
export class BootProject {
  /** @param workspace of the suite */
  public static async start(workspace: Workspace): Promise<BootProject> {
    const key = await SshKey.make(workspace.path("key"));
    return new BootProject(workspace, key, await Libvirtd.start());
  }

  public readonly ssh: Ssh;
  private readonly settings: BootSettings;

  private constructor(
    private readonly workspace: Workspace,
    key: SshKey,
    public readonly libvirtd: Libvirtd,
  ) {
    this.ssh = new Ssh({ directory: workspace.mkdir("hosts"), key, within: libvirtd });
    this.settings = {
      uri: libvirtd.uri,
      image: standIn().disk,
      folder: workspace.mkdir("host"),
      publicKey: key.publicKey,
      motd: "first\n",
    };
    const app = path.join(__dirname, "app/main.mjs");
    workspace.write("project/cdktf.json", { language: "typescript", app: `node ${app}`, projectId: STACK, sendCrashReports: "false" });
    fs.symlinkSync(path.join(PROJECT, "node_modules"), workspace.path("project/node_modules"));
  }

  /** Where `cdktf.json` is, and what is synthesised, in `cdktf.out`. */
  public get folder(): string {
    return this.workspace.path("project");
  }

  /** `cdktf deploy` with what has changed since the start. */
  public async deploy(change: Partial<BootSettings> = {}): Promise<void> {
    this.write(change);
    await this.cdktf.deploy(STACK, DEPLOY);
  }

  /** Terraform in the stack as it was synthesised last. */
  public get terraform(): TerraformRun {
    return new TerraformRun({ directory: this.cdktf.stackDirectory(STACK) });
  }

  /** What a machine has written to its serial console. */
  public console(node: Node): Console {
    return this.libvirtd.console(`${STACK}-${node}`);
  }

  /** Waits until a machine lets its user in. Rejects at once where it says that it will not, with all it has said. */
  public async untilUp(node: Node): Promise<void> {
    const text = (): string => this.console(node).text();
    const check = (): void => {
      if (EMERGENCY.test(text())) throw new Error(`${node} has stopped in the emergency mode:\n${text()}`);
    };
    try {
      await this.ssh.untilReady(ADDRESSES[node], BOOT_SECONDS, check);
    } catch (e) {
      const message = e instanceof Error ? e.message : String(e);
      throw EMERGENCY.test(message) ? e : new Error(`${message}\n${text()}`);
    }
  }

  /** Waits until a machine says that it has stopped, and gives what it has said up to then. */
  public async untilEmergency(node: Node): Promise<string> {
    return this.console(node).until(EMERGENCY, EMERGENCY_SECONDS);
  }

  /** Restarts a machine from within, and waits until it is back. Its QEMU stays. */
  public async restart(node: Node): Promise<void> {
    const before = await this.ssh.bootId(ADDRESSES[node]);
    // It takes the connection along.
    await this.ssh.run(ADDRESSES[node], "sudo systemctl reboot", { allowedExitCodes: [0, 255] });
    await until(`${node} has another boot`, BOOT_SECONDS, async () => {
      await this.untilUp(node);
      // It may be on its way down still.
      const id = await this.ssh.bootId(ADDRESSES[node]).catch(() => before);
      return id !== before || undefined;
    });
  }

  /** The config that a machine of the stack was given, values known only at apply put in. */
  public async givenConfig(node: Node): Promise<string> {
    const all = await this.terraform.resources();
    const found = all.find(({ type, values }) => type === "libvirt_ignition" && values.name === `${STACK}-${node}.ign`);
    return String(found?.values.content);
  }

  /** The config of a machine as it was synthesised: what the merge of its layers says. */
  public synthesisedConfig(node: Node): IgnitionConfig {
    const file = path.join(this.cdktf.stackDirectory(STACK), "cdk.tf.json");
    const json = JSON.parse(fs.readFileSync(file, "utf8")) as StackJson;
    const found = Object.values(json.resource?.libvirt_ignition ?? {}).find(({ name }) => name === `${STACK}-${node}.ign`);
    return configIn(found?.content);
  }

  /** Runs a command on a machine, and gives what it printed, without the last line's end. */
  public async on(node: Node, command: string): Promise<string> {
    return (await this.ssh.run(ADDRESSES[node], command)).stdout.replace(/\n$/, "");
  }

  /**
   * Runs commands on a machine within one login, which takes an emulated machine longer than they do. Gives by name what each printed, without
   * the last line's end, and how it ended where it failed.
   */
  public async ask<K extends string>(node: Node, commands: Readonly<Record<K, string>>): Promise<Record<K, string>> {
    const names = Object.keys(commands) as K[];
    const script = names.map((name) => `{ ${commands[name]}\n} 2>&1 | base64 -w0; echo " \${PIPESTATUS[0]}"`).join("\n");
    const lines = (await this.on(node, script)).split("\n");
    const answers = names.map((name, i) => {
      const [printed, code] = lines[i].split(" ");
      const text = Buffer.from(printed, "base64").toString("utf8").replace(/\n$/, "");
      return [name, code === "0" ? text : `${text} (exit code ${code})`] as const;
    });
    return Object.fromEntries(answers) as Record<K, string>;
  }

  /** The boot that each machine is in. */
  public async bootIds(): Promise<Record<Node, string>> {
    const each = await Promise.all(NODES.map(async (node) => [node, await this.ssh.bootId(ADDRESSES[node])] as const));
    return Object.fromEntries(each) as Record<Node, string>;
  }

  public async stop(): Promise<void> {
    await this.libvirtd.stop();
  }

  private get cdktf(): CdktfRun {
    return new CdktfRun({ directory: this.folder });
  }

  private write(change: Partial<BootSettings>): void {
    this.workspace.write("project/settings.json", { ...this.settings, ...change });
  }
}
