import type { IResolvable } from "cdktf";
import type { Group } from "../imports/matchbox/group";
import type { Profile } from "../imports/matchbox/profile";
import type { NodeOptions } from "../pool/node-options";
import type { IMachine, NodePoolProps } from "../pool/node-pool-props";
import type { Architecture } from "../release";
import type { PxeAssets } from "./assets";
import type { BareMetalBoot } from "./boot";
import type { InstallDisk } from "./disk";

/** What one machine may have of its own. */
export interface BareMetalNodeOptions extends NodeOptions {
  /** The address of the network card that the machine boots from, in any usual spelling. It is the machine, for matchbox. */
  readonly mac: string;
  /**
   * The disk that Flatcar is installed to.
   *
   * @default - the disk of `BareMetalBoot.installToDisk`
   */
  readonly disk?: InstallDisk;
  /**
   * The consoles of this machine.
   *
   * @default - the pool's
   */
  readonly consoles?: string[];
  /**
   * The further kernel arguments of this machine.
   *
   * @default - the pool's
   */
  readonly kernelArguments?: string[];
}

/** A pool of machines that boot from the network by matchbox. */
export interface BareMetalNodePoolProps extends NodePoolProps {
  /** The machines by name. A name is for good: another name is another machine. */
  readonly nodes: { [name: string]: BareMetalNodeOptions };
  /**
   * Where machines reach matchbox over http or https, for example `http://matchbox.example.com:8080`. Not the address of its gRPC, which is the
   * provider's. A token is allowed.
   */
  readonly matchboxUrl: string;
  /** What machines do with what they boot from the network. */
  readonly boot: BareMetalBoot;
  /**
   * Where machines get the kernel and the RAM disk that they boot from the network.
   *
   * @default PxeAssets.fromReleaseServer()
   */
  readonly assets?: PxeAssets;
  /**
   * The architecture of the machines.
   *
   * @default Architecture.AMD64
   */
  readonly architecture?: Architecture;
  /**
   * The consoles of the system that is booted from the network, each with its options: `ttyS0,115200n8`. The last one is `/dev/console`.
   *
   * @default - the kernel's own
   */
  readonly consoles?: string[];
  /**
   * Further arguments of the kernel that is booted from the network. Variables of iPXE such as `${net0/ip}` are filled in. An installed system has its own, by
   * `kernelArguments` of a machine config.
   *
   * @default - none
   */
  readonly kernelArguments?: string[];
  /**
   * Places of the machine configs that may hold what looks secret, as the error `secret-served` names them: the path of a file, the name of a
   * unit, or a place in the config; and `kernelArguments` and `assets` for what the iPXE script says. matchbox serves them to whoever asks with the MAC address.
   *
   * @default - none
   */
  readonly allowSecrets?: string[];
}

/** A profile and the group that gives it to a machine. */
export interface ServedProfile {
  readonly profile: Profile;
  readonly group: Group;
}

/** One machine of a pool. */
export interface BareMetalMachine extends IMachine, ServedProfile {
  /** In lower case with colons. */
  readonly mac: string;
  /** What the machine gets that is installed: the machine config. Of a diskless machine also kernel and arguments. */
  readonly profile: Profile;
  readonly group: Group;
  /** What the machine gets that is to be installed. Absent for a diskless one. */
  readonly installer?: ServedProfile;
  /**
   * Whether matchbox serves something else than when the node's generation began, which the machine does not have before it is installed
   * anew or, diskless, restarted. A boolean; known at plan except while the generation begins.
   */
  readonly stale: IResolvable;
}
