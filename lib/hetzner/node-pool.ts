import { Fn, Precondition, TerraformResourceLifecycle, Token } from "cdktf";
import { Construct } from "constructs";
import { FlatcarError, placed } from "../errors";
import { PlacementGroup } from "../imports/hcloud/placement-group";
import { PrimaryIp } from "../imports/hcloud/primary-ip";
import { Server, ServerConfig } from "../imports/hcloud/server";
import { ChangePolicy } from "../pool/change-policy";
import { NamedNodePoolBase, PreparedNode } from "../pool/named-node-pool";
import { ReplaceTrigger } from "../pool/replace-trigger";
import { StackNames } from "../pool/stack-names";
import { addressOf, isListToken, numberOf } from "../pool/tokens";
import { FlatcarRelease } from "../release";
import { PoolFirewall } from "./firewall";
import { HetznerImage } from "./image";
import { HetznerLabel, serverLabels } from "./labels";
import { HETZNER_USER_DATA_LIMIT } from "./limits";
import { ServerMachine } from "./machine";
import { HetznerMachine, HetznerNodeOptions, HetznerNodePoolProps } from "./node-pool-props";
import { PlacementGroups } from "./placement";
import { PublicAddresses, checkNetworks } from "./public-addresses";
import { checkServerName } from "./server-name";
import { architectureOf } from "./server-type";

/** Flatcar machines on Hetzner Cloud: one server per name, behind a firewall that lets nothing in until a rule is added. */
export class HetznerNodePool extends NamedNodePoolBase {
  /** The pool's firewall. */
  public readonly firewall: PoolFirewall;

