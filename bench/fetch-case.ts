// One case of the benchmark of fetching, in a process of its own: a file of a release from a mirror into an empty cache, verified by its signature and its signed hash.
// Usage: node fetch-case.js MIRROR KEY CACHE VERSION FILE. Prints JSON: see FetchCost.
import { readFileSync } from "fs";
import { Architecture, Channel, FlatcarVersion } from "../lib/release";
import { ImageCache } from "../lib/release/cache";
import { openFeed } from "../lib/release/feed/open";
import { TrustedKey, signatureVerifier } from "../lib/release/openpgp";
import type { FetchCost } from "./fetch-table";
import { mostMegabytes } from "./measure";

// Whatever day it is, the key is good and the release there.
const NOW = new Date("2026-11-01T00:00:00Z");

async function fetchOne(mirror: string, keyFile: string, cache: string, version: string, fileName: string): Promise<FetchCost> {
  const key = await TrustedKey.parse(readFileSync(keyFile), keyFile);
  const now = (): Date => NOW;
  const feed = openFeed({ mirror, verifier: signatureVerifier(key, now), env: {}, userAgent: "cdktf-flatcar-bench", now });
  try {
    const directory = { channel: Channel.STABLE, version: FlatcarVersion.parse(version), architecture: Architecture.AMD64 };
    const { sha512, size } = await new ImageCache(cache).file({ directory, fileName }, feed);
    return { sha512, bytes: size, megabytes: mostMegabytes() };
  } finally {
    await feed.close();
  }
}

const [mirror, keyFile, cache, version, fileName] = process.argv.slice(2);
void fetchOne(mirror, keyFile, cache, version, fileName).then((cost) => console.log(JSON.stringify(cost)));
