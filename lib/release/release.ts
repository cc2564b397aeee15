import { FlatcarError } from "../errors";
import { Architecture } from "./architecture";
import { catalogue } from "./catalogue";
import { Channel } from "./channel";
import { channelOfVersion } from "./channel-of-version";
import { IgnitionSupport } from "./ignition-support";
import { FlatcarVersion } from "./version";

/** What a lock says of one file on the release server. */
export interface ReleaseArtifact {
  /** SHA-512 of the file as it is published (packed), 128 lower-case hexadecimal digits. */
  readonly sha512: string;
  /** Size in bytes. */
  readonly size: number;
}

/** What a lock says of a release on one architecture. */
export interface LockedArchitecture {
  /** File name to hash and size. */
  readonly artifacts: ReadonlyMap<string, ReleaseArtifact>;
  /** AWS region to AMI id. */
  readonly amis: ReadonlyMap<string, string>;
}

/** One release of a lock, well-formed but not yet checked against what is known of Flatcar. */
export interface LockedRelease {
  readonly channel: string;
  readonly version: string;
  readonly releaseDate?: string;
  readonly ignition: string;
  /** Name of the architecture to what is locked of it. */
  readonly architectures: ReadonlyMap<string, LockedArchitecture>;
}

/** How {@link FlatcarRelease.version} is to understand a version. */
export interface FlatcarReleaseOptions {
  /**
   * Channel of the release.
   *
   * @default - the channel the version's second number tells
   */
  readonly channel?: Channel;
}

interface CheckedRelease {
  readonly version: FlatcarVersion;
  readonly channel: Channel;
  readonly ignition: IgnitionSupport;
  readonly releaseDate?: string;
  readonly architectures: ReadonlyMap<string, LockedArchitecture>;
}

const NOTHING_LOCKED: LockedArchitecture = { artifacts: new Map(), amis: new Map() };

/**
 * One exact release of Flatcar: which image new machines boot, and what their machine config may use.
 *
 * It is checked when it is first used, not when it is written down, so that the error can name the construct that uses it. Every member
 * that says "checked" throws these: `version-malformed`, `release-without-ignition-3` (before 3185.0.0), `channel-retired`, `channel-unknown`,
 * `release-channel-contradicted`; one from a lock also `lock-release-missing` and `release-ignition-contradicted`.
 */
export class FlatcarRelease {
  /**
   * The release of an exact version. Nothing is looked up: hashes and AMI ids are known of releases in a lock only.
   *
   * @param version such as `4593.2.5`
   */
  public static version(version: string, options: FlatcarReleaseOptions = {}): FlatcarRelease {
    const { channel: given } = options;
    return new FlatcarRelease(given === undefined ? String(version) : `${given} ${version}`, () => {
      const parsed = FlatcarVersion.parse(version);
      // Ignition first: releases without spec 3 are so old that their second number need not tell the channel.
      const ignition = IgnitionSupport.of(parsed);
      const channel = channelOfVersion(parsed, given === undefined ? undefined : channelFrom(given));
      const known = catalogue.find(version);
      const names = (known?.architectures ?? Architecture.all()).map((architecture) => architecture.name);
      const architectures = new Map(names.map((name) => [name, NOTHING_LOCKED]));
      return { version: parsed, channel, ignition, releaseDate: known?.releaseDate, architectures };
    });
  }

  /**
   * The release of a lock.
   *
   * @internal
   */
  public static _locked(lockName: string, text: string, read: () => LockedRelease): FlatcarRelease {
    return new FlatcarRelease(
      text,
      () => {
        const locked = read();
        const version = FlatcarVersion.parse(locked.version);
        const ignition = IgnitionSupport.stated(version, locked.ignition);
        const channel = channelOfVersion(version, Channel.of(locked.channel));
        const releaseDate = locked.releaseDate ?? catalogue.find(locked.version)?.releaseDate;
        return { version, channel, ignition, releaseDate, architectures: locked.architectures };
      },
      lockName,
    );
  }

  private checked?: CheckedRelease;

  private constructor(
    private readonly unchecked: string,
    private readonly check: () => CheckedRelease,
    /** The name it has in the lock it comes from; undefined for one named by its version. */
    public readonly lockName?: string,
  ) {}

  /** Its channel. Checked. */
  public get channel(): Channel {
    return this.use().channel;
  }

  /** Its version. Checked. */
  public get version(): FlatcarVersion {
    return this.use().version;
  }

  /** The Ignition it boots with, such as `2.24.0`: from the lock or the catalogue, or else what its major version has at least. Checked. */
  public get ignitionVersion(): string {
    return this.use().ignition.ignition;
  }

  /** The highest Ignition spec it boots, such as `3.5.0`. All lower ones from 3.0.0 on boot as well. Checked. */
  public get ignitionSpec(): string {
    return this.use().ignition.spec;
  }

  /** The day it was published, `YYYY-MM-DD`, where the lock or the catalogue knows it. Checked. */
  public get releaseDate(): string | undefined {
    return this.use().releaseDate;
  }

  /** The architectures it can be used on: those in the lock, or else those it is published for. Checked. */
  public get architectures(): Architecture[] {
    return Architecture.all().filter((architecture) => this.supports(architecture));
  }

  /** Whether it can be used on an architecture. Checked. */
  public supports(architecture: Architecture): boolean {
    return this.use().architectures.has(architecture.name);
  }

  /**
   * Hash and size of a file on the release server, where the lock has them. Checked.
   *
   * @param fileName such as `flatcar_production_hetzner_image.bin.bz2`
   */
  public artifact(architecture: Architecture, fileName: string): ReleaseArtifact | undefined {
    return this.use().architectures.get(architecture.name)?.artifacts.get(fileName);
  }

  /**
   * The id of its AMI, where the lock has it. Checked.
   *
   * @param region such as `eu-central-1`
   */
  public ami(architecture: Architecture, region: string): string | undefined {
    return this.use().architectures.get(architecture.name)?.amis.get(region);
  }

  /**
   * Checks it now.
   *
   * @throws FlatcarError what every checked member throws
   */
  public validate(): void {
    this.use();
  }

  /** Whether both are the same Flatcar: channel and version. Where they were named and what is locked of them does not count. Checked. */
  public equals(other: FlatcarRelease): boolean {
    return this.channel.name === other.channel.name && this.version.compare(other.version) === 0;
  }

  /** Channel and version, such as `stable 4593.2.5`; what was written down where that is no release. Never throws. */
  public toString(): string {
    try {
      return `${this.channel.name} ${this.version.toString()}`;
    } catch (e) {
      if (FlatcarError.isFlatcarError(e)) return this.unchecked;
      throw e;
    }
  }

  private use(): CheckedRelease {
    this.checked ??= this.check();
    return this.checked;
  }
}

/** The channel itself, also of another copy of this package, or one by its name, which callers without types pass. */
function channelFrom(given: unknown): Channel {
  return given instanceof Channel ? given : Channel.of(String(given));
}
