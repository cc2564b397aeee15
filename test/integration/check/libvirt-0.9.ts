import * as fs from "fs";
import { BlockJson, StackJson } from "../../support";
import { ExecError, TerraformRun, Workspace } from "../harness";
import { Recorded, normalised } from "./scenario";

/** Where a stack stands: what the provider connects to, and a directory of the host for volumes. */
export interface Site {
  readonly uri: string;
  readonly directory: string;
}

type Build = (site: Site) => StackJson;

/** What of the stack of {@link host} is another one. */
interface HostOptions {
  readonly config?: string;
  readonly machine?: BlockJson;
  readonly root?: BlockJson;
  readonly data?: BlockJson;
  readonly network?: BlockJson;
  /** Names of the machines. @default - a and b */
  readonly nodes?: readonly string[];
  /** Resources besides. */
  readonly more?: StackJson["resource"];
}

const MIB = 1024 ** 2;
const MACS: { readonly [node: string]: string } = { a: "52:54:00:45:00:01", b: "52:54:00:45:00:02", c: "52:54:00:45:00:03" };
const ADDRESSES = { address: "10.17.4.1", prefix: 24 };
const dhcp = (...nodes: string[]): BlockJson => ({
  ips: [{ ...ADDRESSES, dhcp: { hosts: nodes.map((node, i) => ({ mac: MACS[node], name: node, ip: `10.17.4.${11 + i}` })) } }],
});

/**
 * Machines as they are written for dmacvicar/libvirt 0.9 without this package, each with its config, a root disk and a data disk. What is told is of
 * machine a alone.
 */
const host =
  ({ config, machine, root, data, network = {}, nodes = ["a", "b"], more = {} }: HostOptions = {}): Build =>
  ({ uri, directory }) => {
    const of = <T>(node: string, given: T | undefined): T | undefined => (node === "a" ? given : undefined);
    const pool = "${libvirt_pool.pool.name}";
    const format = { type: "qcow2" };
    const byNode = (make: (node: string) => BlockJson): { [node: string]: BlockJson } =>
      Object.fromEntries(nodes.map((node) => [node, make(node)]));
    const disk = (volume: string, dev: string): object => ({
      driver: { name: "qemu", type: "qcow2" },
      source: { volume: { pool, volume: `\${libvirt_volume.${volume}.name}` } },
      target: { dev, bus: "virtio" },
    });
    const roots = byNode((node) => ({
      ...{ name: `${node}.qcow2`, pool, capacity: 16 * MIB, target: { format } },
      ...{ backing_store: { path: "${libvirt_volume.base.path}", format }, ...of(node, root) },
    }));
    const disks = byNode((node) => ({ name: `${node}-data.qcow2`, pool, capacity: 8 * MIB, target: { format }, ...of(node, data) }));
    const named = (prefix: string, blocks: { [node: string]: BlockJson }): { [name: string]: BlockJson } =>
      Object.fromEntries(Object.entries(blocks).map(([node, block]) => [`${node}_${prefix}`, block]));
    const { libvirt_volume: volumes = {}, ...others } = more;
    return {
      terraform: { required_providers: { libvirt: { source: "dmacvicar/libvirt", version: "0.9.7" } } },
      ...{ provider: { libvirt: [{ uri }] } },
      resource: {
        libvirt_pool: { pool: { name: "flatcar", type: "dir", target: { path: directory } } },
        libvirt_network: { net: { name: "flatcar", autostart: true, forward: { mode: "nat" }, ...dhcp("a", "b"), ...network } },
        libvirt_volume: {
          base: { name: "flatcar-4593.2.5.qcow2", pool, capacity: 16 * MIB, target: { format } },
          ...named("root", roots),
          ...named("data", disks),
          ...volumes,
        },
        libvirt_ignition: byNode((node) => ({ name: `${node}.ign`, content: JSON.stringify(ignition(of(node, config) ?? node)) })),
        libvirt_domain: byNode((node) => ({
          ...{ name: node, type: "qemu", memory: 64, memory_unit: "MiB", vcpu: 1, running: true },
          ...{ os: { type: "hvm" }, features: { acpi: true } },
          sys_info: [
            {
              fw_cfg: { entry: [{ name: "opt/org.flatcar-linux/config", file: `\${libvirt_ignition.${node}.path}`, value: "" }] },
            },
          ],
          devices: {
            disks: [disk(`${node}_root`, "vda"), disk(`${node}_data`, "vdb")],
            interfaces: [
              { model: { type: "virtio" }, mac: { address: MACS[node] }, source: { network: { network: "${libvirt_network.net.name}" } } },
            ],
          },
          // An emulated machine without a system does not hear that it should stop.
          ...{ update: { shutdown: { timeout: 1 } }, ...of(node, machine) },
        })),
        ...others,
      },
    };
  };

function ignition(text: string): object {
  const file = { path: "/etc/motd", contents: { source: `data:,${text}` } };
  return { ignition: { version: "3.4.0" }, storage: { files: [file] } };
}

