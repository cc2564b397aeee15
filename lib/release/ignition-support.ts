import { FlatcarError } from "../errors";
import { catalogue } from "./catalogue";
import { FlatcarVersion } from "./version";

/** The grammar of an Ignition version. The schema of the lock file repeats it. */
export const IGNITION_VERSION_PATTERN = "^(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})$";

const GRAMMAR = new RegExp(IGNITION_VERSION_PATTERN);

/** First Flatcar whose Ignition reads spec 3: https://www.flatcar.org/releases#release-3185.0.0 */
const FIRST_MAJOR_WITH_SPEC_3 = 3185;

/**
 * First major version to have an Ignition, newest first. Ignition never went back from one major to the next.
 *
 * A major newer than the newest here gets that one's Ignition: it has at least this, and a spec chosen by it boots.
 * @see https://www.flatcar.org/releases-json/releases.json
 */
const IGNITION_BY_MAJOR: readonly (readonly [number, string])[] = [
  [4547, "2.24.0"],
  [4459, "2.22.0"],
  [4344, "2.21.0"],
  [4152, "2.20.0"],
  [4012, "2.19.0"],
  [3913, "2.18.0"],
  [3535, "2.15.0"],
  [3277, "2.14.0"],
  [FIRST_MAJOR_WITH_SPEC_3, "2.13.0"],
];

/** Minor version of Ignition 2 that made a spec stable, newest first: https://coreos.github.io/ignition/release-notes/ */
const SPEC_BY_IGNITION_MINOR: readonly (readonly [number, string])[] = [
  [26, "3.6.0"],
  [20, "3.5.0"],
  [15, "3.4.0"],
  [11, "3.3.0"],
  [7, "3.2.0"],
  [3, "3.1.0"],
  [0, "3.0.0"],
];

/** The Ignition of a release: which version it is and what it reads. */
export class IgnitionSupport {
  /**
   * The Ignition of a Flatcar version: from the catalogue, or else what a release of its major version has at least.
   *
   * @throws FlatcarError `release-without-ignition-3` where it reads spec 2 only (before 3185.0.0)
   */
  public static of(version: FlatcarVersion): IgnitionSupport {
    const known = catalogue.find(version.toString())?.ignition ?? IGNITION_BY_MAJOR.find(([first]) => version.major >= first)?.[1];
    const spec = known === undefined ? undefined : highestSpec(known);
    if (known === undefined || spec === undefined) throw withoutSpec3(version, known);
    return new IgnitionSupport(known, spec);
  }

  /**
   * The support of an Ignition version that somebody wrote down for a Flatcar version.
   *
   * @param ignition such as `2.24.0`
   * @throws FlatcarError `release-without-ignition-3` where either of the two reads spec 2 only;
   * `release-ignition-contradicted` where the catalogue knows that the release has another one
   */
  public static stated(version: FlatcarVersion, ignition: string): IgnitionSupport {
    const known = catalogue.find(version.toString())?.ignition;
    if (known !== undefined && known !== ignition) {
      throw new FlatcarError({
        code: "release-ignition-contradicted",
        subject: `Ignition of Flatcar ${version.toString()}`,
        received: ignition,
        allowed: `${known}, which this release was published with`,
        mend: `write ${known}`,
      });
    }
    const spec = highestSpec(ignition);
    if (spec === undefined || version.major < FIRST_MAJOR_WITH_SPEC_3) throw withoutSpec3(version, ignition);
    return new IgnitionSupport(ignition, spec);
  }

  private constructor(
    /** Version of Ignition, such as `2.24.0`. */
    public readonly ignition: string,
    /** The highest stable config spec it reads, such as `3.5.0`. It reads all lower ones from 3.0.0 on too. */
    public readonly spec: string,
  ) {}
}

/**
 * The highest stable config spec an Ignition reads, such as `3.5.0` for `2.24.0`; undefined where it reads none of version 3.
 *
 * An Ignition newer than the newest one known reads at least what that one reads.
 */
export function highestSpec(ignition: string): string | undefined {
  const match = GRAMMAR.exec(ignition);
  if (match === null) return undefined;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  if (major < 2) return undefined;
  return SPEC_BY_IGNITION_MINOR.find(([first]) => major > 2 || minor >= first)?.[1];
}

function withoutSpec3(version: FlatcarVersion, ignition: string | undefined): FlatcarError {
  return new FlatcarError({
    code: "release-without-ignition-3",
    subject: ignition === undefined ? "Flatcar version" : `Flatcar version, with Ignition ${ignition},`,
    received: version.toString(),
    allowed: `a release whose Ignition reads spec 3, which are those from ${FIRST_MAJOR_WITH_SPEC_3}.0.0 on`,
    mend: "choose a newer release",
  });
}