  private readonly firewallIds: number[];
  private readonly images = new Map<FlatcarRelease, string>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: HetznerNodePoolProps,
  ) {
    super(scope, id, () => ({
      ...props,
      platform: "hetzner",
      architecture: architectureOf(props.architecture, serverTypes(props)),
      platformUserDataLimit: HETZNER_USER_DATA_LIMIT,
    }));
    const { provider } = props;
    const labels = { ...props.labels, [HetznerLabel.POOL]: this.poolName };
    const shared = `${this.prefix}-${this.poolName}`;
    this.firewall = new PoolFirewall(this, "Firewall", { name: shared, labels, provider });
    this.firewallIds = withOwn(this.firewall, props.firewallIds ?? []);
    // No function stands between here and what makes the resources: cdktf keeps the whole stack of calls for every block of each of them.
    try {
      checkNetworks(props);
      this.claimName("name of a firewall", shared, "pin another 'poolName' for one of the two pools");
      const groups = new PlacementGroups(
        this,
        props.placementGroups ?? 0,
        (at, groupId, index) => new PlacementGroup(at, groupId, { name: `${shared}-${index}`, type: "spread", labels, provider }),
      );
      for (const [name, options] of Object.entries(props.nodes)) this.addServer(name, options, groups);
      this.finish();
    } catch (e) {
      throw placed(e, this.node.path);
    }
  }

  public override get nodes(): HetznerMachine[] {
    return super.nodes as HetznerMachine[];
  }

  public override machine(name: string): HetznerMachine {
    return super.machine(name) as HetznerMachine;
  }

  private get keepsConfig(): boolean {
    return this.changePolicies.onConfigChange === ChangePolicy.NEW_NODES_ONLY;
  }

  private addServer(name: string, options: HetznerNodeOptions, groups: PlacementGroups): void {
    const { props } = this;
    const node = this.prepareNode(name, options);
    checkServerName(node.resourceName);
    this.claimName("name of a server", node.resourceName, "rename the node, or give one of the pools another 'namePrefix'");
    this.takeAddress(name, options.privateIpv4);
    const userData = this.userDataOf(node, options, options.privateIpv4);
    const protect = options.protect ?? props.protect ?? false;
    const addresses = new PublicAddresses(props, (type) => this.primaryIp(node, type, protect));
    const placement = groups.groupOf({ name, index: node.index, placementGroup: options.placementGroup });
    const trigger = new ReplaceTrigger(node.scope, "Generation", {
      generation: node.generation,
      // A server cannot be resized to another architecture: the provider would switch it off, and Hetzner refuse.
      architecture: this.architecture.name,
      ...(placement === undefined ? {} : { placement_group: placement.bucket }),
    });
    const config: ServerConfig = {
      name: node.resourceName,
      serverType: options.serverType ?? props.serverType,
      location: props.location,
      image: this.imageOf(node.release),
      userData: userData.value,
      labels: serverLabels(this.poolName, node.release, { ...props.labels, ...options.labels }),
      // Always written: left out, the provider would keep those that the server has. Without a public interface there can be none.
      firewallIds: addresses.any ? this.firewallIds : [],
      placementGroupId: placement === undefined ? undefined : numberOf(placement.group, "id"),
      sshKeys: props.sshKeys,
      publicNet: [addresses.block],
      network: props.subnet === undefined ? undefined : [{ subnetId: props.subnet.subnetId, ip: options.privateIpv4, aliasIps: [] }],
      backups: props.backups,
      keepDisk: props.keepDisk,
      deleteProtection: protect,
      rebuildProtection: protect,
      // A protected server that is to be deleted would be shut down first, and then refused. So it is not shut down.
      shutdownBeforeDeletion: !protect,
      lifecycle: this.lifecycle(trigger, protect, this.fits(name, userData.fits)),
      provider: props.provider,
    };
    const resource = new Server(node.scope, "Server", config);
    const machine = new ServerMachine(node, resource, addresses, options.privateIpv4);
    this.addMachine(node, machine, userData, { machine: resource, config: resource, configAttribute: "user_data" });
  }

  private imageOf(release: FlatcarRelease): string {
    const known = this.images.get(release);
    if (known !== undefined) return known;
    const { image, provider } = this.props;
    const context = { scope: this, release, architecture: this.architecture, provider };
    const id = (image ?? HetznerImage.byLabels()).idFor(context);
    this.images.set(release, id);
    return id;
  }

  private primaryIp(node: PreparedNode, type: "ipv4" | "ipv6", protect: boolean): PrimaryIp {
    const { location, provider } = this.props;
    return new PrimaryIp(node.scope, type === "ipv4" ? "PrimaryIpv4" : "PrimaryIpv6", {
      // An address is of one location. One in another location is made first (see below), when the name of this one is still taken.
      name: `${node.resourceName}-${location}-${type}`,
      type,
      location,
      autoDelete: false,
      deleteProtection: protect,
      labels: { ...this.props.labels, [HetznerLabel.POOL]: this.poolName },
      lifecycle: {
        // An address that the pool gives up goes after its server has let go of it. Before that, the provider would tear it off the
        // running server, and leave the server switched off without one.
        createBeforeDestroy: true,
        ...(protect ? { preventDestroy: true } : {}),
      },
      provider,
    });
  }

  private lifecycle(trigger: ReplaceTrigger, protect: boolean, precondition: Precondition[] | undefined): TerraformResourceLifecycle {
    // ssh_keys only matter while a server is made; the provider would replace the server for them. Hetzner cannot move a running server
    // to another placement group, so that is the trigger's to say.
    const ignoreChanges = ["ssh_keys", "placement_group_id"];
    if (this.keepsConfig) ignoreChanges.push("user_data");
    if (this.changePolicies.onReleaseChange === ChangePolicy.NEW_NODES_ONLY) {
      ignoreChanges.push("image", `labels["${HetznerLabel.CHANNEL}"]`, `labels["${HetznerLabel.VERSION}"]`);
    }
    // Only what is listened to differs by policy, never what the trigger holds: a change of the policy alone must not replace anything.
    const replaceTriggeredBy = this.keepsConfig
      ? [addressOf(trigger, "triggers_replace.generation"), addressOf(trigger, "triggers_replace.architecture")]
      : [addressOf(trigger)];
    return {
      ignoreChanges,
      replaceTriggeredBy,
      ...(protect ? { preventDestroy: true } : {}),
      ...(precondition === undefined ? {} : { precondition }),
    };
  }

  // Neither the provider nor its plan looks at the size of what is known only at apply.
  private fits(name: string, condition: string | undefined): Precondition[] | undefined {
    if (condition === undefined) return undefined;
    const limit = this.props.userDataLimit ?? HETZNER_USER_DATA_LIMIT;
    return [{ condition, errorMessage: `The machine config of ${name} is over ${limit} bytes of user data.` }];
  }

  private takeAddress(name: string, address: string | undefined): void {
    this.props.subnet?._attach(this, name, address);
    if (address === undefined || this.props.subnet !== undefined) return;
    throw new FlatcarError({
      code: "address-without-network",
      subject: `nodes.${name}.privateIpv4`,
      received: address,
      allowed: "an address in the pool's subnet; the pool has none",
      mend: "give the pool a 'subnet', or leave the address out",
    });
  }

  // Names are unique in a Hetzner project; two stacks of it have different ids, so what is left is two of one stack.
  private claimName(kind: string, value: string, mend: string): void {
    StackNames.of(this).claim({ kind, value, owner: this.node.path, code: "hetzner-name-taken", subject: `the ${kind}`, mend });
  }
}

function withOwn({ resource }: PoolFirewall, others: number[]): number[] {
  // A list that is known only at apply has no members yet that could be spread.
  return isListToken(others) ? Token.asNumberList(Fn.concat([[resource.id], others])) : [numberOf(resource, "id"), ...others];
}

function serverTypes(props: HetznerNodePoolProps): Array<[string, string]> {
  const own = Object.entries(props.nodes).flatMap(([name, { serverType }]): Array<[string, string]> =>
    serverType === undefined ? [] : [[`nodes.${name}.serverType`, serverType]],
  );
  return [["serverType", props.serverType], ...own];
}
