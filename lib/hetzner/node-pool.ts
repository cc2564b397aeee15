import { TerraformResourceLifecycle } from "cdktf";
import { Construct } from "constructs";
import { FlatcarError } from "../errors";
import { PlacementGroup } from "../imports/hcloud/placement-group";
import { PrimaryIp } from "../imports/hcloud/primary-ip";
import { Server, ServerConfig } from "../imports/hcloud/server";
import { ChangePolicy } from "../pool/change-policy";
import { NamedNodePoolBase, PreparedNode } from "../pool/named-node-pool";
import { NodeOptions } from "../pool/node-options";
import { IMachine, NodePoolProps } from "../pool/node-pool-props";
import { ReplaceTrigger } from "../pool/replace-trigger";
import { addressOf, hasToken, numberOf } from "../pool/tokens";
import { Architecture, FlatcarRelease } from "../release";
import { PoolFirewall } from "./firewall";
import { HetznerImage } from "./image";
import { HetznerLabel, serverLabels } from "./labels";
import { HETZNER_NAME_LIMIT, HETZNER_USER_DATA_LIMIT } from "./limits";
import { HetznerSubnet } from "./network";
import { PlacementGroups } from "./placement";
import { architectureOf } from "./server-type";

/** What one server may have of its own. */
export interface HetznerNodeOptions extends NodeOptions {
  /**
   * The server's type. Changing it resizes the server in place, with a power cycle.
   *
   * @default - the pool's type
   */
  readonly serverType?: string;
  /**
   * Labels over the pool's.
   *
   * @default - the pool's labels
   */
  readonly labels?: { [key: string]: string };
  /**
   * The server's address in the pool's `subnet`. It stays the server's over a replacement.
   *
   * @default - Hetzner chooses one when it makes the server
   */
  readonly privateIpv4?: string;
  /**
   * The number of the server's placement group, from 0. Hetzner cannot move a running server to another group.
   *
   * @default - ten nodes by ten by `index`, or else by a hash of the name
   */
  readonly placementGroup?: number;
  /**
   * Whether this server is guarded, see the pool's `protect`.
   *
   * @default - as the pool
   */
  readonly protect?: boolean;
}

/** A pool of servers on Hetzner Cloud. */
export interface HetznerNodePoolProps extends NodePoolProps {
  /** The servers by name. A name is for good: another name is another server. */
  readonly nodes: { [name: string]: HetznerNodeOptions };
  /** The servers' type, for example `cx23` or `cax21`. The architecture follows from it. */
  readonly serverType: string;
  /** Where the servers are: `fsn1`, `nbg1`, `hel1`, `ash`, `hil`, `sin`. */
  readonly location: string;
  /**
   * The architecture, for server types whose name does not tell it.
   *
   * @default - follows from the server types
   */
  readonly architecture?: Architecture;
  /**
   * Which snapshot the servers are made from.
   *
   * @default HetznerImage.byLabels()
   */
  readonly image?: HetznerImage;
  /**
   * The subnet the servers are attached to.
   *
   * @default - public addresses only
   */
  readonly subnet?: HetznerSubnet;
  /**
   * Whether servers have a public IPv4 address. It costs extra.
   *
   * @default true
   */
  readonly publicIpv4?: boolean;
  /**
   * Whether servers have a public IPv6 network.
   *
   * @default true
   */
  readonly publicIpv6?: boolean;
  /**
   * Whether public addresses are resources of their own, which outlive a replacement of the server.
   *
   * @default true
   */
  readonly retainPublicIps?: boolean;
  /**
   * How many spread placement groups the pool has, of ten servers each. Declare as many as the pool may come to need.
   *
   * @default 0, which puts servers where Hetzner likes
   */
  readonly placementGroups?: number;
  /**
   * Ids of further firewalls. The pool's own is always applied.
   *
   * @default - the pool's own firewall alone
   */
  readonly firewallIds?: number[];
  /**
   * Names or ids of the project's ssh keys to be given to Hetzner when a server is made; without one, Hetzner makes a root password
   * that Flatcar cannot use and mails it. The operators' keys belong in `sshAuthorizedKeys`. A change of this list never replaces.
   *
   * @default - none
   */
  readonly sshKeys?: string[];
  /**
   * Labels of the servers and of what the pool makes for them.
   *
   * @default - those of the pool alone: `flatcar-pool`, `flatcar-channel`, `flatcar-version`
   */
  readonly labels?: { [key: string]: string };
  /**
   * Whether Hetzner makes daily backups, for a fifth of the server's price.
   *
   * @default false
   */
  readonly backups?: boolean;
  /**
   * Whether a server keeps the size of its disk when it gets a larger type, so that it can get a smaller one later.
   *
   * @default false
   */
  readonly keepDisk?: boolean;
}

