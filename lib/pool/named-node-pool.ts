import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { FlatcarError, didYouMean } from "../errors";
import type { FlatcarRelease } from "../release";
import { ChangePolicies, resolveChangePolicies } from "./change-policy";
import { ManifestNode, ManifestServed } from "./manifest";
import { NodeOptions, checkNode } from "./node-options";
import { NodePoolBase, NodePoolBaseProps, addressesBelow, manifestRelease, plainAddress } from "./node-pool-base";
import { IMachine, INamedNodePool } from "./node-pool-props";
import { StackNames } from "./stack-names";
import { hasToken } from "./tokens";
import { UserData } from "./user-data";

/** What a platform adds to the props of a pool of named machines before the base class can begin. */
export interface NamedNodePoolBaseProps extends NodePoolBaseProps {
  readonly nodes: { readonly [name: string]: NodeOptions };
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
  /** What the manifest says of a machine that fetches its config from the network; asked for at synth. */
  readonly served?: () => ManifestServed;
}

/**
 * What pools of named machines have in common, whatever makes the machines.
 *
 * Not for users to extend: a platform's pool does.
 */
export abstract class NamedNodePoolBase extends NodePoolBase<NamedNodePoolBaseProps> implements INamedNodePool {
  private readonly machines = new Map<string, IMachine>();
  private readonly manifestNodes = new Map<string, () => ManifestNode>();

  /**
   * @param makeBase works out the props; what it throws gets the pool's path
   */
  protected constructor(scope: Construct, id: string, makeBase: () => NamedNodePoolBaseProps) {
    super(scope, id, makeBase, policiesOf, () => ({
      kind: "named",
      nodes: Object.fromEntries([...this.manifestNodes].map(([name, node]) => [name, node()])),
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
    this.checkReleased(release, options.release === undefined ? "release" : `nodes.${name}.release`);
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
    const config = this.composeConfig({
      name: node.name,
      hostname: node.hostname,
      release: node.release,
      index: node.index,
      rebootSlot: options.rebootSlot,
      machineConfig: options.machineConfig ?? [],
      privateIpv4,
    });
    return this.renderConfig(node.name, config);
  }

  /** Adds a machine to the pool and its manifest. */
  protected addMachine(node: PreparedNode, machine: IMachine, userData: UserData, resources: NodeResources): void {
    this.machines.set(node.name, machine);
    this.manifestNodes.set(node.name, () => ({
      hostname: node.hostname,
      generation: node.generation,
      ...(node.release === this.release ? {} : { release: manifestRelease(node.release) }),
      machine: plainAddress(resources.machine),
      resources: addressesBelow(node.scope),
      config: this.manifestConfig(resources.config, resources.configAttribute, userData),
      ...this.manifestWriters(node.name),
      ...(resources.served === undefined ? {} : { served: resources.served() }),
    }));
  }
}

function policiesOf(base: NamedNodePoolBaseProps, updatesInPlace: boolean): ChangePolicies {
  const { nodes, onConfigChange, onReleaseChange, quorum } = base;
  if (Object.keys(nodes).length === 0) {
    throw new FlatcarError({
      code: "pool-empty",
      subject: "nodes",
      received: nodes,
      allowed: "at least one node",
      mend: "name a node, or take the pool out",
    });
  }
  return resolveChangePolicies({ onConfigChange, onReleaseChange, quorum: quorum ?? false, updatesInPlace });
}
