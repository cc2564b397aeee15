import { Domain } from "../imports/libvirt/domain";
import { Volume } from "../imports/libvirt/volume";
import { NodeOptions } from "../pool/node-options";
import { IMachine, NodePoolProps } from "../pool/node-pool-props";
import { Architecture } from "../release";
import { LibvirtDataDisk } from "./data-disk";
import { LibvirtFirmware } from "./firmware";
import { LibvirtImage } from "./image";
import { ILibvirtNetwork } from "./network";
import { ILibvirtStorage } from "./storage";

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
