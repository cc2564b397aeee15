import { FlatcarError } from "../../errors";
import type { Architecture } from "../architecture";
import { IgnitionSupport, highestSpec } from "../ignition-support";
import { ImageKind } from "../image";
import type { FlatcarVersion } from "../version";
import { isMissing } from "./document";
import type { ReleaseFeed } from "./feed";
import type { FeedRelease } from "./feed-release";

/** A file that a release was published with, by its signed DIGESTS. */
export interface PublishedFile {
  readonly kind: ImageKind;
  readonly name: string;
  readonly sha512: string;
  /** Bytes. */
  readonly size: number;
}

/** What a release was published as on one architecture. */
export interface PublishedArchitecture {
  readonly architecture: Architecture;
  readonly files: readonly PublishedFile[];
  /** AWS region to AMI id. */
  readonly amis: ReadonlyMap<string, string>;
}

/** The images and AMIs of a release that are published and signed. Images that it was not published as are left out. */
export async function publishedImages(
  feed: ReleaseFeed,
  { channel, version, architectures }: FeedRelease,
): Promise<PublishedArchitecture[]> {
  return Promise.all(
    architectures.map(async (architecture) => {
      const directory = { channel, version, architecture };
      const candidates = ImageKind.all()
        .filter((kind) => kind.isPublished(version, architecture))
        .flatMap((kind) => kind.compressions.map((compression) => ({ kind, name: kind.fileName(version, architecture, compression) })));
      const read = candidates.map(async ({ kind, name }) => {
        const artifact = await present(feed.artifact(directory, name));
        return artifact === undefined ? [] : [{ kind, name, ...artifact }];
      });
      const [files, amis] = await Promise.all([Promise.all(read), feed.amis(directory)]);
      return { architecture, files: files.flat(), amis };
    }),
  );
}

/** The highest spec of config that a release boots, such as `3.5.0`; undefined where it boots none of version 3. */
export function bootedSpec(version: FlatcarVersion, ignition: string | undefined): string | undefined {
  try {
    const { spec } = IgnitionSupport.of(version);
    return ignition === undefined ? spec : (highestSpec(ignition) ?? spec);
  } catch (e) {
    if (FlatcarError.isFlatcarError(e)) return undefined;
    throw e;
  }
}

async function present<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (e) {
    if (isMissing(e)) return undefined;
    throw e;
  }
}
