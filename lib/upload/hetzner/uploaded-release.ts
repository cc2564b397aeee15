import { FlatcarError } from "../../errors";
import { Architecture, Channel, FlatcarVersion, ImageKind, imageDiskMib } from "../../release";
import { hetznerImageLabels } from "../../release/hetzner-labels";
import type { HetznerApi } from "./api";
import { findSnapshots } from "./snapshots";

/** Which release becomes a snapshot. */
export interface UploadedRelease {
  readonly channel: Channel;
  readonly version: FlatcarVersion;
  readonly architecture: Architecture;
}

/** As people know it: `Flatcar stable 4593.2.5 amd64`. */
export function releaseText({ channel, version, architecture }: UploadedRelease): string {
  return `Flatcar ${channel.name} ${version.toString()} ${architecture.name}`;
}

const MIB = 1024 ** 2;

/** Bytes that a disk has at least to have for its image. */
export function imageBytes({ version }: UploadedRelease): number {
  return (imageDiskMib(ImageKind.HETZNER, version) ?? 0) * MIB;
}

/**
 * Refuses a release whose snapshot is there already: a plan wants exactly one.
 *
 * @param own id of one that does not count; of two that were uploaded at once the one with the lower id stays
 * @throws FlatcarError `hetzner-snapshot-exists`
 */
export async function refuseExisting(api: HetznerApi, release: UploadedRelease, own?: number): Promise<void> {
  const { channel, version, architecture } = release;
  const there = await findSnapshots(api, hetznerImageLabels(channel, version), architecture);
  const other = there.find(({ id }) => own === undefined || id < own);
  if (other === undefined) return;
  throw new FlatcarError({
    code: "hetzner-snapshot-exists",
    subject: `snapshots of ${releaseText(release)} in the project`,
    received: `snapshot ${other.id}, made ${other.created}, ${other.status}`,
    allowed: "none: a plan wants exactly one",
    mend: `use it, or delete it first: hcloud image delete ${other.id}`,
  });
}
