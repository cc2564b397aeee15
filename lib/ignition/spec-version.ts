import { FlatcarError } from "../errors";

const MAJOR = 3;

/**
 * A version of the Ignition configuration specification: 3.0.0 to 3.6.0, and the experimental one of Ignition 2.26.
 *
 * @see https://coreos.github.io/ignition/specs/
 */
export class IgnitionSpecVersion {
  /** 3.0.0: the first of the 3.x line. */
  public static readonly V3_0_0 = new IgnitionSpecVersion(0);
  /** 3.1.0: compressed and authenticated config sources, proxies, `mountOptions`, sha256. */
  public static readonly V3_1_0 = new IgnitionSpecVersion(1);
  /** 3.2.0: `luks`, `shouldExist` of users and groups, `resize`, `gs:` sources. */
  public static readonly V3_2_0 = new IgnitionSpecVersion(2);
  /** 3.3.0: `kernelArguments`, filesystem format `none`. Flatcar reads it since 3185.0.0. */
  public static readonly V3_3_0 = new IgnitionSpecVersion(3);
  /** 3.4.0: `discard`, `openOptions`, Tang `advertisement`, `arn:` sources. Needs Ignition 2.15. */
  public static readonly V3_4_0 = new IgnitionSpecVersion(4);
  /** 3.5.0: `cex`. Needs Ignition 2.20. */
  public static readonly V3_5_0 = new IgnitionSpecVersion(5);
  /** 3.6.0: setuid, setgid and sticky bits take effect, any Clevis pin. */
  public static readonly V3_6_0 = new IgnitionSpecVersion(6);

  /** 3.7.0-experimental: what Ignition 2.26.0 reads under this name, which is 3.6.0 so far; a later Ignition may mean something else by it. */
  public static readonly V3_7_0_EXPERIMENTAL = new IgnitionSpecVersion(7, true);

  /** Every stable version, lowest first. */
  public static readonly ALL: readonly IgnitionSpecVersion[] = [
    IgnitionSpecVersion.V3_0_0,
    IgnitionSpecVersion.V3_1_0,
    IgnitionSpecVersion.V3_2_0,
    IgnitionSpecVersion.V3_3_0,
    IgnitionSpecVersion.V3_4_0,
    IgnitionSpecVersion.V3_5_0,
    IgnitionSpecVersion.V3_6_0,
  ];

  /**
   * The stable version a config names in `ignition.version`.
   *
   * @param text exactly as in the config: `3.4.0`; a leading `v`, build metadata or a missing patch number is refused, as Ignition does
   * @throws FlatcarError `ignition-version-legacy` for 1.x and 2.x, `ignition-version-experimental` for `-experimental`
   * versions, `ignition-version-unsupported` for everything else that is not in {@link ALL}
   */
  public static parse(text: string): IgnitionSpecVersion {
    const known = IgnitionSpecVersion.ALL.find((version) => version.toString() === text);
    if (known !== undefined) return known;
    if (/^[12](\.\d+)*(-|$)/.test(text)) {
      throw new FlatcarError({
        code: "ignition-version-legacy",
        subject: "ignition.version",
        received: text,
        allowed: IgnitionSpecVersion.ALL.join(", "),
        mend: "rewrite the config for spec 3 (files no longer name a filesystem, networkd is gone)",
      });
    }
    if (/^\d+\.\d+\.\d+-experimental$/.test(text)) throw experimentalVersion(text);
    throw unsupportedVersion(text);
  }

  /**
   * The version a config names in `ignition.version`, the experimental one included.
   *
   * @param text exactly as in the config
   * @throws FlatcarError as {@link parse}, not for {@link V3_7_0_EXPERIMENTAL}
   */
  public static read(text: string): IgnitionSpecVersion {
    const { V3_7_0_EXPERIMENTAL } = IgnitionSpecVersion;
    return text === V3_7_0_EXPERIMENTAL.toString() ? V3_7_0_EXPERIMENTAL : IgnitionSpecVersion.parse(text);
  }

  private constructor(
    /** The second number: 4 for 3.4.0. It alone orders the versions. */
    public readonly minor: number,
    /** Whether it may still change, so that a single Ignition release reads it as it is meant. */
    public readonly experimental = false,
  ) {}

  /** Negative when this version is lower than `other`, positive when higher, zero when equal. */
  public compare(other: IgnitionSpecVersion): number {
    return this.minor - other.minor;
  }

  /** Whether a feature that came with `other` is in this version. */
  public isAtLeast(other: IgnitionSpecVersion): boolean {
    return this.compare(other) >= 0;
  }

  /** As a config writes it: `3.4.0`, `3.7.0-experimental`. */
  public toString(): string {
    return `${MAJOR}.${this.minor}.0${this.experimental ? "-experimental" : ""}`;
  }
}

/** The error of a version that is experimental. */
export function experimentalVersion(received: string): FlatcarError {
  return new FlatcarError({
    code: "ignition-version-experimental",
    subject: "ignition.version",
    received,
    allowed: IgnitionSpecVersion.ALL.join(", "),
    mend: "name a stable version: an experimental one is read by a single Ignition release only",
  });
}

/** The error of a version that is missing, not a version, or of no spec at all. */
export function unsupportedVersion(received: unknown): FlatcarError {
  return new FlatcarError({
    code: "ignition-version-unsupported",
    subject: "ignition.version",
    received,
    allowed: IgnitionSpecVersion.ALL.join(", "),
    mend: "set ignition.version to a spec version that the Flatcar release reads",
  });
}
