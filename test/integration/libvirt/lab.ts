import * as fs from "fs";
import * as path from "path";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { beforeAll, expect } from "vitest";
import { FlatcarRelease } from "../../../lib";
import { LibvirtImage, LibvirtNetwork, LibvirtNodePool, LibvirtNodePoolProps, LibvirtProvider, LibvirtStorage } from "../../../lib/libvirt";
import { StackJson, synthesiseTo } from "../../support";
import { Libvirtd, Plan, TerraformRun, Workspace, emptyImage, exec, requires } from "../harness";
import { HostState, readHost, touched } from "./host-state";
import { PlannedMachines, plannedMachines } from "./planned-machines";

/** A `describe` with a lab in it. */
export function describeLab(name: string, body: (lab: () => Lab) => void): void {
  requires(
    "terraform",
    "provider-libvirt",
    "libvirtd",
  )(name, () => {
    const workspace = Workspace.forSuite();
    let lab: Lab;
    beforeAll(async () => {
      lab = await Lab.start(workspace);
      return () => lab.stop();
    });
    body(() => lab);
  });
}

/** Two releases of one channel, each with an image of its own on the host. */
export const OLD = FlatcarRelease.version("4593.2.4");
export const NEW = FlatcarRelease.version("4593.2.5");

/** How large the image of a release is for a machine, in MiB, so that one is told from the other. */
export const IMAGE_MIB = { [OLD.version.toString()]: 16, [NEW.version.toString()]: 24 };

/** The domain of each node, by node. */
export const domainsOf = (...nodes: string[]): string[] => nodes.map((node) => `lab-${node}`);

/** What a new machine config replaces of each node: the domain, the config, the root disk. */
export const rootsOf = (...nodes: string[]): string[] => nodes.flatMap((node) => [`lab-${node}`, `lab-${node}.ign`, `lab-${node}.qcow2`]);

/** What a raised generation replaces of each node whose root disk stands on a copy of its own: that copy too. */
export const withCopiesOf = (...nodes: string[]): string[] =>
  nodes.flatMap((node) => [`lab-${node}`, `lab-${node}.ign`, `lab-${node}.image.qcow2`, `lab-${node}.qcow2`]);

/** What a pool of the tests is made of; the rest is small and the same for all. */
export type LabPoolProps = Partial<LibvirtNodePoolProps>;

/** What the lab gives a stack under test. */
export interface LabScope {
  readonly stack: TerraformStack;
  /** Adds a pool: emulated, small, of release `OLD`, on the storage pool and network "lab", unless told otherwise. */
  pool(id: string, props: LabPoolProps, scope?: Construct): LibvirtNodePool;
  /** The same on whatever storage pool and network the pool has by itself. */
  plainPool(id: string, props: LabPoolProps): LibvirtNodePool;
}

/**
 * One stack, "lab", on a libvirtd of its own, that tests change step by step: each step is synthesised by the real app, planned and
 * applied by the real Terraform and provider, and held against what the host says.
 */
export class Lab {
  /** Starts libvirtd. @param workspace of the suite */
  public static async start(workspace: Workspace): Promise<Lab> {
    const libvirtd = await Libvirtd.start();
    const lab = new Lab(workspace, libvirtd);
    const images = workspace.mkdir("images");
    for (const [version, mebibytes] of Object.entries(IMAGE_MIB)) await emptyImage(images, `flatcar-${version}`, mebibytes);
    return lab;
  }

  /** Where the lab's storage pool lies. */
  public readonly directory: string;
  private ready = false;

  private constructor(
    public readonly workspace: Workspace,
    public readonly libvirtd: Libvirtd,
  ) {
    this.directory = workspace.path("pool");
  }

  /** The image of a release: a pattern, as a person would write it. */
  public get image(): LibvirtImage {
    return LibvirtImage.fromSource(`${this.workspace.path("images")}/flatcar-@VERSION@.qcow2`);
  }

  public get run(): TerraformRun {
    return new TerraformRun({ directory: this.workspace.path("stack") });
  }

  /** Synthesises the stack anew; its state stays. */
  public async synth(build: (lab: LabScope) => void): Promise<StackJson> {
    const json = this.write(build);
    if (!this.ready) await this.run.init();
    this.ready = true;
    return json;
  }

  /** Plans the stack as `build` makes it, and touches nothing. */
  public async plan(build: (lab: LabScope) => void): Promise<Plan> {
    await this.synth(build);
    return this.run.plan();
  }

  /**
   * Applies the stack as `build` makes it, and says what became of the machines and their disks. Fails where the plan said something else, and
   * where a plan after it is not empty.
   */
  public async apply(build: (lab: LabScope) => void): Promise<{ readonly plan: Plan; readonly touched: PlannedMachines }> {
    const plan = await this.plan(build);
    const before = await this.host();
    await this.run.apply();
    const after = await this.host();
    const seen = touched(before, after);
    expect(seen, "what the plan said, and what became of it").toEqual(plannedMachines(plan));
    const next = await this.run.plan();
    expect(next.isEmpty, `a plan after the apply changes something:\n${next.output}`).toBe(true);
    return { plan, touched: seen };
  }

  /** The machines and volumes of the host, each with a mark that another one in its place would not have. */
  public async host(): Promise<HostState> {
    return readHost(this.libvirtd, this.directory);
  }

  /** Destroys the stack. */
  public async destroy(): Promise<void> {
    await this.run.destroy();
  }

  /** The machine config that QEMU gives the machine: the file that its command line names. */
  public async config(domain: string): Promise<string> {
    const entry = (await this.libvirtd.qemuArguments(domain)).find((argument) => argument.startsWith("name=opt/"));
    const file = /^name=opt\/org\.flatcar-linux\/config,file=(.+)$/.exec(entry ?? "")?.[1];
    if (file === undefined) throw new Error(`${domain} has no machine config: ${entry}`);
    return fs.readFileSync(file, "utf8");
  }

  /** The size of a volume for a machine, in MiB. */
  public async sizeMib(volume: string): Promise<number> {
    const { stdout } = await exec("qemu-img", ["info", "--force-share", "--output=json", path.join(this.directory, volume)]);
    return (JSON.parse(stdout) as { "virtual-size": number })["virtual-size"] / 1024 ** 2;
  }

  public async stop(): Promise<void> {
    await this.libvirtd.stop();
  }

  private write(build: (lab: LabScope) => void): StackJson {
    const directory = path.join(this.workspace.mkdir("stack"));
    return synthesiseTo(
      directory,
      (stack) => {
        new LibvirtProvider(stack, "libvirt", { uri: this.libvirtd.uri });
        const own = lazily(() => ({
          storage: new LibvirtStorage(stack, "Storage", { name: "lab", directory: this.directory }),
          network: new LibvirtNetwork(stack, "Net", { name: "lab", cidr: "10.17.3.0/24" }),
        }));
        const plainPool = (id: string, props: LabPoolProps, scope: Construct = stack): LibvirtNodePool => this.pool(scope, id, props);
        build({ stack, plainPool, pool: (id, props, scope) => plainPool(id, { ...own(), ...props }, scope) });
      },
      { id: "lab" },
    );
  }

  private pool(scope: Construct, id: string, props: LabPoolProps): LibvirtNodePool {
    return new LibvirtNodePool(scope, id, {
      release: OLD,
      image: this.image,
      domainType: "qemu",
      memoryMib: 1024,
      vcpus: 1,
      rootDiskGib: 13,
      nodes: { a: {} },
      ...props,
    });
  }
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
