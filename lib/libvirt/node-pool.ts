import { TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { placed } from "../errors";
import { Ignition } from "../imports/libvirt/ignition";
import { ChangePolicy } from "../pool/change-policy";
import { lifecycleOf } from "../pool/lifecycle";
import { NamedNodePoolBase, PreparedNode } from "../pool/named-node-pool";
import { ReplaceTrigger } from "../pool/replace-trigger";
import { StackNames } from "../pool/stack-names";
import { addressOf, hasToken } from "../pool/tokens";
import { UserData } from "../pool/user-data";
import { Architecture } from "../release";
import { AddressBook } from "./address";
import { dataVolumes } from "./data-disk";
import { checkMachineSize, claimDomain, makeDomain } from "./domain";
import { LibvirtFirmware } from "./firmware";
import { LibvirtImage } from "./image";
import { checkedMac, macAddress } from "./mac-address";
import { ILibvirtNetwork, LibvirtNetwork, checkNetwork } from "./network";
import { LibvirtMachine, LibvirtNodeOptions, LibvirtNodePoolProps } from "./node-pool-props";
import { rootDisk } from "./root-disk";
import { ILibvirtStorage, LibvirtStorage, replacedWith } from "./storage";

/** Flatcar machines under libvirt and QEMU, made by dmacvicar/libvirt 0.8: one domain per name, with an address known at plan. */
export class LibvirtNodePool extends NamedNodePoolBase {
  public readonly network: ILibvirtNetwork;
  public readonly storage: ILibvirtStorage;

  private readonly firmware: LibvirtFirmware;
  private readonly storageTriggers: readonly string[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LibvirtNodePoolProps,
  ) {
    super(scope, id, () => ({ ...props, platform: "libvirt", architecture: props.architecture ?? Architecture.AMD64 }));
    const stack = TerraformStack.of(this);
    this.storage = props.storage ?? stackStorage(stack, props.provider);
    this.storageTriggers = replacedWith(this, this.storage);
    this.network = props.network ?? stackNetwork(stack, props.provider);
    this.firmware = props.firmware ?? LibvirtFirmware.defaultFor(this.architecture);
    // No function stands between here and what makes the resources: cdktf keeps the whole stack of calls for every block of each of them.
    try {
      checkNetwork(this.network);
      const addresses = new AddressBook(this, this.network);
      for (const [name, options] of Object.entries(props.nodes)) this.addDomain(name, options, addresses);
      this.finish();
    } catch (e) {
      throw placed(e, this.node.path);
    }
  }

  public override get nodes(): LibvirtMachine[] {
    return super.nodes as LibvirtMachine[];
  }

  public override machine(name: string): LibvirtMachine {
    return super.machine(name) as LibvirtMachine;
  }

  private addDomain(name: string, options: LibvirtNodeOptions, addresses: AddressBook): void {
    const { props, storage, storageTriggers, architecture, firmware, network } = this;
    const { provider, firstAddress } = props;
    const node = this.prepareNode(name, options);
    claimDomain(node, props);
    const address = addresses.reserve({ name, index: node.index, address: options.address, firstAddress });
    const mac = this.macOf(name, options.mac);
    const memoryMib = options.memoryMib ?? props.memoryMib ?? 2048;
    const vcpus = options.vcpus ?? props.vcpus ?? 2;
    checkMachineSize(name, memoryMib, vcpus);
    const protect = options.protect ?? props.protect ?? false;
    const userData = this.userDataOf(node, options, hasToken(address) ? undefined : address);
    // The disk of another architecture is another disk, whatever the policy for releases.
    const generation = new ReplaceTrigger(node.scope, "Generation", { generation: node.generation, architecture: architecture.name });
    const ignition = this.ignition(node, userData, generation);
    const rootVolume = rootDisk({
      node,
      storage,
      storageTriggers,
      image: props.image ?? LibvirtImage.fromRelease(),
      context: { scope: this, release: node.release, architecture, uefi: firmware.isUefi },
      sizeGib: options.rootDiskGib ?? props.rootDiskGib ?? 20,
      followsRelease: this.changePolicies.onReleaseChange === ChangePolicy.REPLACE,
      ignition,
      generation,
      protect,
      provider,
    });
    const volumes = dataVolumes(node, options.dataDisks ?? props.dataDisks ?? [], { storage, storageTriggers, protect, provider });
    const parts = { node, architecture, firmware, network, rootVolume, ignition, address, mac, memoryMib, vcpus, protect };
    const domain = makeDomain({ ...parts, dataVolumes: [...volumes.values()] }, props);
    const machine: LibvirtMachine = {
      name,
      hostname: node.hostname,
      release: node.release,
      ipv4Address: address,
      resource: domain,
      mac,
      rootVolume,
      dataVolumes: Object.fromEntries(volumes),
    };
    this.addMachine(node, machine, userData, { machine: domain, config: ignition, configAttribute: "content" });
  }

  private ignition(node: PreparedNode, userData: UserData, generation: ReplaceTrigger): Ignition {
    const keepsConfig = this.changePolicies.onConfigChange === ChangePolicy.NEW_NODES_ONLY;
    return new Ignition(node.scope, "Ignition", {
      name: `${node.resourceName}.ign`,
      pool: this.storage.storageName,
      content: userData.value,
      lifecycle: lifecycleOf({
        ignore: keepsConfig ? ["content"] : [],
        replacedBy: [addressOf(generation), ...this.storageTriggers],
        precondition:
          userData.fits === undefined
            ? undefined
            : { condition: userData.fits, errorMessage: "The machine config is over the pool's userDataLimit." },
      }),
      provider: this.props.provider,
    });
  }

  private macOf(node: string, given: string | undefined): string {
    const mac = given === undefined ? macAddress(this.stackId, node) : checkedMac(this.stackId, node, given);
    StackNames.of(this).claim({
      kind: "MAC address",
      value: mac,
      owner: `${this.node.path}/${node}`,
      code: "mac-taken",
      subject: `nodes.${node}.mac`,
      mend: "give one of the two nodes another 'mac', or leave it out",
    });
    return mac;
  }
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
