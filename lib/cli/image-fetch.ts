import * as path from "path";
import type { ReleaseFeed } from "../release/feed/feed";
import { CacheRequest, CachedFile, HoldWorkOptions, ImageCache, ImagePlatform, placeFile, platformFolder } from "../release/cache";
import { Command, ExitCode, UsageError } from "./command";
import type { CommandArguments } from "./arguments";
import { FEED_OPTIONS, withFeed } from "./feed-options";
import { PlannedFile, planFetch, platformOf } from "./fetch-plan";
import { interruptible } from "./interruptible";
import type { CommandIo } from "./io";
import { Progress } from "./progress";

/** A file as it is told of. */
interface FetchedFile {
  readonly channel: string;
  readonly version: string;
  readonly architecture: string;
  readonly fileName: string;
  readonly path: string;
  readonly sha512: string;
  readonly size: number;
  readonly cached: boolean;
}

/** `cdktf-flatcar image fetch`: what a platform needs of a release, verified, in a cache and where somebody wants it. */
export const imageFetch: Command = {
  name: "image fetch",
  summary: "fetch and verify what a platform needs of a release",
  usage: "[options] --platform PLATFORM [NAME|VERSION...]",
  description:
    "Fetches the files that a platform needs, verifies their signatures and hashes, and prints where\n" +
    "they are. NAME is a release of the lock, VERSION an exact one; without either, all of the lock are\n" +
    "meant. What the lock holds a hash of has to have it. An interrupted download is gone on with.\n\n" +
    "libvirt needs the qcow2 image; bare-metal kernel, initial RAM disk and the image that is installed,\n" +
    "with signatures; hetzner the packed image; raw is the disk of any machine, unpacked by lbzip2 or\n" +
    "bzip2.",
  options: [
    { name: "platform", value: "PLATFORM", choices: Object.values(ImagePlatform), summary: Object.values(ImagePlatform).join(", ") },
    { name: "arch", value: "ARCH", summary: "amd64 or arm64 (default: those of the lock's entry, or amd64)" },
    { name: "uefi", summary: "for libvirt: the image for UEFI, with the firmware; arm64 has no other" },
    { name: "to", value: "DIR", summary: "put the files there, in folders by architecture and version" },
    { name: "lock", value: "FILE", summary: "the lock (default: flatcar.lock.json)" },
    { name: "cache", value: "DIR", summary: "the cache (default: cdktf-flatcar in the user's folder for caches)" },
    { name: "offline", summary: "take what is in the cache, and ask nobody" },
    ...FEED_OPTIONS,
    { name: "format", value: "FORMAT", choices: ["text", "json"], summary: "text, or json for programs (default: text)" },
  ],
  examples: [
    { title: "Put the image of prod where libvirt can read it", line: "cdktf-flatcar image fetch prod --platform libvirt --to images" },
    {
      title: "Fill the assets of matchbox for all releases of the lock",
      line: "cdktf-flatcar image fetch --platform bare-metal --to /var/lib/matchbox/assets/flatcar",
    },
  ],
  async run(args, io) {
    const plan = planFetch(args, io);
    if (!args.has("offline")) return withFeed(args, io, (feed) => fetchAll(plan, args, io, feed));
    const given = FEED_OPTIONS.find(({ name }) => args.value(name) !== undefined);
    if (given !== undefined) throw new UsageError(`--offline asks nobody: --${given.name} is of no use`);
    return interruptible(io, () => fetchAll(plan, args, io));
  },
};

async function fetchAll(files: readonly PlannedFile[], args: CommandArguments, io: CommandIo, feed?: ReleaseFeed): Promise<number> {
  const isJson = args.value("format") === "json";
  const to = folderOption(args, "to", io);
  const platform = platformOf(args);
  const progress = new Progress(io);
  const options = {
    signal: io.signal,
    progress: progress.file.bind(progress),
    onWait: (holder: string) => progress.say(`waiting for ${holder}, which is at the same file`),
  };
  const fetched: FetchedFile[] = [];
  try {
    for (const { file, request } of files) {
      const found = await inCache(new ImageCache(cacheFolder(args, io)), { file, request }, io, options, feed);
      for (const wanted of file.withSignature && found.signature !== undefined ? [found, found.signature] : [found]) {
        const placed =
          to === undefined ? wanted.path : path.join(to, ...platformFolder(platform, request.directory), path.basename(wanted.path));
        if (to !== undefined) await placeFile(wanted, placed, options);
        progress.end();
        fetched.push(told(wanted, placed, request));
        if (!isJson) io.stdout.write(`${placed}\n`);
      }
    }
  } finally {
    progress.end();
  }
  if (isJson) io.stdout.write(`${JSON.stringify(fetched, null, 2)}\n`);
  return ExitCode.FINE;
}

/** The folder of the cache. */
export function cacheFolder(args: CommandArguments, io: CommandIo): string {
  return folderOption(args, "cache", io) ?? ImageCache.directory(io.env, process.platform);
}

// An empty name is a variable that is not set, and would mean the folder that one is in.
function folderOption(args: CommandArguments, name: string, io: CommandIo): string | undefined {
  const given = args.value(name);
  if (given === "") throw new UsageError(`--${name} needs a folder`);
  return given === undefined ? undefined : path.resolve(io.cwd, given);
}

async function inCache(
  cache: ImageCache,
  { file, request }: PlannedFile,
  io: CommandIo,
  options: HoldWorkOptions,
  feed: ReleaseFeed | undefined,
): Promise<CachedFile> {
  const found = feed === undefined ? await cache.cachedFile(request, options) : await cache.file(request, feed, options);
  if (file.unpackedBelow === undefined) return found;
  return cache.unpacked(request.directory, found, { ...options, maxBytes: file.unpackedBelow, searchPath: io.env.PATH });
}

function told({ sha512, size, cached }: CachedFile, placed: string, { directory }: CacheRequest): FetchedFile {
  const { channel, version, architecture } = directory;
  const words = { channel: channel.name, version: version.toString(), architecture: architecture.name };
  return { ...words, fileName: path.basename(placed), path: placed, sha512, size, cached };
}
