import type { CacheContents, CacheEntry, UnfinishedEntry } from "../release/cache";
import { ImageCache } from "../release/cache";
import { Snapshot, hetznerApi, listFlatcarSnapshots } from "../upload/hetzner";
import { Command, ExitCode, UsageError } from "./command";
import { cacheFolder } from "./image-fetch";
import { interruptible } from "./interruptible";
import type { CommandIo } from "./io";
import { bytesText } from "./progress-text";
import { table } from "../table";
import { packageVersion } from "./version";

/** `cdktf-flatcar image list`: what was fetched and what was uploaded. */
export const imageList: Command = {
  name: "image list",
  summary: "show the images that were fetched, and those in a Hetzner project",
  usage: "[options]",
  description:
    "Shows what is in the cache, and what is on its way there or was when its process ended; the next\n" +
    "image fetch goes on with that. Where HCLOUD_TOKEN is set it also shows the snapshots of that project\n" +
    "that say they are Flatcar. Nothing is hashed: that is done whenever a file is used.",
  options: [
    { name: "cache", value: "DIR", summary: "the cache (default: cdktf-flatcar in the user's folder for caches)" },
    { name: "format", value: "FORMAT", choices: ["text", "json"], summary: "text, or json for programs (default: text)" },
  ],
  examples: [
    { title: "See what is there", line: "cdktf-flatcar image list" },
    {
      title: "Print the paths of all files of a version",
      line: `cdktf-flatcar image list --format json | jq -r '.files[] | select(.version == "4593.2.5").path'`,
    },
  ],
  async run(args, io) {
    if (args.operands.length > 0) throw new UsageError(`what is ${JSON.stringify(args.operands[0])}?`);
    return interruptible(io, async () => {
      const directory = cacheFolder(args, io);
      const contents = await new ImageCache(directory).contents();
      if (args.value("format") === "json") {
        io.stdout.write(jsonText(directory, contents, await hetznerSnapshots(io)));
        return ExitCode.FINE;
      }
      // Before the project is asked: what is here is here also where that takes long, or comes to nothing.
      io.stdout.write(filesText(directory, contents));
      const snapshots = await hetznerSnapshots(io);
      if (snapshots !== undefined) io.stdout.write(`\nSnapshots of the Hetzner project\n${snapshotText(snapshots)}`);
      return ExitCode.FINE;
    });
  },
};

/** Those of the project that the environment names; undefined where it names none. */
async function hetznerSnapshots({ env, signal }: CommandIo): Promise<readonly Snapshot[] | undefined> {
  const { HCLOUD_TOKEN: token, HCLOUD_ENDPOINT: endpoint } = env;
  if (token === undefined || token === "") return undefined;
  const userAgent = `cdktf-flatcar/${packageVersion()}`;
  return listFlatcarSnapshots(hetznerApi({ token, endpoint: endpoint === "" ? undefined : endpoint, userAgent, env, signal }));
}

function jsonText(directory: string, { entries, unfinished }: CacheContents, snapshots: readonly Snapshot[] | undefined): string {
  const hetzner = snapshots?.map((snapshot) => ({ ...snapshot, architecture: snapshot.architecture.name }));
  return `${JSON.stringify({ directory, files: entries, unfinished, hetzner }, null, 2)}\n`;
}

function filesText(directory: string, { entries, unfinished }: CacheContents): string {
  const files = entries.map((entry) => fileRow(entry, bytesText(entry.size)));
  const begun = unfinished.map((entry) => fileRow(entry, unfinishedText(entry)));
  const cached =
    files.length + begun.length === 0 ? "  nothing\n" : indented(table([["VERSION", "ARCH", "FILE", "SIZE"], ...files, ...begun]));
  return `Files in ${directory}\n${cached}`;
}

function fileRow({ version, architecture, fileName }: CacheEntry | UnfinishedEntry, size: string): string[] {
  return [version, architecture, fileName, size];
}

function unfinishedText({ done, size }: UnfinishedEntry): string {
  return size === undefined ? `${bytesText(done)} unpacked, unfinished` : `${bytesText(done)} of ${bytesText(size)}, unfinished`;
}

function snapshotText(snapshots: readonly Snapshot[]): string {
  if (snapshots.length === 0) return "  nothing\n";
  const rows = snapshots.map(({ version = "?", architecture, id, status, created }) => [
    version,
    architecture.name,
    String(id),
    status === "available" ? created : `${created}, ${status}`,
  ]);
  return indented(table([["VERSION", "ARCH", "ID", "CREATED"], ...rows]));
}

/** Below its heading. */
function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}
