import { Architecture, FlatcarVersion, ImageKind } from "../../release";
import { HetznerImageLabel, sha512Label } from "../../release/hetzner-labels";
import type { LockedRelease } from "../../release/release";
import { ImageLookup, selectedLabels } from "../synth/machine-image";
import type { SynthesisedStack } from "../synth/stack";

/** What a lookup of a snapshot says of the file that it was written from: the label's value. Undefined where it says nothing, or nothing known before an apply. */
export function snapshotHash(lookup: ImageLookup, stack: Pick<SynthesisedStack, "locals">): string | undefined {
  if (lookup.type !== "hcloud_image") return undefined;
  const hash = selectedLabels(lookup, stack).get(HetznerImageLabel.SHA512);
  return hash !== undefined && /^[0-9a-f]+$/.test(hash) ? hash : undefined;
}

/**
 * The same of the files that a lock holds of a release for snapshots of Hetzner Cloud; none where it holds none.
 *
 * @param architecture default: of any
 */
export function lockedSnapshots({ version, architectures }: LockedRelease, architecture?: string): string[] {
  const release = FlatcarVersion.parse(version);
  return Architecture.all()
    .filter((each) => (architecture === undefined || each.name === architecture) && ImageKind.HETZNER.isPublished(release, each))
    .flatMap((each) => {
      const artifact = architectures.get(each.name)?.artifacts.get(ImageKind.HETZNER.fileName(release, each));
      return artifact === undefined ? [] : [sha512Label(artifact)];
    });
}
