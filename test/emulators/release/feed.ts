import { catalogue, FlatcarVersion } from "../../../lib/release";
import { Content } from "./content";
import {
  amiLists,
  amisOf,
  digestsText,
  ltsInfo,
  type ReleaseEntry,
  releasesJson,
  type Software,
  type Stream,
  versionText,
} from "./documents";
import { imageFiles } from "./images";
import type { Signer, SignerName, SigningKeys } from "./keys";
import { clearSigned, detachedSignature } from "./signing";

export type ArchitectureName = "amd64" | "arm64";

/** A file's bytes: themselves, or how to make them, which is plain JSON. */
export type Bytes = Content | Uint8Array | string | { readonly seed: string; readonly size: number } | { readonly file: string };

/** A release as it is published. All of it is plain JSON, unless a file's bytes are given as such. */
export interface Publication {
  /** `stable`, `beta`, `alpha` or `lts`. */
  readonly channel: string;
  readonly version: string;
  /** Day of publication, `YYYY-MM-DD`. */
  readonly date: string;
  /** @default - both, and amd64 alone for LTS 2021 */
  readonly architectures?: readonly ArchitectureName[];
  /** `YYYY-MM-DD-HHMM` in UTC, or empty. @default - the evening before the day of publication */
  readonly buildId?: string;
  /** @default - what the catalogue knows of the version, or else what stable 4593.2.5 is made of */
  readonly software?: Software;
  /** @default - a text with a section of security fixes */
  readonly notes?: string;
  /** Files beside those that every release has, or in the place of one. @default - none */
  readonly files?: Readonly<Record<string, Bytes>>;
  /** Region to AMI id, `amd64` or `arm64` first; an empty one publishes no lists. @default - ids that follow from version and region */
  readonly amis?: Readonly<Partial<Record<ArchitectureName, Readonly<Record<string, string>>>>>;
  /** @default - the subkey of its time */
  readonly signer?: SignerName;
  /** When its files are signed, RFC 3339. @default - the morning of the day of publication */
  readonly signedAt?: string;
  /** Whether `current` leads to it. @default - where it is the newest of its channel */
  readonly current?: boolean;
}

interface PublishedRelease {
  readonly entry: ReleaseEntry;
  readonly version: FlatcarVersion;
  readonly signer: Signer;
  readonly signedAt: Date;
  /** Board to the makers of its files. */
  readonly boards: ReadonlyMap<string, ReadonlyMap<string, () => Content>>;
}

/** As https://lts.release.flatcar-linux.net/lts-info has them. */
const STREAMS: readonly Stream[] = [
  { major: 2605, year: "2021", supported: false },
  { major: 3033, year: "2022", supported: false },
  { major: 3510, year: "2023", supported: false },
  { major: 4081, year: "2024", supported: true },
];

const SUFFIXES = [".DIGESTS.asc", ".DIGESTS.sig", ".DIGESTS", ".sig"] as const;

/** What a release server has: every file by its path, made and signed when it is first asked for. */
export class EmulatedFeed {
  /** The streams that `lts-info` tells of, from old to new. */
  public streams: readonly Stream[] = STREAMS;
  private readonly releases = new Map<string, PublishedRelease>();
  /** `stable/amd64-usr/current` to the version it leads to. */
  private readonly moving = new Map<string, string>();
  private readonly files = new Map<string, Content>();
  private readonly signatures = new Map<string, Promise<Content>>();
  /** What somebody has put in the place of a file, or taken away. */
  private readonly replaced = new Map<string, Content | undefined>();

  constructor(public readonly keys: SigningKeys) {}

