import * as fs from "node:fs";
import * as path from "node:path";
import { pipeline } from "node:stream/promises";
import type { EmulatedFeed } from "./feed";

export interface WriteOptions {
  /**
   * How `current` and its like are there: as symbolic links, or as directories that have `version.txt` and its signature alone.
   *
   * @default "links"
   */
  readonly current?: "links" | "directories";
}

const IN_CURRENT = ["version.txt", "version.txt.sig", "version.txt.DIGESTS", "version.txt.DIGESTS.asc", "version.txt.DIGESTS.sig"];

/** Writes a feed as a directory of the layout that `--mirror DIR` reads. */
export async function writeMirror(feed: EmulatedFeed, directory: string, options: WriteOptions = {}): Promise<void> {
  for (const file of feed.paths()) await writeFile(feed, file, path.join(directory, file));
  for (const [link, version] of feed.links) {
    const target = path.join(directory, link);
    const there = fs.existsSync(path.join(path.dirname(target), version));
    if (!there) continue;
    if ((options.current ?? "links") === "links") fs.symlinkSync(version, target);
    else for (const name of IN_CURRENT) await writeFile(feed, `/${link}/${name}`, path.join(target, name));
  }
}

async function writeFile(feed: EmulatedFeed, file: string, target: string): Promise<void> {
  const content = await feed.find(file);
  if (content === undefined) throw new Error(`there is no ${file}`);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  await pipeline(content.read(0, content.size), fs.createWriteStream(target));
}
