import { TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { FlatcarError } from "../errors";
import { Domain } from "../imports/libvirt/domain";
import { Ignition } from "../imports/libvirt/ignition";
import { Volume } from "../imports/libvirt/volume";
import { ChangePolicy } from "../pool/change-policy";
import { NamedNodePoolBase, PreparedNode } from "../pool/named-node-pool";
import { NodeOptions } from "../pool/node-options";
import { IMachine, NodePoolProps } from "../pool/node-pool-props";
import { ReplaceTrigger } from "../pool/replace-trigger";
import { addressOf, hasToken, isToken, textOf } from "../pool/tokens";
import { Architecture } from "../release";
import { LibvirtDataDisk, dataVolumes } from "./data-disk";
import { LibvirtFirmware } from "./firmware";
import { LibvirtImage } from "./image";
import { FLATCAR_FW_CFG_NAME, LIBVIRT_LEAST_MEMORY_MIB } from "./limits";
import { macAddress } from "./mac-address";
import { ILibvirtNetwork, LibvirtNetwork, reserveAddress } from "./network";
import { rootDisk } from "./root-disk";
import { ILibvirtStorage, LibvirtStorage } from "./storage";

/** What one machine may have of its own. */
export interface LibvirtNodeOptions extends NodeOptions {
  /**
   * The machine's IPv4 address in the pool's network. The network's DHCP gives it to the machine.
   *
   * @default - the pool's `firstAddress` plus the node's `index`, or else one by a hash of stack and name
   */
  readonly address?: string;
  /**
   * The machine's MAC address: six pairs of hexadecimal digits with colons.
   *
   * @default - locally administered, by a hash of stack and name
   */
  readonly mac?: string;
  /**
   * Memory in MiB. Changing it replaces the machine and keeps its disks.
   *
   * @default - the pool's
   */
  readonly memoryMib?: number;
  /**
   * Virtual CPUs. Changing it replaces the machine and keeps its disks.
   *
   * @default - the pool's
   */
  readonly vcpus?: number;
  /**
   * Size of the root disk in GiB. Changing it replaces the root disk and the machine.
   *
   * @default - the pool's
   */
  readonly rootDiskGib?: number;
  /**
   * Disks beside the root. They stay when the machine or its root is replaced.
   *
   * @default - the pool's
   */
  readonly dataDisks?: LibvirtDataDisk[];
  /**
   * Whether this machine is guarded, see the pool's `protect`.
   *
   * @default - as the pool
   */
  readonly protect?: boolean;
}

/** A pool of machines on a libvirt host. */
export interface LibvirtNodePoolProps extends NodePoolProps {
  /** The machines by name. A name is for good: another name is another machine. */
  readonly nodes: { [name: string]: LibvirtNodeOptions };
  /**
   * The architecture of the machines. Another one than the host's is emulated, slowly.
   *
   * @default Architecture.AMD64
   */
  readonly architecture?: Architecture;
  /**
   * Which disk image the machines are made from.
   *
   * @default LibvirtImage.fromRelease()
   */
  readonly image?: LibvirtImage;
  /**
   * Where the disks lie.
   *
   * @default - a storage pool named after the stack, shared by the stack's pools
   */
  readonly storage?: ILibvirtStorage;
  /**
   * The network of the machines.
   *
   * @default - a network named after the stack, shared by the stack's pools
   */
  readonly network?: ILibvirtNetwork;
  /**
   * The address of the node with index 0; the node with index 1 has the next one, and so on.
   *
   * @default - addresses by hash
   */
  readonly firstAddress?: string;
  /**
   * Memory of a machine in MiB, at least 1024.
   *
   * @default 2048
   */
  readonly memoryMib?: number;
  /**
   * Virtual CPUs of a machine.
   *
   * @default 2
   */
  readonly vcpus?: number;
  /**
   * Size of a root disk in GiB, at least the image's (13 from Flatcar 4487 on). Only what is written takes space on the host.
   *
   * @default 20
   */
  readonly rootDiskGib?: number;
  /**
   * Disks beside the root, the same for every machine. They stay when a machine or its root is replaced.
   *
   * @default - none
   */
  readonly dataDisks?: LibvirtDataDisk[];
  /**
   * How machines start.
   *
   * @default - BIOS on amd64, UEFI on arm64: what Flatcar has images for
   */
  readonly firmware?: LibvirtFirmware;
  /**
   * The kind of virtualisation: `kvm`, or `qemu` for a host that has none in hardware.
   *
   * @default kvm
   */
  readonly domainType?: string;
  /**
   * The CPU model of the machines: `host-passthrough`, `host-model`, `maximum` or the host's default for the domain type.
   *
   * @default - `host-passthrough` with `kvm`, libvirt's own default otherwise
   */
  readonly cpuMode?: string;
  /**
   * Whether libvirt starts the machines with the host.
   *
   * @default true
   */
  readonly autostart?: boolean;
}

/** One machine of a pool. */
export interface LibvirtMachine extends IMachine {
  /** The generated resource. */
  readonly resource: Domain;
  readonly ipv4Address: string;
  readonly mac: string;
  readonly rootVolume: Volume;
  /** By the name of the data disk. */
  readonly dataVolumes: { [name: string]: Volume };
}

const MAC = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i;

/** Flatcar machines under libvirt and QEMU, made by dmacvicar/libvirt 0.8: one domain per name, with an address known at plan. */
export class LibvirtNodePool extends NamedNodePoolBase {
  public readonly network: ILibvirtNetwork;
  public readonly storage: ILibvirtStorage;

  private readonly firmware: LibvirtFirmware;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LibvirtNodePoolProps,
  ) {
    super(scope, id, () => ({ ...props, platform: "libvirt", architecture: props.architecture ?? Architecture.AMD64 }));
    const stack = TerraformStack.of(this);
    this.storage = props.storage ?? stackStorage(stack, props.provider);
    this.network = props.network ?? stackNetwork(stack, props.provider);
    this.firmware = props.firmware ?? LibvirtFirmware.defaultFor(this.architecture);
    this.build(() => {
      for (const [name, options] of Object.entries(props.nodes)) this.addDomain(name, options);
    });
  }

  public override get nodes(): LibvirtMachine[] {
    return super.nodes as LibvirtMachine[];
  }

  public override machine(name: string): LibvirtMachine {
    return super.machine(name) as LibvirtMachine;
  }

  private addDomain(name: string, options: LibvirtNodeOptions): void {
    const { props, storage } = this;
    const { provider } = props;
    const node = this.prepareNode(name, options);
    const address = reserveAddress(this, this.network, {
      name,
      index: node.index,
      address: options.address,
      firstAddress: props.firstAddress,
    });
    const mac = macOf(this.stackId, name, options.mac);
    const memory = options.memoryMib ?? props.memoryMib ?? 2048;
    const vcpu = options.vcpus ?? props.vcpus ?? 2;
    checkSize(name, "memoryMib", memory, LIBVIRT_LEAST_MEMORY_MIB);
    checkSize(name, "vcpus", vcpu, 1);
    const protect = options.protect ?? props.protect ?? false;
    const userData = this.userDataOf(node, options, hasToken(address) ? undefined : address);
    const keepConfig = this.changePolicies.onConfigChange === ChangePolicy.NEW_NODES_ONLY;
    const generation = new ReplaceTrigger(node.scope, "Generation", { generation: node.generation });
    const ignition = new Ignition(node.scope, "Ignition", {
      name: `${node.resourceName}.ign`,
      pool: storage.storageName,
      content: userData.value,
      lifecycle: {
        ...(keepConfig ? { ignoreChanges: ["content"] } : {}),
        replaceTriggeredBy: [addressOf(generation)],
        ...(userData.fits === undefined
          ? {}
          : { precondition: [{ condition: userData.fits, errorMessage: "The machine config is over the pool's userDataLimit." }] }),
      },
      provider,
    });
    const rootVolume = rootDisk({
      node,
      storage,
      image: props.image ?? LibvirtImage.fromRelease(),
      context: { scope: this, release: node.release, architecture: this.architecture, uefi: this.firmware.isUefi },
      sizeGib: options.rootDiskGib ?? props.rootDiskGib ?? 20,
      followsRelease: this.changePolicies.onReleaseChange === ChangePolicy.REPLACE,
      ignition,
      generation,
      protect,
      provider,
    });
    const volumes = dataVolumes(node, options.dataDisks ?? props.dataDisks ?? [], { storage, protect, provider });
    // The provider reads addresses back from leases, so a domain without one would differ in every plan, and a changed address
    // would be ignored with it. This resource says when the address or the MAC has really changed.
    const identity = new ReplaceTrigger(node.scope, "NetworkIdentity", { address, mac });
    const domain = this.domain(node, { rootVolume, volumes, ignition, identity, address, mac, memory, vcpu, protect });
    const machine: LibvirtMachine = {
      name,
      hostname: node.hostname,
      release: node.release,
      ipv4Address: address,
      resource: domain,
      mac,
      rootVolume,
      dataVolumes: volumes,
    };
    this.addMachine(node, machine, userData, { machine: domain, config: ignition, configAttribute: "content" });
  }

  private domain(node: PreparedNode, parts: DomainParts): Domain {
    const { props } = this;
    const type = props.domainType ?? "kvm";
    const firmware = this.firmware.filesFor(this.architecture);
    const arm = this.architecture.name === Architecture.ARM64.name;
    const cpuMode = props.cpuMode ?? (type === "kvm" ? "host-passthrough" : undefined);
    return new Domain(node.scope, "Domain", {
      name: node.resourceName,
      type,
      arch: this.architecture.qemu,
      machine: arm ? "virt" : firmware === undefined ? undefined : "q35",
      firmware: firmware?.code,
      nvram:
        firmware === undefined
          ? undefined
          : { file: `/var/lib/libvirt/qemu/nvram/${node.resourceName}_VARS.fd`, template: firmware.variables },
      memory: parts.memory,
      vcpu: parts.vcpu,
      cpu: cpuMode === undefined ? undefined : { mode: cpuMode },
      running: true,
      autostart: props.autostart ?? true,
      coreosIgnition: textOf(parts.ignition, "id"),
      fwCfgName: FLATCAR_FW_CFG_NAME,
      disk: [parts.rootVolume, ...Object.values(parts.volumes)].map((volume) => ({ volumeId: textOf(volume, "id") })),
      networkInterface: [
        { networkId: this.network.networkId, hostname: node.hostname, mac: parts.mac, addresses: [parts.address], waitForLease: false },
      ],
      console: [{ type: "pty", targetType: "serial", targetPort: "0" }],
      lifecycle: {
        // A new hostname is a new machine config, whose policy says what becomes of the machine.
        ignoreChanges: ["network_interface[0].addresses", "network_interface[0].hostname"],
        replaceTriggeredBy: [
          addressOf(parts.rootVolume, "id"),
          addressOf(parts.identity),
          // The provider would leave the domain running on a network that is gone.
          ...(this.network instanceof LibvirtNetwork ? [addressOf(this.network.resource, "id")] : []),
        ],
        ...(parts.protect ? { preventDestroy: true } : {}),
      },
      provider: props.provider,
    });
  }
}

