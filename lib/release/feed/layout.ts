import * as path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { FlatcarError } from "../../errors";
import type { Architecture } from "../architecture";
import type { Channel } from "../channel";
import type { ReleaseDirectory } from "./feed";

/** Where the files of the feed are. */
export interface FeedLayout {
  /** Absolute path of the directory where it is one on this machine. */
  readonly directory?: string;
  /** A file of a release. */
  file(directory: ReleaseDirectory, fileName: string): string;
  /** A file of what is newest. @param year of an LTS stream */
  current(channel: Channel, architecture: Architecture, fileName: string, year?: string): string;
  /** The list of LTS streams. */
  ltsInfo(): string;
  /** The list of a channel's releases. */
  releases(channel: Channel): string;
}

/**
 * The layout of a mirror, or of the project's own servers.
 *
 * @param mirror an http, https or file URL, or an absolute directory
 * @throws FlatcarError `mirror-url-invalid`
 */
export function feedLayout(mirror: string | undefined): FeedLayout {
  if (mirror === undefined) {
    return layout(
      (channel) => `https://${channel}.release.flatcar-linux.net`,
      (channel) => `https://www.flatcar.org/releases-json/releases-${channel}.json`,
    );
  }
  const url = path.isAbsolute(mirror) ? pathToFileURL(mirror) : urlOf(mirror);
  const base = url.href.replace(/\/+$/, "");
  const directory = url.protocol === "file:" ? fileURLToPath(url) : undefined;
  return {
    ...layout(
      (channel) => `${base}/${channel}`,
      (channel) => `${base}/releases-json/releases-${channel}.json`,
    ),
    directory,
  };
}

function layout(server: (channel: string) => string, releases: (channel: string) => string): FeedLayout {
  // A + is the build's of a nightly, and means a space to some servers.
  const part = (name: string): string => encodeURIComponent(name);
  return {
    file: ({ channel, version, architecture }, fileName) =>
      `${server(channel.name)}/${architecture.board}/${part(version.toString())}/${part(fileName)}`,
    current: (channel, architecture, fileName, year) =>
      `${server(channel.name)}/${architecture.board}/current${year === undefined ? "" : `-${year}`}/${fileName}`,
    ltsInfo: () => `${server("lts")}/lts-info`,
    releases: (channel) => releases(channel.name),
  };
}

function urlOf(mirror: string): URL {
  let url: URL | undefined;
  try {
    url = new URL(mirror);
  } catch {
    // Told below.
  }
  const isFile = url?.protocol === "file:" && url.host === "";
  const isPlain = url !== undefined && url.search === "" && url.hash === "" && url.username === "" && url.password === "";
  if (url !== undefined && isPlain && (isFile || /^https?:$/.test(url.protocol))) return url;
  throw new FlatcarError({
    code: "mirror-url-invalid",
    subject: "mirror of the release feed",
    // Without what may be a password or a token.
    received: mirror.replace(/\/\/.*@/, "//…@").replace(/[?#].*/s, (rest) => `${rest[0]}…`),
    allowed: "an http, https or file URL with neither user, query nor fragment, or a directory",
    mend: "give the directory above the directories of the channels",
  });
}
