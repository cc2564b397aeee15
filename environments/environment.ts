import { AwsInstancePoolProps, AwsNodeOptions, AwsNodePoolProps } from "../lib/aws";
import { BareMetalNodePoolProps } from "../lib/bare-metal";
import { HetznerNodePoolProps } from "../lib/hetzner";
import { LibvirtNodePoolProps } from "../lib/libvirt";
import { StateBackend } from "./state-backend";

// What the stack adds to every pool.
type AddedByStack = "release" | "matchboxUrl" | "vpcId" | "subnet" | "subnets" | "storage" | "network" | "domainType" | "provider";

/** One group of machines of an environment on AWS. */
export type AwsGroup = Omit<AwsNodePoolProps, AddedByStack>;

/** One machine of a pool on AWS, in the subnet of an availability zone. */
export interface AwsNode extends Omit<AwsNodeOptions, "subnet"> {
  /** One of the environment's availability zones; the first one unless said. */
  readonly zone?: string;
}

/** One pool of machines with names of an environment on AWS. */
export interface AwsMachines extends Omit<AwsInstancePoolProps, AddedByStack | "nodes"> {
  readonly nodes: { readonly [name: string]: AwsNode };
}

/** One pool of an environment on machines of one's own. */
export type BareMetalPool = Omit<BareMetalNodePoolProps, AddedByStack>;

/** One pool of an environment on Hetzner Cloud. */
export type HetznerPool = Omit<HetznerNodePoolProps, AddedByStack>;

/** One pool of an environment on libvirt. */
export type LibvirtPool = Omit<LibvirtNodePoolProps, AddedByStack>;

/** What an environment has on AWS. */
export interface AwsEnvironment {
  readonly region: string;
  /** The range of the environment's VPC, a /16; each availability zone has a /24 of it, in their order. */
  readonly networkCidr: string;
  readonly availabilityZones: string[];
  /** From where ssh is let in. */
  readonly sshFrom: string[];
  /** Pools of machines without names. */
  readonly groups: { readonly [name: string]: AwsGroup };
  /** Pools of machines with names. */
  readonly pools: { readonly [name: string]: AwsMachines };
}

/** What an environment has of machines of one's own. */
export interface BareMetalEnvironment {
  /** Where machines reach matchbox. */
  readonly matchboxUrl: string;
  readonly pools: { readonly [name: string]: BareMetalPool };
}

/** What an environment has on Hetzner Cloud. */
export interface HetznerEnvironment {
  /** The network of the environment's servers; the subnet is its first /24. */
  readonly networkCidr: string;
  readonly networkZone: string;
  /** From where ssh is let in. */
  readonly sshFrom: string[];
  readonly pools: { readonly [name: string]: HetznerPool };
}

/** What an environment has on libvirt. */
export interface LibvirtEnvironment {
  /** The range of the environment's network. */
  readonly networkCidr: string;
  /** Whether the variable `flatcar_image` may name another image than the release server's, for pools that name none themselves. */
  readonly imageVariable?: boolean;
  readonly pools: { readonly [name: string]: LibvirtPool };
}

/** One environment: where its state is, which release it runs, and its pools on each platform. */
export interface Environment {
  readonly name: string;
  readonly backend: StateBackend;
  /** A name in `flatcar.lock.json`. */
  readonly release: string;
  /**
   * Whether a plan that would destroy a machine, its disks and addresses, or the network and the storage it is in, fails.
   *
   * @default false; a pool or a node may say otherwise for itself
   */
  readonly protect?: boolean;
  readonly aws?: AwsEnvironment;
  readonly bareMetal?: BareMetalEnvironment;
  readonly hetzner?: HetznerEnvironment;
  readonly libvirt?: LibvirtEnvironment;
}
