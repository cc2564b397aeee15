import { TerraformStack } from "cdktf";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { Construct } from "constructs";
import { onTestFinished } from "vitest";
import { FlatcarRelease, MachineConfig, UpdateStrategy } from "../../../lib";
import { AwsInstancePool, AwsInstancePoolProps, AwsNodePool, AwsNodePoolProps, AwsSubnet } from "../../../lib/aws";
import { Ami, AwsStandIn } from "../../emulators/aws";
import { Machine, Resource } from "../../emulators/aws/model";
import { StackJson, synthesiseTo } from "../../support";
import { ExecError, Plan, PlanJson, TerraformRun, Workspace } from "../harness";

export const OLD = FlatcarRelease.version("4593.2.5");
export const NEW = FlatcarRelease.version("4757.1.0");

/** The stack's id, and so what everything is called before the dash. */
export const STACK = "t";

/** What is there before any stack. */
export const VPC = "vpc-0123456789abcdef0";
export const SUBNETS = ["10.0.1.0/24", "10.0.2.0/24"].map((cidrBlock, i) =>
  AwsSubnet.fromAttributes({ subnetId: `subnet-0123456789abcdef${i}`, cidrBlock }),
);

/** Where a change's plan is, in the stack's directory. */
const PLAN = "change.tfplan";

export type Build = (stack: TerraformStack) => void;

/** What a change did, as the account saw it. */
export interface Change {
  /** What the plan said beforehand, `address action`, in order of address. */
  readonly planned: readonly string[];
  readonly plan: Plan;
  /** By names without the stack's: what became of each machine with a name, and of the machines of each group. */
  readonly machines: { readonly [name: string]: string };
}

/**
 * One stack of a test, real Terraform and the stand-in for the AWS provider, with an account of its own. Everything goes when the test is over.
 */
export class Rig {
  /**
   * @param images versions that have an AMI, for both architectures
   */
  public static async start(images: readonly FlatcarRelease[] = [OLD, NEW]): Promise<Rig> {
    const standIn = await AwsStandIn.start();
    onTestFinished(() => standIn.stop());
    const rig = new Rig(standIn, Workspace.forTest().mkdir("stack"));
    for (const release of images) rig.addImage(release);
    return rig;
  }

  private initialised = false;
  private readonly images: Ami[] = [];
  private readonly foreign: ReadonlySet<string>;

  private constructor(
    public readonly standIn: AwsStandIn,
    private readonly directory: string,
  ) {
    standIn.add("aws_vpc", { id: VPC, cidr_block: "10.0.0.0/16" });
    for (const [i, { subnetId, cidrBlock }] of SUBNETS.entries()) {
      standIn.add("aws_subnet", { id: subnetId, vpc_id: VPC, cidr_block: cidrBlock, availability_zone: `eu-central-1${"ab"[i]}` });
    }
    this.foreign = new Set(standIn.resources().map(({ id }) => id));
  }

  /** Publishes the AMIs of a release, for x86_64 and for arm64. */
  public addImage(release: FlatcarRelease): Ami[] {
    const name = `Flatcar-${release.channel.name}-${release.version.toString()}`;
    const added = [
      this.standIn.addAmi({ name: `${name}-hvm`, architecture: "x86_64" }),
      this.standIn.addAmi({ name: `${name}-arm64-hvm`, architecture: "arm64" }),
    ];
    this.images.push(...added);
    return added;
  }

  /** The name of an AMI. */
  public imageName(id: unknown): string | undefined {
    return this.images.find((image) => image.id === id)?.name;
  }

  /** The id of the first AMI of an architecture. */
  public imageId(architecture: Ami["architecture"], release = OLD): string {
    const found = this.images.find((image) => image.architecture === architecture && image.name.includes(release.version.toString()));
    if (found === undefined) throw new Error(`no AMI of ${release.toString()} for ${architecture}`);
    return found.id;
  }

  /** Terraform in the stack as it was last written. */
  public terraform(variables: Readonly<Record<string, unknown>> = {}): TerraformRun {
    return new TerraformRun({ directory: this.directory, env: this.standIn.environment, variables });
  }