interface DomainParts {
  readonly rootVolume: Volume;
  readonly volumes: { [name: string]: Volume };
  readonly ignition: Ignition;
  readonly identity: ReplaceTrigger;
  readonly address: string;
  readonly mac: string;
  readonly memory: number;
  readonly vcpu: number;
  readonly protect: boolean;
}

function stackStorage(stack: TerraformStack, provider: TerraformProvider | undefined): LibvirtStorage {
  const id = sharedId("FlatcarStorage", provider);
  return (stack.node.tryFindChild(id) as LibvirtStorage | undefined) ?? new LibvirtStorage(stack, id, { name: stack.node.id, provider });
}

function stackNetwork(stack: TerraformStack, provider: TerraformProvider | undefined): LibvirtNetwork {
  const id = sharedId("FlatcarNetwork", provider);
  return (stack.node.tryFindChild(id) as LibvirtNetwork | undefined) ?? new LibvirtNetwork(stack, id, { name: stack.node.id, provider });
}

// A second provider is a second host, and a host has its own storage and networks.
function sharedId(id: string, provider: TerraformProvider | undefined): string {
  return provider?.alias === undefined ? id : `${id}-${provider.alias}`;
}

function macOf(stack: string, node: string, mac: string | undefined): string {
  if (mac === undefined) return macAddress(stack, node);
  if (hasToken(mac)) return mac;
  if (MAC.test(mac) && (Number.parseInt(mac.slice(0, 2), 16) & 1) === 0) return mac.toLowerCase();
  throw new FlatcarError({
    code: "mac-address",
    subject: `nodes.${node}.mac`,
    received: mac,
    allowed: "six pairs of hexadecimal digits with colons, of one machine (the first byte even)",
    mend: `write it like ${macAddress(stack, node)}, or leave it out for that one`,
  });
}

function checkSize(node: string, subject: string, value: number, least: number): void {
  if (isToken(value) || (Number.isSafeInteger(value) && value >= least)) return;
  throw new FlatcarError({
    code: "machine-size",
    subject: `nodes.${node}: ${subject}`,
    received: value,
    allowed: `a whole number from ${least}`,
    mend: "give the machine more",
  });
}
