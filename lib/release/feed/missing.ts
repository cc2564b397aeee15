import { FlatcarError, didYouMean } from "../../errors";
import type { Channel } from "../channel";
import type { FlatcarVersion } from "../version";
import type { ReleaseDirectory } from "./feed";
import type { FeedRelease, LtsStream } from "./feed-release";

/** So many versions are named where one is not there. */
const NAMED = 5;

/** The error of a version that its channel has not. */
export function versionMissing(channel: Channel, version: FlatcarVersion, releases: readonly FeedRelease[], file?: string): FlatcarError {
  const versions = releases.map((release) => release.version.toString());
  const more = versions.length > NAMED ? `, … (${versions.length})` : "";
  return new FlatcarError({
    code: "feed-version-missing",
    subject: `Flatcar version on the channel ${channel.name}`,
    received: version.toString(),
    allowed: versions.length === 0 ? "none: the channel has no release" : versions.slice(0, NAMED).join(", ") + more,
    mend: didYouMean(version.toString(), versions) ?? "name a version that is published; cdktf-flatcar release list --all shows them",
    path: file,
  });
}

/** The error of an architecture that a release was not published for. */
export function architectureMissing({ version, architecture }: ReleaseDirectory, release: FeedRelease, file?: string): FlatcarError {
  return new FlatcarError({
    code: "feed-architecture-missing",
    subject: `architecture of Flatcar ${version.toString()}`,
    received: architecture.name,
    allowed: release.architectures.map(({ name }) => name).join(", "),
    mend: "name one of these, or another release",
    path: file,
  });
}

/**
 * The stream of LTS that is meant.
 *
 * @param year default: the newest that gets updates
 * @param streams from new to old
 * @throws FlatcarError `lts-stream-unknown`, `lts-stream-unsupported`
 */
export function ltsStream(year: string | undefined, streams: readonly LtsStream[], file: string): LtsStream {
  const supported = streams.filter(({ isSupported }) => isSupported);
  const allowed = supported.length === 0 ? "a stream that gets updates, of which there is none" : yearsOf(supported);
  if (year === undefined) {
    if (supported.length > 0) return supported[0];
    throw new FlatcarError({
      code: "lts-stream-unsupported",
      subject: "streams of LTS",
      received: streams.map((stream) => `${stream.year} (ended)`).join(", "),
      allowed,
      mend: "choose stable, or one exact version",
      path: file,
    });
  }
  const stream = streams.find((candidate) => candidate.year === year);
  if (stream?.isSupported === true) return stream;
  throw new FlatcarError({
    code: stream === undefined ? "lts-stream-unknown" : "lts-stream-unsupported",
    subject: stream === undefined ? "stream of LTS" : "stream of LTS, which gets no updates any more",
    received: year,
    allowed,
    mend: "choose a stream that gets updates, or name one exact version",
    path: file,
  });
}

function yearsOf(streams: readonly LtsStream[]): string {
  return streams.map(({ year, major }) => `${year} (${major})`).join(", ");
}