  /** Writes the stack anew; the state stays. */
  public async write(build: Build): Promise<StackJson> {
    const json = synthesiseTo(
      this.directory,
      (stack) => {
        new AwsProvider(stack, "aws", { region: this.standIn.region });
        build(stack);
      },
      { id: STACK },
    );
    if (!this.initialised) await this.terraform().init();
    this.initialised = true;
    return json;
  }

  /** Writes the stack, applies it, and asks whether anything is left to do. */
  public async apply(build: Build): Promise<void> {
    await this.write(build);
    await this.terraform().apply();
    await this.settled();
  }

  /** Writes the stack, plans it, applies that plan, and asks whether anything is left to do. */
  public async change(build: Build): Promise<Change> {
    await this.write(build);
    const terraform = this.terraform();
    const { output } = await terraform.run(["plan", "-input=false", "-no-color", `-out=${PLAN}`]);
    const { stdout } = await terraform.run(["show", "-json", PLAN]);
    const plan = new Plan(JSON.parse(stdout) as PlanJson, output);
    const fates = this.watch();
    await terraform.run(["apply", "-input=false", "-no-color", PLAN]);
    const machines = fates();
    await this.settled();
    return { planned: planned(plan), plan, machines };
  }

  /** Throws where the next plan would do anything, to an output or an address too. */
  public async settled(variables: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const args = ["plan", "-input=false", "-no-color", "-detailed-exitcode"];
    await this.terraform(variables)
      .run(args)
      .catch((error: unknown) => {
        throw error instanceof ExecError ? new Error(`the next plan is not empty:\n${error.output}`) : error;
      });
  }

  /** What Terraform says when it refuses. Throws where it does not. */
  public async refusal(command: Promise<unknown>): Promise<string> {
    const error = await command.then(
      () => undefined,
      (e: unknown) => e,
    );
    // Behind what it refreshed and planned; and Terraform wraps what it says.
    if (error instanceof ExecError) return error.output.slice(error.output.search(/^Error: /m)).replace(/\s*\n/g, " ");
    throw error ?? new Error("Terraform did not refuse");
  }

  /** Writes a stack whose apply must fail before anything is sent but reading requests, and gives what Terraform says. */
  public async refusedAtPlan(build: Build): Promise<string> {
    await this.write(build);
    const sent = this.changes;
    const output = await this.refusal(this.terraform().apply());
    if (this.changes !== sent) throw new Error(`something was changed all the same:\n${output}`);
    return output;
  }

  /** How many requests have been sent that change anything. */
  public get changes(): number {
    return this.standIn.requests.filter(({ method, path }) => method !== "GET" && path.startsWith("/resources/")).length;
  }

  /** Tells, when it is asked, what has happened to every machine since. */
  public watch(): () => { [name: string]: string } {
    const instances = new Map(this.instances.map((instance) => [nameOf(instance), instance.id]));
    const groups = new Map(this.groups.map((name) => [name, this.standIn.watch(name)]));
    const nobody =
      (name: string): ReturnType<AwsStandIn["watch"]> =>
      () => {
        const { length } = this.machines(name);
        return { untouched: 0, replaced: 0, gone: 0, new: length };
      };
    const events = this.standIn.history.length;
    return () => {
      const named = [...instances.keys(), ...this.instances.map(nameOf)].map((name) => [
        name,
        this.fateOf(name, instances.get(name), events),
      ]);
      const grouped = [...groups.keys(), ...this.groups].map((name) => [name, counted((groups.get(name) ?? nobody(name))())]);
      const all = Object.fromEntries([...named, ...grouped].sort(([a], [b]) => (a < b ? -1 : 1))) as { [name: string]: string };
      return Object.fromEntries(Object.entries(all).map(([name, fate]) => [name.replace(`${STACK}-`, ""), fate]));
    };
  }

  /** The instance of a node. */
  public instance(node: string): Readonly<Resource> {
    const found = this.instances.find((instance) => nameOf(instance) === `${STACK}-${node}`);
    if (found === undefined) throw new Error(`no instance of ${node}; there are ${this.instances.map(nameOf).join(", ") || "none"}`);
    return found;
  }