/** One server of a pool. */
export interface HetznerMachine extends IMachine {
  /** The generated resource. */
  readonly resource: Server;
  readonly publicIpv4?: string;
  readonly publicIpv6?: string;
  /** The chosen address in the subnet. */
  readonly privateIpv4?: string;
  /** The address of its own that outlives the server. */
  readonly primaryIpv4?: PrimaryIp;
  readonly primaryIpv6?: PrimaryIp;
}

const SERVER_NAME = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i;

/** Flatcar machines on Hetzner Cloud: one server per name, behind a firewall that lets nothing in until a rule is added. */
export class HetznerNodePool extends NamedNodePoolBase {
  /** The pool's firewall. */
  public readonly firewall: PoolFirewall;

  private readonly firewallId: number;
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
    const labels = { ...props.labels, [HetznerLabel.POOL]: this.poolName };
    this.firewall = new PoolFirewall(this, "Firewall", `${this.prefix}-${this.poolName}`, labels);
    this.firewallId = numberOf(this.firewall.resource, "id");
    this.build(() => {
      const groups = new PlacementGroups(this, props.placementGroups ?? 0, (at, groupId, index) => {
        const name = `${this.prefix}-${this.poolName}-${index}`;
        return new PlacementGroup(at, groupId, { name, type: "spread", labels, provider: props.provider });
      });
      for (const [name, options] of Object.entries(props.nodes)) this.addServer(name, options, groups);
    });
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
    props.subnet?._attach(this, name, options.privateIpv4);
    if (options.privateIpv4 !== undefined && props.subnet === undefined) {
      throw new FlatcarError({
        code: "address-without-network",
        subject: `nodes.${name}.privateIpv4`,
        received: options.privateIpv4,
        allowed: "an address in the pool's subnet; the pool has none",
        mend: "give the pool a 'subnet', or leave the address out",
      });
    }
    const userData = this.userDataOf(node, options, options.privateIpv4);
    const image = this.imageOf(node.release);
    const protect = options.protect ?? props.protect ?? false;
    const primaryIpv4 = this.primaryIp(node, "ipv4", props.publicIpv4 ?? true, protect);
    const primaryIpv6 = this.primaryIp(node, "ipv6", props.publicIpv6 ?? true, protect);
    const placement = groups.groupOf({ name, index: node.index, placementGroup: options.placementGroup });
    const trigger = new ReplaceTrigger(node.scope, "Generation", {
      generation: node.generation,
      // Hetzner cannot move a running server: the apply would fail. Where changes wait, the next generation brings the new group too.
      ...(this.keepsConfig || placement === undefined ? {} : { placement_group: placement.bucket }),
    });
    const config: ServerConfig = {
      name: node.resourceName,
      serverType: options.serverType ?? props.serverType,
      location: props.location,
      image,
      userData: userData.value,
      labels: serverLabels(this.poolName, node.release, { ...props.labels, ...options.labels }),
      firewallIds: [this.firewallId, ...(props.firewallIds ?? [])],
      placementGroupId: placement === undefined ? undefined : numberOf(placement.group, "id"),
      sshKeys: props.sshKeys,
      publicNet: [
        {
          ipv4Enabled: props.publicIpv4 ?? true,
          ipv4: primaryIpv4 && numberOf(primaryIpv4, "id"),
          ipv6Enabled: props.publicIpv6 ?? true,
          ipv6: primaryIpv6 && numberOf(primaryIpv6, "id"),
        },
      ],
      network: props.subnet === undefined ? undefined : [{ subnetId: props.subnet.subnetId, ip: options.privateIpv4, aliasIps: [] }],
      backups: props.backups,
      keepDisk: props.keepDisk,
      deleteProtection: protect,
      rebuildProtection: protect,
      // A protected server that is to be deleted would be shut down first, and then refused. So it is not shut down.
      shutdownBeforeDeletion: !protect,
      lifecycle: this.lifecycle(trigger, protect, userData.fits),
      provider: props.provider,
    };
    const resource = new Server(node.scope, "Server", config);
    const machine = new ServerMachine(node, resource, {
      hasIpv4: props.publicIpv4 ?? true,
      hasIpv6: props.publicIpv6 ?? true,
      primaryIpv4,
      primaryIpv6,
      privateIpv4: options.privateIpv4,
    });
    this.addMachine(node, machine, userData, { machine: resource, config: resource, configAttribute: "user_data" });
  }

  private imageOf(release: FlatcarRelease): string {
    const known = this.images.get(release);
    if (known !== undefined) return known;
    const image = this.props.image ?? HetznerImage.byLabels();
    const id = image.idFor({ scope: this, release, architecture: this.architecture });
    this.images.set(release, id);
    return id;
  }

  private primaryIp(node: PreparedNode, type: "ipv4" | "ipv6", wanted: boolean, protect: boolean): PrimaryIp | undefined {
    if (!wanted || this.props.retainPublicIps === false) return undefined;
    return new PrimaryIp(node.scope, type === "ipv4" ? "PrimaryIpv4" : "PrimaryIpv6", {
      name: `${node.resourceName}-${type}`,
      type,
      location: this.props.location,
      autoDelete: false,
      deleteProtection: protect,
      labels: { ...this.props.labels, [HetznerLabel.POOL]: this.poolName },
      lifecycle: protect ? { preventDestroy: true } : undefined,
      provider: this.props.provider,
    });
  }

  private lifecycle(trigger: ReplaceTrigger, protect: boolean, fits: string | undefined): TerraformResourceLifecycle {
    // ssh_keys only matter while a server is made; the provider would replace the server for them.
    const ignoreChanges = ["ssh_keys"];
    if (this.keepsConfig) ignoreChanges.push("user_data", "placement_group_id");
    if (this.changePolicies.onReleaseChange === ChangePolicy.NEW_NODES_ONLY) {
      ignoreChanges.push("image", `labels["${HetznerLabel.CHANNEL}"]`, `labels["${HetznerLabel.VERSION}"]`);
    }
    return {
      ignoreChanges,
      replaceTriggeredBy: [addressOf(trigger)],
      ...(protect ? { preventDestroy: true } : {}),
      ...(fits === undefined
        ? {}
        : {
            precondition: [{ condition: fits, errorMessage: `The machine config is over ${HETZNER_USER_DATA_LIMIT} bytes of user data.` }],
          }),
    };
  }
}

