import { TerraformElement } from "cdktf";
import { Construct } from "constructs";
import { Whole } from "./whole";

/** The version of the manifest's form. It goes up when a reader of the old form would misread the new one. */
export const MANIFEST_VERSION = 1;

/** A release, as the manifest names it. */
export interface ManifestRelease {
  /** The name in the lock file; absent for a release given by its version. */
  readonly name?: string;
  readonly channel: string;
  readonly version: string;
  /** The version of Ignition on the release. */
  readonly ignition: string;
}

/** Where the machine config of a node is found in the stack's JSON. */
export interface ManifestConfig {
  /** The resource's address, `type.name`. */
  readonly address: string;
  readonly attribute: string;
  /** How the attribute holds the config. */
  readonly encoding: "plain" | "base64";
  /** Bytes the platform gets, as far as known at synth. */
  readonly bytes: number;
  /** Whether `bytes` is all: no value waits for apply. */
  readonly exact: boolean;
}

/** One machine with a name. */
export interface ManifestNode {
  readonly hostname: string;
  readonly generation: number;
  /** Present where the node has a release of its own. */
  readonly release?: ManifestRelease;
  /** Address of the resource that is the machine. */
  readonly machine: string;
  /** Addresses of all the node's resources, the machine's too. */
  readonly resources: readonly string[];
  readonly config: ManifestConfig;
  /** The node's own `machineConfig`, in order; absent where it has none. */
  readonly machineConfig?: readonly ManifestWriter[];
  /** Those of the pool's `machineConfig`, by place in it, that write something else for this node than the pool's entry says. */
  readonly poolMachineConfig?: { readonly [place: string]: ManifestWriter };
  /** Present where a change does not reach the machine by an apply: what it takes, and how to know the machine. */
  readonly served?: ManifestServed;
}

/** A machine that fetches what it becomes when it boots from the network. */
export interface ManifestServed {
  /** By what the network knows it, lower case with colons. Absent where it is known only at apply. */
  readonly mac?: string;
  /** When the machine takes what is served: at every boot, or when it is installed anew. */
  readonly taken: "at-boot" | "at-installation";
  /** SHA-256 of the machine config that is served, in hexadecimal. Absent where part of it is known only at apply. */
  readonly digest?: string;
  /** Address of the resource that keeps what was served when the node's generation began. */
  readonly record: string;
}

/** A line of the user's source. */
export interface ManifestSource {
  /** Relative to the project, with forward slashes. */
  readonly file: string;
  readonly line: number;
}

/** One config of a layer, and what it writes. */
export interface ManifestWriter {
  /** The file it was read from, or that of the program that made it, relative to the project; absent where that is not known. */
  readonly file?: string;
  /** The line of the program that made it. */
  readonly line?: number;
  /** Present where the config is a text within the program: the lines of what it writes count from the beginning of that text. */
  readonly inText?: true;
  /** By path of a file, directory or link, or by name of a unit: the line that writes it; null where that is not known. */
  readonly writes: { readonly [written: string]: number | null };
}

/** What the manifest says of every pool. */
interface ManifestPoolCommon {
  readonly platform: string;
  readonly name: string;
  readonly release: ManifestRelease;
  readonly architecture: string;
  readonly update: { readonly strategy: string; readonly updatesInPlace: boolean };
  readonly onConfigChange: string;
  readonly onReleaseChange: string;
  readonly quorum: boolean;
  /** The most bytes of user data the platform takes; null where it has no limit. */
  readonly userDataLimit: number | null;
  /** The pool's `machineConfig`, in order; absent where it has none. What no config writes is the pool's own. */
  readonly machineConfig?: readonly ManifestWriter[];
  readonly source?: ManifestSource;
}

/** The machines of a pool whose machines have names. */
export interface ManifestNodes {
  readonly kind: "named";
  readonly nodes: { readonly [name: string]: ManifestNode };
}

/** The machines of a pool that the platform makes as many of as it takes. */
export interface ManifestGroup {
  readonly kind: "group";
  /** How many machines there are. A text is an expression: the number is known only at apply. */
  readonly capacity: {
    readonly min: number | string;
    readonly max: number | string;
    /** Absent where something other than Terraform decides. */
    readonly desired?: number | string;
  };
  readonly generation: number | string;
  /** Address of the resource that makes the machines. */
  readonly group: string;
  /** Addresses of all the pool's resources. */
  readonly resources: readonly string[];
  readonly config: ManifestConfig;
}

/** What the manifest says of the machines of a pool. */
export type ManifestMembers = ManifestNodes | ManifestGroup;

/** One pool of machines with names. */
export type ManifestNamedPool = ManifestPoolCommon & ManifestNodes;

/** One pool of machines without names. */
export type ManifestGroupPool = ManifestPoolCommon & ManifestGroup;

/** One pool. */
export type ManifestPool = ManifestNamedPool | ManifestGroupPool;

/**
 * A pool's entry in the root comment of the stack's JSON, which Terraform passes over and `check` reads.
 *
 * One element per pool: cdktf merges what elements give, while an override on the stack would hold one pool only.
 */
export class PoolManifest extends TerraformElement {
  /**
   * @param pool made at synth, when every address is settled
   */
  constructor(
    scope: Construct,
    id: string,
    private readonly pool: () => ManifestPool,
  ) {
    super(scope, id);
  }

  public override toTerraform(): object {
    const path = this.node.scope?.node.path ?? this.node.path;
    return { "//": { flatcar: { version: MANIFEST_VERSION, pools: { [path]: new Whole(this.pool) } } } };
  }
}
