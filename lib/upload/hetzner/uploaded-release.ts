import { FlatcarError } from "../../errors";
import { Architecture, Channel, FlatcarVersion, ImageKind, imageDiskMib } from "../../release";
import { hetznerImageLabels } from "../../release/hetzner-labels";
import { pause } from "../../release/transport/attempts";
import type { HetznerApi } from "./api";
import { Snapshot, findSnapshots } from "./snapshots";

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
 * @param own id of one that does not count
 * @throws FlatcarError `hetzner-snapshot-exists`
 */
export async function refuseExisting(api: HetznerApi, release: UploadedRelease, own?: number): Promise<void> {
  const [other] = await othersOf(api, release, own);
  if (other !== undefined) throw existsError(release, other);
}

/**
 * Makes sure that a snapshot which has just got its labels is the only one. Of two that got them at once the one with the lower id stays: it waits until the other
 * is gone. One that does not go was complete before.
 *
 * @throws FlatcarError `hetzner-snapshot-exists` where this one has to go
 */
export async function outlastOthers(api: HetznerApi, release: UploadedRelease, own: number, signal: AbortSignal): Promise<void> {
  const { stateLooks, pollMs } = api.timing;
  for (let looks = 1; ; looks++) {
    const [other] = await othersOf(api, release, own);
    if (other === undefined) return;
    if (other.id < own || looks >= stateLooks) throw existsError(release, other);
    await pause(pollMs, signal);
  }
}

async function othersOf(api: HetznerApi, { channel, version, architecture }: UploadedRelease, own?: number): Promise<readonly Snapshot[]> {
  const there = await findSnapshots(api, hetznerImageLabels(channel, version), architecture);
  return there.filter(({ id }) => id !== own);
}

function existsError(release: UploadedRelease, { id, created, status }: Snapshot): FlatcarError {
  return new FlatcarError({
    code: "hetzner-snapshot-exists",
    subject: `snapshots of ${releaseText(release)} in the project`,
    received: `snapshot ${id}, made ${created}, ${status}`,
    allowed: "none: a plan wants exactly one",
    mend: `use it, name the other architecture alone with --arch, or delete it first: hcloud image delete ${id}`,
  });
}