const triggered = (...replace_triggered_by: string[]): BlockJson => ({ lifecycle: { replace_triggered_by } });
/** As it has to be written for a new config to reach the machine. */
const MENDED = { root: triggered("libvirt_ignition.a"), machine: triggered("libvirt_volume.a_root.id") };

/** The root disk of machine a is another one with the generation, and nobody tells the machine. */
const generation = (number: number): HostOptions => ({
  root: triggered("terraform_data.generation"),
  more: { terraform_data: { generation: { triggers_replace: number } } },
});

/** Changes of machines that dmacvicar/libvirt 0.9 makes: what was there, and what is planned. */
export const LIBVIRT_09: { readonly [name: string]: readonly [before: Build | undefined, after: Build] } = {
  "first-apply": [undefined, host()],
  nothing: [host(), host()],
  memory: [host(), host({ machine: { memory: 96 } })],
  title: [host(), host({ machine: { title: "web" } })],
  "switched-off": [host(), host({ machine: { running: false } })],
  "title-of-one-that-is-off": [host({ machine: { running: false } }), host({ machine: { running: false, title: "web" } })],
  ignition: [host(), host({ config: "new" })],
  "ignition-mended": [host(MENDED), host({ ...MENDED, config: "new" })],
  "network-reservation": [host({ nodes: ["a"], network: dhcp("a") }), host({ nodes: ["a"], network: dhcp("a", "b") })],
  "network-autostart": [host({ nodes: ["a"] }), host({ nodes: ["a"], network: { autostart: false } })],
  "volume-capacity": [host(), host({ root: { capacity: 24 * MIB } })],
  "volume-backing-store": [host(), host({ root: { backing_store: { path: "/elsewhere.qcow2", format: { type: "qcow2" } } } })],
  "root-disk-renamed": [host(), host({ root: { name: "a-2.qcow2" } })],
  "root-disk-under-machine": [host(generation(1)), host(generation(2))],
  "data-disk-renamed": [host(), host({ data: { name: "a-data-2.qcow2" } })],
  "domain-renamed": [host(), host({ machine: { name: "c" } })],
  "node-added": [host({ nodes: ["a"] }), host()],
  "node-removed": [host(), host({ nodes: ["a"] })],
};

interface HostFile {
  readonly objects: { readonly [type: string]: { readonly [id: string]: { readonly content?: string } } };
  /** What the machines were started from last. */
  readonly roots: { readonly [domain: string]: string };
  readonly events: readonly { readonly domain: string; readonly what: string }[];
}

/** Records one change: real Terraform, and the stand-in for the provider with a host of its own. */
export async function recordLibvirt09(name: string): Promise<Recorded> {
  const [before, after] = LIBVIRT_09[name];
  const workspace = Workspace.forTest();
  const file = workspace.path("host.json");
  const site = { uri: "qemu:///system", directory: "/srv/flatcar" };
  const stack = new Stack09(workspace, { LIBVIRT_STAND_IN_HOST: file });
  const hostFile = (): HostFile => JSON.parse(fs.readFileSync(file, "utf8")) as HostFile;
  const base = before?.(site) ?? null;
  if (base !== null) await stack.apply(base);
  const past = base === null ? [] : hostFile().events;
  const { plan, refused } = await stack.change(after(site));
  const { events, objects, roots } = hostFile();
  const contents = Object.values(objects.libvirt_volume).map(({ content }) => content);
  const machines: { [machine: string]: string } = {};
  for (const domain of [...new Set(events.map((event) => event.domain))].sort()) {
    const now = events.slice(past.length).filter((event) => event.domain === domain);
    machines[domain] =
      now.length === 0
        ? `runs on${contents.includes(roots[domain]) ? "" : ", its root disk is deleted"}`
        : now.map(({ what }) => what).join(", ");
  }
  return normalised({ base, stack: after(site), plan, machines, ...(refused === undefined ? {} : { refused }) });
}

/** One stack that is written as JSON and changed step by step. */
export class Stack09 {
  private isInitialised = false;

  constructor(
    private readonly workspace: Workspace,
    private readonly env: Readonly<Record<string, string>>,
    private readonly mirror?: string,
  ) {}

  public async apply(json: StackJson): Promise<void> {
    await (await this.written(json)).apply();
  }

  /** Plans and applies, and says why the apply failed where it did: the summaries of its errors. */
  public async change(json: StackJson): Promise<Pick<Recorded, "plan" | "refused">> {
    const run = await this.written(json);
    const { json: plan } = await run.plan();
    try {
      await run.apply();
      return { plan };
    } catch (e) {
      if (!(e instanceof ExecError)) throw e;
      const summaries = [...e.output.matchAll(/Error: (.+)/g)].map(([, summary]) => summary.trim());
      return { plan, refused: [...new Set(summaries)].join("; ") };
    }
  }

  private async written(json: StackJson): Promise<TerraformRun> {
    this.workspace.write("stack/cdk.tf.json", json);
    const run = new TerraformRun({
      directory: this.workspace.path("stack"),
      env: this.env,
      ...(this.mirror === undefined ? {} : { mirror: this.mirror }),
    });
    if (!this.isInitialised) await run.init();
    this.isInitialised = true;
    return run;
  }
}
