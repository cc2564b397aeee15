import * as fs from "fs";
import * as path from "path";
import { reading } from "../release/cache/disk-error";
import { ImageCache } from "../release/cache";
import type { ReleaseFeed } from "../release/feed/feed";
import {
  HetznerApi,
  Snapshot,
  UploadReport,
  hetznerApi,
  refuseExisting,
  removeLeftovers,
  removeOldKeys,
  uploadToHetzner,
} from "../upload/hetzner";
import { CommandArguments } from "./arguments";
import { Command, ExitCode, UsageError } from "./command";
import { FEED_OPTIONS, withFeed } from "./feed-options";
import { PlannedFile, planFetch } from "./fetch-plan";
import { cacheFolder, imageFetch } from "./image-fetch";
import { interruptible } from "./interruptible";
import type { CommandIo } from "./io";
import { Progress } from "./progress";
import { packageVersion } from "./version";

const TARGET = "hetzner";

/** `cdktf-flatcar image upload`: a snapshot in a Hetzner project, made of the verified image. */
export const imageUpload: Command = {
  name: "image upload",
  summary: "make a snapshot of a release in a Hetzner project",
  usage: "[options] hetzner NAME|VERSION",
  description:
    "Fetches and verifies the image for Hetzner, and makes a snapshot of it with the labels that pools\n" +
    "look for: a temporary server starts the rescue system, the image is written to its disk over ssh,\n" +
    "and the disk becomes the snapshot. Server and key are deleted in the end, also after a failure or\n" +
    "Ctrl-C; the server costs a little for the minutes that it takes. NAME is a release of the lock,\n" +
    "VERSION an exact one. A release whose snapshot is there already is refused: a plan wants exactly\n" +
    "one. HCLOUD_TOKEN is the API token of the project. Prints the ids of the snapshots, one for each\n" +
    "architecture.",
  options: [
    { name: "arch", value: "ARCH", summary: "amd64 or arm64 (default: those of the lock's entry, or amd64)" },
    { name: "server-type", value: "TYPE", summary: "of the temporary server (default: the smallest, cx23 or cax11)" },
    { name: "location", value: "NAME", summary: "where the temporary server is (default: fsn1)" },
    { name: "ssh-config", value: "FILE", summary: "settings of ssh(1), for one a jump host (default: none, not even yours)" },
    { name: "endpoint", value: "URL", summary: "the API (default: HCLOUD_ENDPOINT, or Hetzner's)" },
    { name: "cleanup", summary: "only delete what killed uploads have left, once it is an hour old" },
    { name: "lock", value: "FILE", summary: "the lock (default: flatcar.lock.json)" },
    { name: "cache", value: "DIR", summary: "the cache (default: cdktf-flatcar in the user's folder for caches)" },
    ...FEED_OPTIONS,
    { name: "format", value: "FORMAT", choices: ["text", "json"], summary: "text, or json for programs (default: text)" },
  ],
  examples: [
    { title: "Make the snapshots of prod", line: "HCLOUD_TOKEN=… cdktf-flatcar image upload hetzner prod" },
    { title: "Delete what a killed upload has left", line: "HCLOUD_TOKEN=… cdktf-flatcar image upload hetzner --cleanup" },
  ],
  async run(args, io) {
    const [target, name, ...rest] = args.operands;
    if (target !== TARGET) throw new UsageError(`name where to: ${TARGET}`);
    const isCleanUp = args.has("cleanup");
    if (isCleanUp && name !== undefined) throw new UsageError("--cleanup uploads nothing: name no release");
    if (!isCleanUp && name === undefined) throw new UsageError("name a release of the lock, or an exact version");
    if (rest.length > 0) throw new UsageError(`one release at a time: what is ${JSON.stringify(rest[0])}?`);
    const api = apiOf(args, io);
    const progress = new Progress(io);
    const report = reportTo(progress);
    if (isCleanUp) return interruptible(io, async () => exitCode(await cleanUp(api, args, io, report)));
    const planned = planFetch(fetchArguments(args, name), io);
    return withFeed(args, io, async (feed) => {
      try {
        return await upload(planned, api, args, io, feed, progress, report);
      } finally {
        progress.end();
      }
    });
  },
};

