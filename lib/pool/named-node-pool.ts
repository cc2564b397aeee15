import { TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { FlatcarError, atPath, didYouMean } from "../errors";
import type { Architecture, FlatcarRelease } from "../release";
import { UpdateServer, UpdateStrategy } from "../update";
import { ChangePolicies, resolveChangePolicies } from "./change-policy";
import { NodeConfigComposer } from "./compose";
import { ManifestNode, ManifestRelease, PoolManifest } from "./manifest";
import { PoolMoves } from "./moves";
import { NodeOptions, UNKNOWN_NUMBER, checkNode } from "./node-options";
import { IMachine, INamedNodePool, NodePoolProps } from "./node-pool-props";
import { sourceLocation } from "./source-location";
import { StackNames } from "./stack-names";
import { hasToken, isToken } from "./tokens";
import { UserData, UserDataRenderer } from "./user-data";

/** What a platform adds to the props of a pool before the base class can begin. */
export interface NamedNodePoolBaseProps extends NodePoolProps {
  readonly platform: string;
  readonly architecture: Architecture;
  readonly nodes: { readonly [name: string]: NodeOptions };
  /** The platform's own limit of user data in bytes. */
  readonly platformUserDataLimit?: number;
}

/** One node, with everything that does not depend on the platform worked out. */
export interface PreparedNode {
  readonly name: string;
  readonly hostname: string;
  readonly release: FlatcarRelease;
  /** The number that replaces the machine when it is raised. A token where the user gave one. */
  readonly generation: number;
  readonly index?: number;
  /** `<prefix>-<node>`: what the machine is called on the platform. */
  readonly resourceName: string;
  /** Where the node's resources are made: `<pool>/<node>`. */
  readonly scope: Construct;
}

/** Which resources of a node the manifest names. */
export interface NodeResources {
  readonly machine: TerraformResource;
  /** The resource and the attribute (in Terraform's spelling) that hold the machine config. */
  readonly config: TerraformResource;
  readonly configAttribute: string;
}

/**
 * What pools of named machines have in common, whatever makes the machines.
 *
 * Not for users to extend: a platform's pool does.
 */
export abstract class NamedNodePoolBase extends Construct implements INamedNodePool {
  public readonly poolName: string;
  public readonly platform: string;
  public readonly release: FlatcarRelease;
  public readonly architecture: Architecture;
  public readonly update: UpdateStrategy;
  public readonly quorum: boolean;
  /** What a changed machine config or release does, with the defaults worked out. */
  public readonly changePolicies: ChangePolicies;

  protected readonly stackId: string;
  protected readonly prefix: string;
  private readonly machines = new Map<string, IMachine>();
  private readonly manifestNodes = new Map<string, () => ManifestNode>();
  private readonly composer: NodeConfigComposer;
  private readonly renderer: UserDataRenderer;
  private readonly userDataLimit: number | undefined;
  private readonly base: NamedNodePoolBaseProps;

  /**
   * @param makeBase works out the props; what it throws gets the pool's path
   */
  protected constructor(scope: Construct, id: string, makeBase: () => NamedNodePoolBaseProps) {
    super(scope, id);
    const base = (this.base = atPath(this.node.path, makeBase));
    this.poolName = base.poolName ?? id;
    this.platform = base.platform;
    this.architecture = base.architecture;
    this.release = base.release;
    this.update = base.update ?? UpdateStrategy.reboot();
    this.quorum = base.quorum ?? false;
    this.stackId = TerraformStack.of(this).node.id;
    this.prefix = base.namePrefix ?? this.stackId;
    this.changePolicies = atPath(this.node.path, () => this.checkBase(base));
    this.userDataLimit = base.userDataLimit ?? base.platformUserDataLimit;
    this.renderer = new UserDataRenderer(this, this.userDataLimit);
    const composerProps = {
      platform: base.platform,
      pool: this.poolName,
      stack: this.stackId,
      architecture: base.architecture,
      update: this.update,
      updateServer: base.updateServer ?? UpdateServer.public(),
      machineConfig: base.machineConfig ?? [],
      sshAuthorizedKeys: base.sshAuthorizedKeys ?? [],
      systemExtensions: base.systemExtensions ?? [],
    };
    this.composer = atPath(this.node.path, () => new NodeConfigComposer(composerProps));
    const source = sourceLocation(this);
    new PoolManifest(this, "Manifest", () => ({
      kind: "named",
      platform: this.platform,
      name: this.poolName,
      release: manifestRelease(this.release),
      architecture: this.architecture.name,
      update: { strategy: this.update.name, updatesInPlace: this.update.updatesInPlace },
      onConfigChange: this.changePolicies.onConfigChange,
      onReleaseChange: this.changePolicies.onReleaseChange,
      quorum: this.quorum,
      userDataLimit: this.userDataLimit ?? null,
      nodes: Object.fromEntries([...this.manifestNodes].map(([name, node]) => [name, node()])),
      ...(source === undefined ? {} : { source }),
    }));
  }

  public get nodes(): IMachine[] {
    return [...this.machines.values()];
  }

  public machine(name: string): IMachine {
    const found = this.machines.get(name);
    if (found !== undefined) return found;
    const names = [...this.machines.keys()];
    throw new FlatcarError({
      code: "machine-unknown",
      path: this.node.path,
      subject: "machine(name)",
      received: name,
      allowed: names.slice(0, 20).join(", ") + (names.length > 20 ? `, … (${names.length})` : ""),
      mend: didYouMean(name, names) ?? "name a node of the pool",
    });
  }

  /** Checks a node's name and options, and takes its names in the stack. */
  protected prepareNode(name: string, options: NodeOptions): PreparedNode {
    checkNode(name, options);
    const release = options.release ?? this.release;
    if (release !== this.release) release.validate();
    if (!release.supports(this.architecture)) {
      throw new FlatcarError({
        code: "architecture-not-released",
        subject: options.release === undefined ? "release" : `nodes.${name}.release`,
        received: `${release.toString()} on ${this.architecture.name}`,
        allowed: release.architectures.map((architecture) => architecture.name).join(", "),
        mend: "choose a release that has the architecture, or machines of another one",
      });
    }
    const hostname = options.hostname ?? name;
    const names = StackNames.of(this);
    const owner = `${this.node.path}/${name}`;
    names.claim({
      kind: "node name",
      value: name,
      owner,
      code: "node-name-taken",
      subject: "nodes: the name of a node",
      mend: "rename one of the two; a node is its name, also for the platform and for Terraform's state",
    });
    names.claim({
      kind: "hostname",
      // DNS and Kubernetes do not tell upper case from lower.
      value: hasToken(hostname) ? hostname : hostname.toLowerCase(),
      owner,
      code: "hostname-taken",
      subject: `nodes.${name}.hostname`,
      mend: "give each machine a hostname of its own",
    });
    return {
      name,
      hostname,
      release,
      generation: options.generation ?? 1,
      index: options.index,
      resourceName: `${this.prefix}-${name}`,
      scope: new Construct(this, name),
    };
  }

  /** The user data of a node: its layers merged, checked against its release, and written within the budget. */
  protected userDataOf(node: PreparedNode, options: NodeOptions, privateIpv4?: string): UserData {
    const config = this.composer.compose({
      name: node.name,
      hostname: node.hostname,
      release: node.release,
      index: node.index,
      rebootSlot: options.rebootSlot,
      machineConfig: options.machineConfig ?? [],
      privateIpv4,
    });
    return this.renderer.render(node.name, config);
  }

  /** Adds a machine to the pool and its manifest. */
  protected addMachine(node: PreparedNode, machine: IMachine, userData: UserData, resources: NodeResources): void {
    this.machines.set(node.name, machine);
    this.manifestNodes.set(node.name, () => ({
      hostname: node.hostname,
      generation: node.generation,
      ...(node.release === this.release ? {} : { release: manifestRelease(node.release) }),
      machine: plainAddress(resources.machine),
      resources: node.scope.node.findAll().filter(TerraformResource.isTerraformResource).map(plainAddress),
      config: {
        address: plainAddress(resources.config),
        attribute: resources.configAttribute,
        encoding: "plain",
        bytes: userData.bytes,
        exact: userData.exact,
      },
    }));
  }

  /** To be called when all resources of the pool are there: names those that were elsewhere before. */
  protected finish(): void {
    if (this.base.movedFrom !== undefined) new PoolMoves(this, "Moves", this.base.movedFrom);
  }

  private checkBase(base: NamedNodePoolBaseProps): ChangePolicies {
    base.release.validate();
    checkUserDataLimit(base.userDataLimit, base.platformUserDataLimit);
    if (Object.keys(base.nodes).length === 0) {
      throw new FlatcarError({
        code: "pool-empty",
        subject: "nodes",
        received: base.nodes,
        allowed: "at least one node",
        mend: "name a node, or take the pool out",
      });
    }
    return resolveChangePolicies({
      onConfigChange: base.onConfigChange,
      onReleaseChange: base.onReleaseChange,
      quorum: this.quorum,
      updatesInPlace: this.update.updatesInPlace,
    });
  }
}

function plainAddress(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}

function manifestRelease(release: FlatcarRelease): ManifestRelease {
  return {
    ...(release.lockName === undefined ? {} : { name: release.lockName }),
    channel: release.channel.name,
    version: release.version.toString(),
    ignition: release.ignitionVersion,
  };
}

function checkUserDataLimit(asked: number | undefined, platform: number | undefined): void {
  if (asked === undefined || (Number.isSafeInteger(asked) && asked > 0 && asked <= (platform ?? Infinity))) return;
  throw new FlatcarError({
    code: "user-data-limit",
    subject: "userDataLimit",
    received: isToken(asked) ? UNKNOWN_NUMBER : asked,
    allowed: `a whole number of bytes from 1${platform === undefined ? "" : ` to ${platform}, the platform's limit`}, known at synth`,
    mend: "lower the number, or leave it out",
  });
}
