import { TerraformElement } from "cdktf";
import { Construct } from "constructs";

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
}

/** A line of the user's source. */
export interface ManifestSource {
  /** Relative to the project, with forward slashes. */
  readonly file: string;
  readonly line: number;
}

/** One pool of machines with names. */
export interface ManifestPool {
  readonly kind: "named";
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
  readonly nodes: { readonly [name: string]: ManifestNode };
  readonly source?: ManifestSource;
}

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
    return { "//": { flatcar: { version: MANIFEST_VERSION, pools: { [path]: this.pool() } } } };
  }
}
