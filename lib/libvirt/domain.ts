import { Op, Token, conditional } from "cdktf";
import { FlatcarError } from "../errors";
import { Domain } from "../imports/libvirt/domain";
import { Ignition } from "../imports/libvirt/ignition";
import { Volume } from "../imports/libvirt/volume";
import { lifecycleOf } from "../pool/lifecycle";
import { PreparedNode } from "../pool/named-node-pool";
import { ReplaceTrigger } from "../pool/replace-trigger";
import { StackNames } from "../pool/stack-names";
import { addressOf, hasToken, isToken, textOf } from "../pool/tokens";
import { Architecture } from "../release";
import { LibvirtFirmware } from "./firmware";
import { FLATCAR_FW_CFG_NAME, LIBVIRT_LEAST_MEMORY_MIB } from "./limits";
import { checkName } from "./names";
import { ILibvirtNetwork } from "./network";
import { LibvirtNodePoolProps } from "./node-pool-props";

/** What a domain is made of. */
export interface DomainParts {
  readonly node: PreparedNode;
  readonly architecture: Architecture;
  readonly firmware: LibvirtFirmware;
  readonly network: ILibvirtNetwork;
  readonly rootVolume: Volume;
  /** In the order in which the machine sees them. */
  readonly dataVolumes: readonly Volume[];
  readonly ignition: Ignition;
  readonly address: string;
  readonly mac: string;
  readonly memoryMib: number;
  readonly vcpus: number;
  readonly protect: boolean;
}

/** The domain of a node. */
export function makeDomain(parts: DomainParts, pool: LibvirtNodePoolProps): Domain {
  const { node, architecture, network, rootVolume, dataVolumes, address, mac } = parts;
  const type = pool.domainType ?? "kvm";
  const firmware = parts.firmware.filesFor(architecture);
  const arm = architecture.name === Architecture.ARM64.name;
  const cpuMode = pool.cpuMode ?? defaultCpuMode(type, arm);
  const disks = dataVolumes.map((volume) => textOf(volume, "id"));
  const networkId = network.networkId;
  // The provider would change these on paper only, and leave the machine on a network or a disk that is gone. And it reads addresses back from
  // leases, so a domain without one would differ in every plan, while a changed address that is ignored would be ignored for good.
  const devices = new ReplaceTrigger(node.scope, "Devices", { network: networkId, mac, address, disks });
  return new Domain(node.scope, "Domain", {
    name: node.resourceName,
    type,
    arch: architecture.qemu,
    machine: arm ? "virt" : firmware === undefined ? undefined : "q35",
    firmware: firmware?.code,
    nvram:
      firmware === undefined
        ? undefined
        : { file: `/var/lib/libvirt/qemu/nvram/${node.resourceName}_VARS.fd`, template: firmware.variables },
    memory: parts.memoryMib,
    vcpu: parts.vcpus,
    cpu: cpuMode === undefined ? undefined : { mode: cpuMode },
    running: true,
    autostart: pool.autostart ?? true,
    coreosIgnition: textOf(parts.ignition, "id"),
    fwCfgName: FLATCAR_FW_CFG_NAME,
    disk: [textOf(rootVolume, "id"), ...disks].map((volumeId) => ({ volumeId })),
    networkInterface: [{ networkId, hostname: node.hostname, mac, addresses: [address], waitForLease: false }],
    console: [{ type: "pty", targetType: "serial", targetPort: "0" }],
    lifecycle: lifecycleOf({
      // A new hostname is a new machine config, whose policy says what becomes of the machine.
      ignore: ["network_interface[0].addresses", "network_interface[0].hostname"],
      replacedBy: [addressOf(rootVolume, "id"), addressOf(devices)],
      protect: parts.protect,
    }),
    provider: pool.provider,
  });
}

/**
 * Checks what a domain is called, and takes the name on its host.
 *
 * @throws FlatcarError `libvirt-name`, `domain-taken`
 */
export function claimDomain(node: PreparedNode, pool: LibvirtNodePoolProps): void {
  checkName("the name of a domain, <namePrefix>-<node>", node.resourceName, "rename the stack, or give 'namePrefix'");
  StackNames.of(node.scope).claim({
    // A second provider is a second host.
    kind: pool.provider?.alias === undefined ? "domain name" : `domain name with provider ${pool.provider.alias}`,
    value: node.resourceName,
    owner: node.scope.node.path,
    code: "domain-taken",
    subject: "the name of a domain, <namePrefix>-<node>",
    mend: "give one of the two pools another 'namePrefix', or rename the node",
  });
}

/**
 * Checks the size of a machine.
 *
 * @throws FlatcarError `machine-size`
 */
export function checkMachineSize(node: string, memoryMib: number, vcpus: number): void {
  checkSize(node, "memoryMib", memoryMib, LIBVIRT_LEAST_MEMORY_MIB);
  checkSize(node, "vcpus", vcpus, 1);
}

function checkSize(node: string, subject: string, value: number, least: number): void {
  if (isToken(value) || (Number.isSafeInteger(value) && value >= least)) return;
  throw new FlatcarError({
    code: "machine-size",
    subject: `nodes.${node}: ${subject}`,
    received: value,
    allowed: `a whole number from ${least}`,
    mend: subject === "vcpus" ? "give the machine one at least" : "give the machine more",
  });
}

// QEMU's own default for an emulated arm64 machine has 32 bits, with which no 64-bit firmware starts.
function defaultCpuMode(type: string, arm: boolean): string | undefined {
  const emulated = arm ? "maximum" : undefined;
  if (!hasToken(type)) return type === "kvm" ? "host-passthrough" : emulated;
  return Token.asString(conditional(Op.eq(type, "kvm"), "host-passthrough", emulated ?? Token.nullValue()));
}
