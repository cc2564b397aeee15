import { FlatcarError, atPath } from "../../errors";
import { Architecture } from "../architecture";
import type { Channel } from "../channel";
import { channelOfVersion } from "../channel-of-version";
import { FLATCAR_FINGERPRINT } from "../openpgp/flatcar-key";
import { pause } from "../transport/attempts";
import type { FlatcarVersion } from "../version";
import { isMissing } from "./document";
import type { DocumentReader } from "./document-reader";
import type { FeedLayout } from "./layout";
import { textOf } from "./text";
import { parseVersionText } from "./version-text";

/** What a moving name stands for on one architecture. */
export interface Pointer {
  readonly architecture: Architecture;
  readonly version: FlatcarVersion;
  /** The `version.txt` it comes from. */
  readonly file: string;
}

/** Which moving name is meant, and how it is read. */
export interface CurrentOptions {
  readonly reader: DocumentReader;
  readonly layout: FeedLayout;
  readonly channel: Channel;
  /** Of an LTS stream. */
  readonly year?: string;
  /** Milliseconds before it is read again where it moved. */
  readonly settleMs: number;
  readonly signal?: AbortSignal;
}

const VERSION_FILE = "version.txt";

/** What is told of a name that moves between two reads of it: the text of the one release beside the signature of the other. */
const MOVED: ReadonlySet<string> = new Set(["signature-wrong", "feed-current-moved"]);

/**
 * What is newest on a channel: for each architecture that has a signed `version.txt` below the moving name, and the same for all of them.
 *
 * It is published one file after the other. What does not fit together is read once more.
 *
 * @throws FlatcarError `feed-current-moved`, `feed-missing`, `feed-replayed`, those of signatures, `release-channel-contradicted`
 */
export async function readCurrent(options: CurrentOptions): Promise<readonly Pointer[]> {
  try {
    return agreed(await pointers(options));
  } catch (e) {
    if (!FlatcarError.isFlatcarError(e) || !MOVED.has(e.code)) throw e;
  }
  for (const architecture of Architecture.all()) options.reader.forget(urlOf(options, architecture));
  await pause(options.settleMs, options.signal);
  return agreed(await pointers(options));
}

async function pointers(options: CurrentOptions): Promise<Pointer[]> {
  const read = await Promise.all(Architecture.all().map((architecture) => pointer(options, architecture)));
  const found = read.filter((entry): entry is Pointer => !(entry instanceof FlatcarError));
  if (found.length > 0) return found;
  throw read[0];
}

/** The error where there is no such file: not every channel has every architecture. */
async function pointer(options: CurrentOptions, architecture: Architecture): Promise<Pointer | FlatcarError> {
  const url = urlOf(options, architecture);
  try {
    await options.reader.plain(url);
  } catch (e) {
    if (isMissing(e)) return e;
    throw e;
  }
  const { bytes, file, signature } = await options.reader.signed(url);
  const { version } = parseVersionText(textOf(bytes, file), file);
  // A signed text of another channel is signed as well.
  atPath(file, () => channelOfVersion(version, options.channel));
  if (version.build !== undefined && signature.primaryFingerprint === FLATCAR_FINGERPRINT) throw unreleased(version, file);
  return { architecture, version, file };
}

/**
 * Flatcar signs builds of every night as it signs releases, and leads no channel to one. Whoever builds for themselves may.
 *
 * @see https://github.com/flatcar/scripts/blob/stable-4593.2.5/ci-automation/image.sh
 */
function unreleased(version: FlatcarVersion, file: string): FlatcarError {
  return new FlatcarError({
    code: "feed-replayed",
    subject: "newest release",
    received: `FLATCAR_VERSION=${version.toString()}`,
    allowed: "a version that was released, such as 4593.2.5",
    mend: "see who answers: a signed build of a night stands in the place of a release; where it is meant, name it by its version",
    path: file,
  });
}

function agreed(found: readonly Pointer[]): readonly Pointer[] {
  const [first, ...others] = found;
  if (others.every(({ version }) => version.compare(first.version) === 0)) return found;
  throw new FlatcarError({
    code: "feed-current-moved",
    subject: "newest release",
    received: found.map(({ version, architecture }) => `${version.toString()} on ${architecture.name}`).join(", "),
    allowed: "the same version on every architecture",
    mend: "try again in some minutes: a release is being published",
    path: first.file,
  });
}

function urlOf({ layout, channel, year }: CurrentOptions, architecture: Architecture): string {
  return layout.current(channel, architecture, VERSION_FILE, year);
}
