import { Channel } from "../channel";
import type { FeedRelease, LtsStream } from "../feed/feed-release";
import { LockedRelease } from "../release";
import { FlatcarVersion } from "../version";

const DAY_MS = 86_400_000;

/** For how long a stream of LTS gets updates: https://github.com/flatcar/Flatcar/blob/main/RELEASES.md */
const LTS_MONTHS = 18;

/** After that AMIs are no longer there to be used: https://www.flatcar.org/docs/latest/deploy/cloud/aws-ec2/ */
const AMI_MONTHS = 9;

/** How long before AMIs are removed that is told. */
const AMI_WARNING_DAYS = 30;

/** How old an entry of a lock is. All days are of the calendar in UTC. */
export interface LockAge {
  readonly name: string;
  readonly channel: string;
  readonly version: string;
  readonly releaseDate?: string;
  /** Days since the release. */
  readonly days?: number;
  /** The newest release of its channel, or of its stream of LTS. */
  readonly newest?: string;
  /** How many releases are newer. */
  readonly releasesBehind: number;
  /** Days since the first one that is newer came out, 0 where none is. */
  readonly daysBehind: number;
  readonly lts?: {
    readonly stream: string;
    readonly isSupported: boolean;
    /** 18 months after the stream's first release, where that is known; the project may go on for longer. */
    readonly nominalEnd?: string;
  };
  /** Where AMIs are locked. */
  readonly amis?: {
    /** Nine months after the release. */
    readonly removal: string;
    readonly daysLeft: number;
    /** Whether that is within 30 days, or has been. */
    readonly isDue: boolean;
  };
}

/** What an age is reckoned from. */
export interface AgeFacts {
  /** All releases of the entry's channel. */
  readonly releases: readonly FeedRelease[];
  /** The streams of LTS; empty for an entry of another channel. */
  readonly streams: readonly LtsStream[];
  readonly now: Date;
}

/** How old an entry is. */
export function lockAge(name: string, release: LockedRelease, { releases, streams, now }: AgeFacts): LockAge {
  const { channel } = release;
  const version = FlatcarVersion.parse(release.version);
  const isLts = channel === Channel.LTS.name;
  const line = lineOf(release, releases);
  const newer = newerReleases(release, releases);
  const since = (date: string): number => daysSince(date, now);
  const releaseDate = line.find((other) => other.version.compare(version) === 0)?.releaseDate ?? release.releaseDate;
  const newest = newer.at(-1)?.version ?? (line.length === 0 ? undefined : version);
  return {
    name,
    channel,
    version: release.version,
    releaseDate,
    days: releaseDate === undefined ? undefined : since(releaseDate),
    newest: newest?.toString(),
    releasesBehind: newer.length,
    daysBehind: newer.length === 0 ? 0 : Math.max(0, since(newer[0].releaseDate)),
    ...(isLts ? { lts: ltsAge(version, line, streams) } : {}),
    ...(hasAmis(release) && releaseDate !== undefined ? { amis: amiAge(releaseDate, now) } : {}),
  };
}

/**
 * The releases that are newer than one, from old to new: of LTS those of its own stream.
 *
 * @param releases all of its channel
 */
export function newerReleases(release: Pick<LockedRelease, "channel" | "version">, releases: readonly FeedRelease[]): FeedRelease[] {
  const version = FlatcarVersion.parse(release.version);
  const newer = lineOf(release, releases).filter((other) => other.version.compare(version) > 0);
  return newer.sort((a, b) => a.version.compare(b.version));
}

/** Whether an age is more than a team wants to have: that many days behind, a stream without updates, or AMIs that are about to go. */
export function isTooOld({ daysBehind, lts, amis }: LockAge, maxDays: number): boolean {
  return daysBehind > maxDays || lts?.isSupported === false || amis?.isDue === true;
}

/** Of a channel all, of LTS those of one stream. */
function lineOf({ channel, version }: Pick<LockedRelease, "channel" | "version">, releases: readonly FeedRelease[]): FeedRelease[] {
  const { major } = FlatcarVersion.parse(version);
  return releases.filter((other) => channel !== Channel.LTS.name || other.version.major === major);
}

function ltsAge(version: FlatcarVersion, line: readonly FeedRelease[], streams: readonly LtsStream[]): LockAge["lts"] {
  const stream = streams.find(({ major }) => major === version.major);
  const first = [...line].sort((a, b) => a.version.compare(b.version)).at(0);
  return {
    stream: stream === undefined ? String(version.major) : `lts-${stream.year}`,
    // A stream that the list has forgotten gets no updates either.
    isSupported: stream?.isSupported ?? false,
    // A list that begins later does not tell when the stream began.
    ...(first === undefined || first.version.patch > 0 ? {} : { nominalEnd: afterMonths(first.releaseDate, LTS_MONTHS) }),
  };
}

/** When the AMIs of a release that came out on a day are removed. */
export function amiAge(releaseDate: string, now: Date): NonNullable<LockAge["amis"]> {
  const removal = afterMonths(releaseDate, AMI_MONTHS);
  const daysLeft = -daysSince(removal, now);
  return { removal, daysLeft, isDue: daysLeft <= AMI_WARNING_DAYS };
}

function hasAmis({ architectures }: LockedRelease): boolean {
  return [...architectures.values()].some(({ amis }) => amis.size > 0);
}

function daysSince(date: string, now: Date): number {
  return Math.floor(now.getTime() / DAY_MS) - dayOf(date);
}

function dayOf(date: string): number {
  return Math.floor(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
}

/** The same day so many months later, or the last of that month where it has no such day. */
function afterMonths(date: string, months: number): string {
  const [year, month, day] = date.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}