  /** What a node booted with, decoded. */
  public userData(node = "a"): string {
    return Buffer.from(String(this.instance(node).attributes.user_data_base64), "base64").toString("utf8");
  }

  /** The machines of a group. */
  public machines(group = `${STACK}-web`): readonly Machine[] {
    return this.standIn.machines(group);
  }

  /** How many instance refreshes there have been. */
  public get refreshes(): number {
    return this.standIn.history.filter(({ event }) => event === "instance-refresh").length;
  }

  /** Everything that a stack made and that is still there. */
  public get left(): string[] {
    const own = this.standIn.resources().filter(({ id }) => !this.foreign.has(id));
    return [...own.map(({ type, id }) => `${type} ${id}`), ...this.standIn.machines().map(({ id }) => id)];
  }

  private get instances(): readonly Readonly<Resource>[] {
    return this.standIn.resources("aws_instance");
  }

  private get groups(): string[] {
    return this.standIn.resources("aws_autoscaling_group").map(({ id }) => id);
  }

  // "untouched" means that nothing at all was asked of it.
  private fateOf(name: string, before: string | undefined, since: number): string {
    const now = this.instances.find((instance) => nameOf(instance) === name)?.id;
    if (now === undefined) return "gone";
    if (before === undefined) return "new";
    if (now !== before) return "replaced";
    const events = this.standIn.history.slice(since).filter(({ id }) => id === now);
    const changed = new Set(events.flatMap((event) => event.changed ?? []).filter((attribute) => !FOLLOWING.includes(attribute)));
    if (changed.size === 0) return "untouched";
    const runs = events.some(({ event }) => event === "restarted") ? "stopped and started" : "runs on";
    return `${runs}: ${[...changed].join(", ")}`;
  }
}

// What the service and the provider make of the other attributes.
const FOLLOWING = ["associate_public_ip_address", "public_dns", "public_ip", "tags_all"];

function nameOf({ attributes }: Readonly<Resource>): string {
  return (attributes.tags as { readonly Name: string }).Name;
}

/** `2 replaced, 1 new`. */
function counted(fates: Readonly<Record<string, number>>): string {
  const some = Object.entries(fates).flatMap(([fate, count]) => (count === 0 ? [] : [`${count} ${fate}`]));
  return some.length === 0 ? "no machine" : some.join(", ");
}

/** The changes of a plan, `address action`, in order. A replacement is one word, and the hashes that cdktf ends addresses with are left out. */
export function planned(plan: Plan): string[] {
  return plan.changes
    .map(({ address, actions }) => `${address.replace(/_[0-9A-F]{8}$/, "")} ${actions.length === 2 ? "replace" : actions[0]}`)
    .sort();
}

/** A stack of one pool `web` with two machines, `a` and `c`; the shortest config there is. */
export function web(props: Partial<AwsInstancePoolProps> = {}, id = "web"): Build {
  return (stack) => void pool(stack, props, id);
}

/** A pool of machines with names in a stack, with what every such pool needs. */
export function pool(scope: Construct, props: Partial<AwsInstancePoolProps> = {}, id = "web"): AwsInstancePool {
  const needed = { release: OLD, instanceType: "m7i.large", vpcId: VPC, subnet: SUBNETS[0], nodes: { a: {}, c: {} } };
  return new AwsInstancePool(scope, id, { ...needed, ...props });
}

/** A stack of one group `web` of two machines, in which there may be four; the shortest config there is. */
export function webGroup(props: Partial<AwsNodePoolProps> = {}, id = "web"): Build {
  return (stack) => void group(stack, props, id);
}

/** A group in a stack, with what every group needs. */
export function group(scope: Construct, props: Partial<AwsNodePoolProps> = {}, id = "web"): AwsNodePool {
  const needed = { release: OLD, instanceTypes: ["m7i.large"], vpcId: VPC, subnets: SUBNETS, capacity: { min: 2, max: 4 } };
  return new AwsNodePool(scope, id, { ...needed, ...props });
}

/** One file on a machine. */
export function note(text: string): MachineConfig {
  return MachineConfig.file({ path: "/etc/note", contents: text });
}

/** A strategy without updates in place, whose pools are replaced for a new release. */
export const NO_UPDATES = UpdateStrategy.disabled();