interface ServerAddresses {
  readonly hasIpv4: boolean;
  readonly hasIpv6: boolean;
  readonly primaryIpv4?: PrimaryIp;
  readonly primaryIpv6?: PrimaryIp;
  readonly privateIpv4?: string;
}

// Addresses are references, which cost something to make: only those that somebody asks for are made.
class ServerMachine implements HetznerMachine {
  public readonly name: string;
  public readonly hostname: string;
  public readonly release: FlatcarRelease;

  constructor(
    node: PreparedNode,
    public readonly resource: Server,
    private readonly addresses: ServerAddresses,
  ) {
    this.name = node.name;
    this.hostname = node.hostname;
    this.release = node.release;
  }

  public get ipv4Address(): string | undefined {
    return this.publicIpv4 ?? this.privateIpv4;
  }

  public get publicIpv4(): string | undefined {
    return this.addresses.hasIpv4 ? (this.primaryIpv4?.ipAddress ?? this.resource.ipv4Address) : undefined;
  }

  public get publicIpv6(): string | undefined {
    return this.addresses.hasIpv6 ? (this.primaryIpv6?.ipAddress ?? this.resource.ipv6Address) : undefined;
  }

  public get privateIpv4(): string | undefined {
    return this.addresses.privateIpv4;
  }

  public get primaryIpv4(): PrimaryIp | undefined {
    return this.addresses.primaryIpv4;
  }

  public get primaryIpv6(): PrimaryIp | undefined {
    return this.addresses.primaryIpv6;
  }
}

function serverTypes(props: HetznerNodePoolProps): Array<[string, string]> {
  const own = Object.entries(props.nodes).flatMap(([name, { serverType }]): Array<[string, string]> =>
    serverType === undefined ? [] : [[`nodes.${name}.serverType`, serverType]],
  );
  return [["serverType", props.serverType], ...own];
}

function checkServerName(name: string): void {
  if (hasToken(name) || (name.length <= HETZNER_NAME_LIMIT && SERVER_NAME.test(name))) return;
  throw new FlatcarError({
    code: "hetzner-name",
    subject: "the name of a server, <namePrefix>-<node>",
    received: name,
    allowed: `letters, digits, '-' and '.', at most ${HETZNER_NAME_LIMIT} characters`,
    mend: "shorten the node's name, rename the stack, or give 'namePrefix'",
  });
}
