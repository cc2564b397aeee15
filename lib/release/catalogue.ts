import { Architecture } from "./architecture";
import { Channel } from "./channel";

/** What is known of one published release. */
export interface CatalogueRelease {
  readonly channel: Channel;
  readonly version: string;
  /** Day of publication, `YYYY-MM-DD`. */
  readonly releaseDate: string;
  readonly kernel: string;
  readonly systemd: string;
  readonly docker: string;
  /** Undefined where the release notes do not say. */
  readonly containerd?: string;
  readonly ignition: string;
  readonly architectures: readonly Architecture[];
  /** Whether its stream no longer gets updates. */
  readonly endOfLife: boolean;
}

/**
 * The releases this package knows in detail.
 *
 * It answers questions about a version somebody chose; it never chooses one. A release that is not here is as usable as one that is.
 */
export class ReleaseCatalogue {
  private readonly byVersion: ReadonlyMap<string, CatalogueRelease>;

  /** @param releases the entries, each version once */
  constructor(
    /** All entries, by channel and from new to old. */
    public readonly releases: readonly CatalogueRelease[],
  ) {
    this.byVersion = new Map(releases.map((release) => [release.version, release]));
  }

  /** What is known of a version, or undefined. */
  public find(version: string): CatalogueRelease | undefined {
    return this.byVersion.get(version);
  }
}

const BOTH = Architecture.all();

/** The newest release of each channel and LTS stream as of 2026-08-13: https://www.flatcar.org/releases-json/releases.json */
export const catalogue = new ReleaseCatalogue([
  {
    channel: Channel.STABLE,
    version: "4593.2.5",
    releaseDate: "2026-08-13",
    kernel: "6.12.102",
    systemd: "257",
    docker: "28.0.4",
    containerd: "2.1.5",
    ignition: "2.24.0",
    architectures: BOTH,
    endOfLife: false,
  },
  {
    channel: Channel.BETA,
    version: "4757.1.0",
    releaseDate: "2026-08-13",
    kernel: "6.12.102",
    systemd: "260",
    docker: "28.2.2",
    containerd: "2.2.5",
    ignition: "2.24.0",
    architectures: BOTH,
    endOfLife: false,
  },
  {
    channel: Channel.ALPHA,
    version: "4790.0.0",
    releaseDate: "2026-08-13",
    kernel: "6.12.102",
    systemd: "260",
    docker: "29.1.3",
    containerd: "2.2.5",
    ignition: "2.24.0",
    architectures: BOTH,
    endOfLife: false,
  },
  {
    channel: Channel.LTS,
    version: "4081.3.10",
    releaseDate: "2026-08-13",
    kernel: "6.6.150",
    systemd: "255",
    docker: "26.1.0",
    containerd: "1.7.21",
    ignition: "2.19.0",
    architectures: BOTH,
    endOfLife: false,
  },
  {
    channel: Channel.LTS,
    version: "3510.3.8",
    releaseDate: "2025-08-19",
    kernel: "5.15.189",
    systemd: "252",
    docker: "20.10.23",
    containerd: "1.6.16",
    ignition: "2.14.0",
    architectures: BOTH,
    endOfLife: true,
  },
  {
    channel: Channel.LTS,
    version: "3033.3.18",
    releaseDate: "2023-10-25",
    kernel: "5.10.198",
    systemd: "249",
    docker: "20.10.12",
    ignition: "0.36.1",
    architectures: BOTH,
    endOfLife: true,
  },
  {
    channel: Channel.LTS,
    version: "2605.32.1",
    releaseDate: "2022-10-17",
    kernel: "5.4.210",
    systemd: "246",
    docker: "19.03.15",
    ignition: "0.34.0",
    architectures: [Architecture.AMD64],
    endOfLife: true,
  },
]);
