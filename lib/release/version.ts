import { FlatcarError } from "../errors";
import { Channel } from "./channel";

/** The grammar of a version, as a regular expression. The schema of the lock file repeats it. */
export const VERSION_PATTERN = "^(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})(\\+[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?$";

const GRAMMAR = new RegExp(VERSION_PATTERN);

/**
 * The last major version whose second number does not tell the channel.
 *
 * Up to 2605 a branch was counted up with each promotion (stable 1688.5.3, stable 2605.12.0).
 * @see https://www.flatcar.org/releases-json/releases.json
 */
const LAST_MAJOR_WITH_COUNTED_BRANCH = 2605;

const EDGE_BRANCH = 99;

/** Major version to year of the stream: https://lts.release.flatcar-linux.net/lts-info */
const LTS_STREAMS: ReadonlyMap<number, string> = new Map([
  [2605, "2021"],
  [3033, "2022"],
  [3510, "2023"],
  [4081, "2024"],
]);

/** An exact version of Flatcar such as `4593.2.5`, or a nightly such as `4799.0.0+nightly-20260821-2100`. */
export class FlatcarVersion {
  /**
   * Reads a version.
   *
   * @param text three numbers with dots and, for a nightly, `+` and its build; no moving name such as `current`
   * @throws FlatcarError `version-malformed`
   */
  public static parse(text: string): FlatcarVersion {
    const match = typeof text === "string" ? GRAMMAR.exec(text) : null;
    if (match === null) {
      throw new FlatcarError({
        code: "version-malformed",
        subject: "Flatcar version",
        received: text,
        allowed: 'MAJOR.BRANCH.PATCH such as "4593.2.5", or a nightly such as "4799.0.0+nightly-20260821-2100"',
        mend: "name one exact version; a moving name such as current would change between two runs",
      });
    }
    return new FlatcarVersion(Number(match[1]), Number(match[2]), Number(match[3]), match[4]?.slice(1));
  }

  private constructor(
    /** First number: the same on all channels a release passes through. */
    public readonly major: number,
    /** Second number: tells the channel, see {@link channel}. */
    public readonly branch: number,
    /** Third number: counts fixes within one channel. */
    public readonly patch: number,
    /** What follows `+`: the build of a nightly. Undefined for a published release. */
    public readonly build?: string,
  ) {}

  /**
   * The channel that the second number tells.
   *
   * Undefined where it tells none: the retired edge channel (99), numbers no channel has, and releases up to 2605,
   * which counted differently, except those of LTS 2021 (`2605.N.1`).
   */
  public get channel(): Channel | undefined {
    if (this.countsBranches) {
      return this.major === LAST_MAJOR_WITH_COUNTED_BRANCH && this.patch === 1 ? Channel.LTS : undefined;
    }
    return Channel.all().find((channel) => channel.branch === this.branch);
  }

  /** Whether this release is so old (up to 2605) that its second number was counted up and tells no channel. */
  public get countsBranches(): boolean {
    return this.major <= LAST_MAJOR_WITH_COUNTED_BRANCH;
  }

  /** Whether this is a release of the edge channel, which was retired in 2020. */
  public get isEdge(): boolean {
    return this.branch === EDGE_BRANCH;
  }

  /** The year of the LTS stream this release belongs to, such as `2024` for 4081.3.10; undefined outside of LTS and where not known. */
  public get ltsStream(): string | undefined {
    return this.channel === Channel.LTS ? LTS_STREAMS.get(this.major) : undefined;
  }

  /**
   * Negative where this is the older one, positive where it is the newer one, 0 where both are the same.
   *
   * By the three numbers; a version without a build comes before its builds, which are ordered by their characters' code units.
   */
  public compare(other: FlatcarVersion): number {
    const byNumbers = this.major - other.major || this.branch - other.branch || this.patch - other.patch;
    if (byNumbers !== 0) return byNumbers;
    const [mine, theirs] = [this.build ?? "", other.build ?? ""];
    if (mine === theirs) return 0;
    return mine < theirs ? -1 : 1;
  }

  /** The version as it was read. */
  public toString(): string {
    const numbers = `${this.major}.${this.branch}.${this.patch}`;
    return this.build === undefined ? numbers : `${numbers}+${this.build}`;
  }
}