  public publish(publication: Publication): void {
    const { channel, date, amis } = publication;
    const version = FlatcarVersion.parse(publication.version);
    const text = version.toString();
    const signedAt = new Date(publication.signedAt ?? `${date}T06:30:00Z`);
    const architectures = publication.architectures ?? (version.major === 2605 ? ["amd64"] : ["amd64", "arm64"]);
    const boards = new Map(
      architectures.map((architecture) => {
        const board = `${architecture}-usr`;
        const seed = `${channel} ${text} ${board}`;
        const ids = amis?.[architecture] ?? Object.fromEntries(amisOf(seed));
        const lists = Object.keys(ids).length === 0 ? [] : [...amiLists(new Map(Object.entries(ids)))];
        const made: [string, () => Content][] = [
          ["version.txt", () => Content.of(versionText({ version: text, buildId: publication.buildId ?? eveningBefore(date) }))],
          ...imageFiles(text, board, seed),
          ...lists.map(([name, list]): [string, () => Content] => [name, () => Content.of(list)]),
          ...Object.entries(publication.files ?? {}).map(([name, bytes]): [string, () => Content] => [name, () => contentOf(bytes)]),
        ];
        return [board, new Map(made)] as const;
      }),
    );
    const entry: ReleaseEntry = {
      channel,
      architectures,
      releaseDate: `${date} 15:48:35 +0000`,
      software: publication.software ?? softwareOf(text),
      notes: publication.notes ?? notesOf(channel, text),
    };
    const signer = publication.signer === undefined ? this.keys.signerAt(signedAt) : this.keys.signer(publication.signer);
    const newest = this.newest(channel);
    for (const path of [...this.files.keys(), ...this.signatures.keys()]) {
      if (path.startsWith(`/${channel}/`)) this.forget(path);
    }
    this.releases.set(`${channel} ${text}`, { entry, version, signer, signedAt, boards });
    if (publication.current ?? (newest === undefined || version.compare(newest) >= 0)) this.setCurrent(channel, text);
    else if (channel === "lts" && publication.current === undefined) this.setStream(version);
  }

  /** Leads `current` to a version, whether there is one of this name or not; on lts also `current-YEAR` of its stream. */
  public setCurrent(channel: string, version: string, architecture?: ArchitectureName): void {
    for (const name of architecture === undefined ? (["amd64", "arm64"] as const) : [architecture]) {
      this.moving.set(`${channel}/${name}-usr/current`, version);
      const year = channel === "lts" ? this.yearOf(FlatcarVersion.parse(version)) : undefined;
      if (year !== undefined) this.moving.set(`${channel}/${name}-usr/current-${year}`, version);
    }
  }

  /** Puts other bytes in the place of a file, or a file where there is none. What is signed of it stays as it is. */
  public put(path: string, bytes: Bytes): void {
    this.replaced.set(path, contentOf(bytes));
  }

  /** Takes a file away. */
  public remove(path: string): void {
    this.replaced.set(path, undefined);
  }

  /** Takes back what {@link put} and {@link remove} did to a file. */
  public restore(path: string): void {
    this.replaced.delete(path);
  }

  /** The path of a release's file. */
  public path(channel: string, version: string, fileName: string, architecture: ArchitectureName = "amd64"): string {
    return `/${channel}/${architecture}-usr/${version}/${fileName}`;
  }

  /** The file at a path. */
  public async find(path: string): Promise<Content | undefined> {
    if (this.replaced.has(path)) return this.replaced.get(path);
    if (path === "/lts/lts-info") return Content.of(ltsInfo(this.streams));
    const json = /^\/releases-json\/releases(?:-(stable|beta|alpha|lts))?\.json$/.exec(path);
    if (json !== null) return Content.of(this.json(json[1]));
    const match = /^\/([a-z]+)\/((?:amd64|arm64)-usr)\/([^/]+)\/([^/]+)$/.exec(path);
    if (match === null) return undefined;
    const [, channel, board, directory, fileName] = match;
    const version = this.moving.get(`${channel}/${board}/${directory}`) ?? directory;
    return this.releaseFile(channel, board, version, fileName);
  }

  /** The paths of all files, `current` and its like left out. */
  public paths(): string[] {
    const paths = ["/lts/lts-info", "/releases-json/releases.json"];
    for (const channel of this.channels()) paths.push(`/releases-json/releases-${channel}.json`);
    for (const { entry, version, boards } of this.releases.values()) {
      for (const [board, files] of boards) {
        for (const name of files.keys()) {
          for (const suffix of ["", ...SUFFIXES]) paths.push(`/${entry.channel}/${board}/${version.toString()}/${name}${suffix}`);
        }
      }
    }
    const gone = [...this.replaced].filter(([, content]) => content === undefined).map(([path]) => path);
    return [...new Set([...paths, ...this.replaced.keys()])].filter((path) => !gone.includes(path)).sort();
  }

  /** Directories that lead to others: `stable/amd64-usr/current` to a version. */
  public get links(): ReadonlyMap<string, string> {
    return this.moving;
  }

