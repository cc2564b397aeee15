import { TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { FlatcarError, FlatcarErrorProps, atPath } from "../errors";
import type { IgnitionConfig } from "../ignition";
import type { Architecture, FlatcarRelease } from "../release";
import { UpdateServer, UpdateStrategy } from "../update";
import { ChangePolicies } from "./change-policy";
import { ComposedNode, NodeConfigComposer, PlatformSpec } from "./compose";
import { NodeWriters } from "./config-writers";
import { ManifestConfig, ManifestMembers, ManifestPool, ManifestRelease, PoolManifest } from "./manifest";
import { PoolMoves } from "./moves";
import { UNKNOWN_NUMBER } from "./node-options";
import { INodePool, NodePoolProps } from "./node-pool-props";
import { sourceLocation, tracesAreOn } from "./source-location";
import { isToken } from "./tokens";
import { UserData, UserDataEncoding, UserDataRenderer } from "./user-data";
import { addWarning } from "./warning";

/** What a platform adds to the props of a pool before the base class can begin. */
export interface NodePoolBaseProps extends NodePoolProps {
  readonly platform: string;
  readonly architecture: Architecture;
  /** The platform's own limit of user data in bytes. */
  readonly platformUserDataLimit?: number;
  /** How the platform's resource holds the user data; as text unless said. */
  readonly userDataEncoding?: UserDataEncoding;
  /** The one spec version that reaches the platform's machines, where something prescribes it. */
  readonly platformSpec?: PlatformSpec;
}

/**
 * What pools have in common, whatever makes the machines and whether they have names.
 *
 * Not for users to extend: a platform's pool does, by {@link NamedNodePoolBase} or {@link GroupNodePoolBase}.
 */
export abstract class NodePoolBase<B extends NodePoolBaseProps = NodePoolBaseProps> extends Construct implements INodePool {
  public readonly poolName: string;
  public readonly platform: string;
  public readonly release: FlatcarRelease;
  public readonly architecture: Architecture;
  public readonly update: UpdateStrategy;
  public readonly quorum: boolean;
  /** What a changed machine config or release does, with the defaults worked out. */
  public readonly changePolicies: ChangePolicies;

  protected readonly base: B;
  protected readonly stackId: string;
  protected readonly prefix: string;
  protected readonly userDataLimit: number | undefined;
  private readonly composer: NodeConfigComposer;
  private readonly renderer: UserDataRenderer;
  private ownRenderer?: UserDataRenderer;
  private readonly encoding: UserDataEncoding;

  /**
   * @param makeBase works out the props; what it throws gets the pool's path
   * @param policies works out the change policies
   * @param members what the manifest says of the machines, asked for at synth
   */
  protected constructor(
    scope: Construct,
    id: string,
    makeBase: () => B,
    policies: (base: B, updatesInPlace: boolean) => ChangePolicies,
    members: () => ManifestMembers,
  ) {
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
    this.changePolicies = atPath(this.node.path, () => {
      base.release.validate();
      checkUserDataLimit(base.userDataLimit, base.platformUserDataLimit);
      return policies(base, this.update.updatesInPlace);
    });
    this.userDataLimit = base.userDataLimit ?? base.platformUserDataLimit;
    this.encoding = base.userDataEncoding ?? UserDataEncoding.PLAIN;
    this.renderer = new UserDataRenderer(this, this.userDataLimit, this.encoding);
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
      platformSpec: base.platformSpec,
      warn: (warning: Omit<FlatcarErrorProps, "path">) => addWarning(this, warning),
    };
    this.composer = atPath(this.node.path, () => new NodeConfigComposer(composerProps));
    const source = sourceLocation(this);
    new PoolManifest(this, "Manifest", () => this.manifest(members(), source));
  }

  /** The whole config of a node (or of every machine of a group): its layers merged, and checked against its release. */
  protected composeConfig(node: ComposedNode): IgnitionConfig {
    return this.composer.compose(node);
  }

  /** A config as the platform's resource takes it, within the budget. */
  protected renderConfig(name: string, config: IgnitionConfig): UserData {
    return this.renderer.render(name, config);
  }

  /** A config that is the pool's own from beginning to end: the limit is for what becomes of machines, and not held against it. */
  protected renderOwnConfig(name: string, config: IgnitionConfig): UserData {
    this.ownRenderer ??= new UserDataRenderer(new Construct(this, "Own"), undefined, this.encoding);
    return this.ownRenderer.render(name, config);
  }

  /** Where the manifest says that a machine config is. `attribute` in Terraform's spelling. */
  protected manifestConfig(resource: TerraformResource, attribute: string, { bytes, exact }: UserData): ManifestConfig {
    return { address: plainAddress(resource), attribute, encoding: this.encoding, bytes, exact };
  }

  /** What the manifest says of the configs that a node adds to the pool's. */
  protected manifestWriters(name: string): NodeWriters {
    return this.composer.writers.node(name, tracesAreOn(this));
  }

  /** Checks that there is a release for the pool's architecture. */
  protected checkReleased(release: FlatcarRelease, subject: string): void {
    if (release.supports(this.architecture)) return;
    throw new FlatcarError({
      code: "architecture-not-released",
      subject,
      received: `${release.toString()} on ${this.architecture.name}`,
      allowed: release.architectures.map((architecture) => architecture.name).join(", "),
      mend: "choose a release that has the architecture, or machines of another one",
    });
  }

  /** To be called when all resources of the pool are there: names those that were elsewhere before. */
  protected finish(): void {
    if (this.base.movedFrom !== undefined) new PoolMoves(this, "Moves", this.base.movedFrom);
  }

  private manifest(members: ManifestMembers, source: ManifestPool["source"]): ManifestPool {
    const { kind, ...own } = members;
    const machineConfig = this.composer.writers.pool(tracesAreOn(this));
    return {
      kind,
      platform: this.platform,
      name: this.poolName,
      release: manifestRelease(this.release),
      architecture: this.architecture.name,
      update: { strategy: this.update.name, updatesInPlace: this.update.updatesInPlace },
      onConfigChange: this.changePolicies.onConfigChange,
      onReleaseChange: this.changePolicies.onReleaseChange,
      quorum: this.quorum,
      userDataLimit: this.userDataLimit ?? null,
      ...own,
      ...(machineConfig.length === 0 ? {} : { machineConfig }),
      ...(source === undefined ? {} : { source }),
    } as ManifestPool;
  }
}

/** The address of a resource as the manifest names it. */
export function plainAddress(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}

/** The addresses of all resources below a construct. */
export function addressesBelow(scope: Construct): string[] {
  return scope.node.findAll().filter(TerraformResource.isTerraformResource).map(plainAddress);
}

/** A release as the manifest names it. */
export function manifestRelease(release: FlatcarRelease): ManifestRelease {
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