async function upload(
  planned: readonly PlannedFile[],
  api: HetznerApi,
  args: CommandArguments,
  io: CommandIo,
  feed: ReleaseFeed,
  progress: Progress,
  report: UploadReport,
): Promise<number> {
  const sshConfig = await sshConfigOf(args, io);
  const { signal, env } = io;
  const isJson = args.value("format") === "json";
  const snapshots: Snapshot[] = [];
  let isClean = await cleanUp(api, args, io, report);
  // Before the first: nobody wants half of what was asked for.
  for (const { request } of planned) await refuseExisting(api, request.directory);
  for (const { request } of planned) {
    const result = await uploadToHetzner(api, {
      release: request.directory,
      image: async () => {
        const onWait = (holder: string): void => progress.say(`waiting for ${holder}, which is at the same file`);
        const file = await new ImageCache(cacheFolder(args, io)).file(request, feed, {
          signal,
          progress: progress.file.bind(progress),
          onWait,
        });
        progress.end();
        return file;
      },
      serverType: args.value("server-type"),
      location: args.value("location"),
      sshConfig,
      keyDirectory: keyDirectory(args, io),
      env,
      report,
      signal,
    });
    isClean &&= result.isClean;
    snapshots.push(result.snapshot);
    report.tell(`snapshot ${result.snapshot.id} is complete: ${result.snapshot.description}`);
    if (!isJson) io.stdout.write(`${result.snapshot.id}\n`);
  }
  if (isJson) io.stdout.write(jsonText(snapshots));
  return exitCode(isClean);
}

async function cleanUp(api: HetznerApi, args: CommandArguments, io: CommandIo, report: UploadReport): Promise<boolean> {
  await removeOldKeys(keyDirectory(args, io), io.now());
  return removeLeftovers(api, io.now(), report);
}

function apiOf(args: CommandArguments, { env, signal }: CommandIo): HetznerApi {
  const endpoint = args.value("endpoint") ?? env.HCLOUD_ENDPOINT;
  return hetznerApi({
    token: env.HCLOUD_TOKEN ?? "",
    endpoint: endpoint === "" ? undefined : endpoint,
    userAgent: `cdktf-flatcar/${packageVersion()}`,
    env,
    signal,
  });
}

/** What `image fetch` would be called with for the same file. */
function fetchArguments(args: CommandArguments, name: string): CommandArguments {
  const given = ["arch", "lock"].flatMap((option) => {
    const value = args.value(option);
    return value === undefined ? [] : [`--${option}=${value}`];
  });
  return CommandArguments.parse([`--platform=${TARGET}`, ...given, "--", name], imageFetch.options);
}

/** Where the keys of servers lie while they are needed: beside the images, as what nobody else may read. */
function keyDirectory(args: CommandArguments, io: CommandIo): string {
  return path.join(cacheFolder(args, io), "upload");
}

async function sshConfigOf(args: CommandArguments, io: CommandIo): Promise<string | undefined> {
  const given = args.value("ssh-config");
  if (given === undefined) return undefined;
  const file = path.resolve(io.cwd, given);
  await reading(file, async () => fs.promises.access(file, fs.constants.R_OK));
  return file;
}

/** Percent between two lines that tell how much of a snapshot is made. */
const STEP = 25;

function reportTo(progress: Progress): UploadReport {
  let made = 0;
  return {
    tell: (line) => {
      progress.end();
      progress.say(line);
    },
    sent: (done, total) => progress.show({ label: "writing the disk", done, total }),
    made: (percent) => {
      const step = Math.floor(percent / STEP);
      if (step > made && percent < 100) progress.say(`${percent} % of the snapshot is made`);
      made = step;
    },
  };
}

function exitCode(isClean: boolean): number {
  return isClean ? ExitCode.FINE : ExitCode.FINDINGS;
}

function jsonText(snapshots: readonly Snapshot[]): string {
  return `${JSON.stringify(
    snapshots.map((snapshot) => ({ ...snapshot, architecture: snapshot.architecture.name })),
    null,
    2,
  )}\n`;
}
