import { Architecture } from "../../release";
import { HetznerImageLabel } from "../../release/hetzner-labels";
import type { HetznerApi } from "./api";
import { HetznerImageRecord, Labels } from "./model";

/** A snapshot that says of itself that it is Flatcar. */
export interface Snapshot {
  readonly id: number;
  /** `available`, or `creating` or `unavailable`, of which no server can be made. */
  readonly status: string;
  readonly description: string;
  /** RFC 3339. */
  readonly created: string;
  readonly architecture: Architecture;
  /** By its label; undefined without one. */
  readonly channel?: string;
  /** By its label, with `_` in place of the `+` of a nightly; undefined without one. */
  readonly version?: string;
  /** The first 63 digits of the SHA-512 of the artifact it was made from, by its label; undefined where nobody says. */
  readonly sha512?: string;
  /** The least disk of a server made of it, in GB. */
  readonly diskGb: number;
  /** What it takes of the project's storage, in GB; undefined while it is being made. */
  readonly sizeGb?: number;
}

/** All snapshots of a project with the label `os=flatcar`, in the order of their ids. */
export async function listFlatcarSnapshots(api: HetznerApi): Promise<readonly Snapshot[]> {
  return findSnapshots(api, { [HetznerImageLabel.OS]: "flatcar" });
}

/** The snapshots that have all of these labels, in the order of their ids. */
export async function findSnapshots(api: HetznerApi, labels: Labels, architecture?: Architecture): Promise<readonly Snapshot[]> {
  const selector = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const found = await api.images({
    type: "snapshot",
    label_selector: selector.join(","),
    include_deprecated: "true",
    ...(architecture === undefined ? {} : { architecture: architecture.hetzner }),
  });
  return found.map(snapshotOf).sort((a, b) => a.id - b.id);
}

/** What an image says of itself. */
export function snapshotOf({ id, status, description, created, architecture, labels, diskGb, sizeGb }: HetznerImageRecord): Snapshot {
  return {
    id,
    status,
    description,
    created,
    architecture: Architecture.of(architecture),
    channel: labels[HetznerImageLabel.CHANNEL],
    version: labels[HetznerImageLabel.VERSION],
    sha512: labels[HetznerImageLabel.SHA512],
    diskGb,
    sizeGb,
  };
}
