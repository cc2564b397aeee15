import { HetznerNodePoolProps } from "../lib/hetzner";
import { LibvirtNodePoolProps } from "../lib/libvirt";
import { StateBackend } from "./state-backend";

// What the stack adds to every pool.
type AddedByStack = "release" | "subnet" | "storage" | "network" | "image" | "domainType" | "provider";

/** One pool of an environment on Hetzner Cloud. */
export type HetznerPool = Omit<HetznerNodePoolProps, AddedByStack>;

/** One pool of an environment on libvirt. */
export type LibvirtPool = Omit<LibvirtNodePoolProps, AddedByStack>;

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
  /** Whether the variable `flatcar_image` may name another image than the release server's. */
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
  readonly hetzner?: HetznerEnvironment;
  readonly libvirt?: LibvirtEnvironment;
}
