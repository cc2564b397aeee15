import * as fs from "node:fs";
import * as path from "node:path";
import { onTestFinished } from "vitest";
import { Architecture, Channel, FlatcarVersion } from "../../../lib/release";
import { ImageCache } from "../../../lib/release/cache";
import type { ReleaseDirectory, ReleaseFeed } from "../../../lib/release/feed/feed";
import { openFeed } from "../../../lib/release/feed/open";
import { TrustedKey, signatureVerifier } from "../../../lib/release/openpgp";
import type { TransportTiming } from "../../../lib/release/transport/timing";
import type { ReleaseServer } from "../../emulators/release";
import { STABLE, startReleaseServer } from "../../emulators/release/testing";
import { filesBelow, scratch } from "../../support/project";

/** Short enough for a test, long enough for a busy machine. */
export const QUICK: Partial<TransportTiming> = { connectMs: 5_000, headersMs: 1_000, idleMs: 1_000, backoffMs: 5, longestBackoffMs: 10 };

export const KERNEL = "flatcar_production_pxe.vmlinuz";
export const IMAGE = "flatcar_production_image.bin.bz2";

/** Which files of a release are meant: those of the one that is published, unless said otherwise. */
export function releaseDirectory(version: string = STABLE.version, architecture = Architecture.AMD64): ReleaseDirectory {
  const parsed = FlatcarVersion.parse(version);
  return { channel: parsed.channel ?? Channel.STABLE, version: parsed, architecture };
}

/** A feed of a server, or of a mirror in a directory, that is closed when the test ends. */
export async function feedOf(server: ReleaseServer, mirror = server.url, signal?: AbortSignal): Promise<ReleaseFeed> {
  const key = await TrustedKey.parse(fs.readFileSync(server.keyFile), server.keyFile);
  const now = (): Date => new Date(Date.UTC(2026, 7, 20, 12));
  const feed = openFeed({ mirror, verifier: signatureVerifier(key, now), env: {}, userAgent: "test", timing: QUICK, now, signal });
  onTestFinished(() => feed.close());
  return feed;
}

/** A folder that is gone when the test ends. */
export function temporary(): string {
  const folder = scratch();
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A cache in a folder of its own, with a server that has published a release. */
export interface Lab {
  readonly server: ReleaseServer;
  readonly feed: ReleaseFeed;
  readonly root: string;
  readonly cache: ImageCache;
  /** Every file below the cache's folder, with its content in hexadecimal digits. */
  readonly state: () => Record<string, string>;
}

/** Begins a test. */
export async function lab(files: Parameters<ReleaseServer["publish"]>[0]["files"] = {}): Promise<Lab> {
  const server = await startReleaseServer();
  server.publish({ ...STABLE, files });
  const root = path.join(temporary(), "cache");
  return { server, feed: await feedOf(server), root, cache: new ImageCache(root), state: () => stateOf(root) };
}

/** Every file below a folder, with its content in hexadecimal digits; nothing where there is no folder. */
export function stateOf(root: string): Record<string, string> {
  if (!fs.existsSync(root)) return {};
  return Object.fromEntries(filesBelow(root).map((file) => [file, fs.readFileSync(path.join(root, file)).toString("hex")]));
}

/** The path of a file on the server. */
export function served(fileName: string, version: string = STABLE.version, architecture = Architecture.AMD64): string {
  return `/${releaseDirectory(version).channel.name}/${architecture.board}/${version}/${fileName}`;
}