  private async releaseFile(channel: string, board: string, version: string, fileName: string): Promise<Content | undefined> {
    const release = this.releases.get(`${channel} ${version}`);
    const files = release?.boards.get(board);
    if (release === undefined || files === undefined) return undefined;
    const suffix = SUFFIXES.find((candidate) => fileName.endsWith(candidate)) ?? "";
    const name = fileName.slice(0, fileName.length - suffix.length);
    const make = files.get(name);
    if (make === undefined) return undefined;
    const base = `/${channel}/${board}/${version}/${name}`;
    let content = this.files.get(base);
    if (content === undefined) this.files.set(base, (content = make()));
    return suffix === "" ? content : this.signed(release, base, name, suffix, content);
  }

  private async signed(release: PublishedRelease, base: string, name: string, suffix: string, content: Content): Promise<Content> {
    const { signer, signedAt } = release;
    const digests = async (): Promise<string> => digestsText(name, await content.digests());
    const makers: Readonly<Record<string, () => Promise<Content>>> = {
      ".sig": async () => Content.of(await detachedSignature(signer, content, signedAt)),
      ".DIGESTS": async () => Content.of(await digests()),
      ".DIGESTS.sig": async () => Content.of(await detachedSignature(signer, Content.of(await digests()), signedAt)),
      ".DIGESTS.asc": async () => Content.of(await clearSigned(signer, await digests(), signedAt)),
    };
    const path = `${base}${suffix}`;
    let made = this.signatures.get(path);
    if (made === undefined) this.signatures.set(path, (made = makers[suffix]()));
    return made;
  }

  private json(channel: string | undefined): string {
    const wanted = [...this.releases.values()].filter(({ entry }) => channel === undefined || entry.channel === channel);
    const entries = new Map(wanted.map(({ version, entry }) => [version.toString(), entry]));
    const moving = new Map<string, ReleaseEntry>();
    const newestOf = (releases: readonly PublishedRelease[]): PublishedRelease | undefined =>
      [...releases].sort((a, b) => b.version.compare(a.version))[0];
    for (const { major, year } of this.streams) {
      const newest = newestOf(wanted.filter(({ entry, version }) => entry.channel === "lts" && version.major === major));
      if (newest !== undefined) moving.set(`current-${year}`, newest.entry);
    }
    const newest = newestOf(wanted.filter(({ entry }) => entry.channel === (channel ?? "stable")));
    if (newest !== undefined) moving.set("current", newest.entry);
    return releasesJson(entries, moving);
  }

  private channels(): string[] {
    return [...new Set([...this.releases.values()].map(({ entry }) => entry.channel))].sort();
  }

  private newest(channel: string): FlatcarVersion | undefined {
    const versions = [...this.releases.values()].filter(({ entry }) => entry.channel === channel).map(({ version }) => version);
    return versions.sort((a, b) => b.compare(a))[0];
  }

  private setStream(version: FlatcarVersion): void {
    const year = this.yearOf(version);
    const known = this.moving.get(`lts/amd64-usr/current-${year}`);
    if (year === undefined || (known !== undefined && FlatcarVersion.parse(known).compare(version) > 0)) return;
    for (const board of ["amd64-usr", "arm64-usr"]) this.moving.set(`lts/${board}/current-${year}`, version.toString());
  }

  private yearOf(version: FlatcarVersion): string | undefined {
    return this.streams.find(({ major }) => major === version.major)?.year;
  }

  private forget(path: string): void {
    this.files.delete(path);
    this.signatures.delete(path);
  }
}

/** The content of bytes. */
export function contentOf(bytes: Bytes): Content {
  if (bytes instanceof Content) return bytes;
  if (typeof bytes === "string" || bytes instanceof Uint8Array) return Content.of(bytes);
  return "file" in bytes ? Content.file(bytes.file) : Content.seeded(bytes.seed, bytes.size);
}

function softwareOf(version: string): Software {
  const known = catalogue.find(version) ?? catalogue.find("4593.2.5");
  if (known === undefined) return {};
  const { kernel, systemd, docker, containerd, ignition } = known;
  return { kernel, systemd, docker, containerd, ignition };
}

function eveningBefore(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - 1);
  return `${day.toISOString().slice(0, 10)}-1914`;
}

function notesOf(channel: string, version: string): string {
  const [major, , patch] = version.split(".");
  const id = `CVE-2026-${major}${patch}`;
  return [
    ` _Changes since the release before **${channel} ${version}**_`,
    "",
    "#### Security fixes:",
    "",
    `- Linux ([${id}](https://nvd.nist.gov/vuln/detail/${id}))`,
    "",
    "#### Updates:",
    "",
    `- Linux ([6.12.${patch}](https://lwn.net/Articles/1/))`,
    "",
  ].join("\n");
}
