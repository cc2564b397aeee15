import { Channel, catalogue } from "../release";
import { ListedRelease, listCatalogue, listFeed } from "../release/feed/listing";
import type { CommandArguments } from "./arguments";
import { Command, ExitCode, UsageError } from "./command";
import { FEED_OPTIONS, withFeed } from "./feed-options";
import type { CommandIo } from "./io";

/** `cdktf-flatcar release list`: what there is to choose from. */
export const releaseList: Command = {
  name: "release list",
  summary: "list the releases of the channels and of the streams of LTS",
  usage: "[options]",
  description:
    "Lists the newest release of each channel and of each stream of LTS, with what it is made of; all\n" +
    "releases of a channel with --channel, and of all of them with --all. The list is not signed: what a\n" +
    "lock file gets is checked once more by what is.",
  options: [
    { name: "channel", short: "c", value: "CHANNEL", choices: ["stable", "beta", "alpha", "lts"], summary: "all releases of one channel" },
    { name: "all", short: "a", summary: "all releases" },
    { name: "offline", summary: "read no feed: what this package knows, as of the day it was made" },
    ...FEED_OPTIONS,
    { name: "format", value: "FORMAT", choices: ["text", "json"], summary: "text, or json for programs (default: text)" },
  ],
  examples: [
    { title: "See what is newest", line: "cdktf-flatcar release list" },
    {
      title: "Name the Ignition of every stable release",
      line: "cdktf-flatcar release list --channel stable --format json | jq -r '.releases[] | [.version, .software.ignition] | @tsv'",
    },
  ],
  async run(args, io) {
    if (args.operands.length > 0) throw new UsageError(`takes no names: what is ${JSON.stringify(args.operands[0])}?`);
    const name = args.value("channel");
    const channel = name === undefined ? undefined : Channel.of(name);
    const options = { channel, all: args.has("all") || channel !== undefined };
    if (!args.has("offline")) {
      return withFeed(args, io, async (feed) => {
        print(await listFeed(feed, options), args, io);
        return ExitCode.FINE;
      });
    }
    const releases = listCatalogue(catalogue, options);
    const day = catalogue.releases.map(({ releaseDate }) => releaseDate).reduce((a, b) => (a > b ? a : b));
    io.stderr.write(`offline: what this package knows as of ${day}, the newest of each channel and stream\n`);
    print(releases, args, io);
    return ExitCode.FINE;
  },
};

function print(releases: readonly ListedRelease[], args: CommandArguments, io: CommandIo): void {
  const isJson = args.value("format") === "json";
  const offline = args.has("offline");
  io.stdout.write(isJson ? `${JSON.stringify({ offline, releases: releases.map(plain) }, null, 2)}\n` : table(releases));
}

function plain({ channel, version, releaseDate, architectures, software, stream }: ListedRelease): object {
  return {
    channel: channel.name,
    version: version.toString(),
    releaseDate,
    architectures: architectures.map(({ name }) => name),
    software,
    ...(stream === undefined ? {} : { ltsStream: stream.year, supported: stream.isSupported }),
  };
}

const HEADINGS = ["channel", "version", "date", "kernel", "systemd", "docker", "containerd", "ignition", "architectures"];

function table(releases: readonly ListedRelease[]): string {
  const rows = releases.map(({ channel, version, releaseDate, software, architectures, stream }) => {
    const { kernel, systemd, docker, containerd, ignition } = software;
    const name = stream === undefined ? channel.name : `${channel.name}-${stream.year}`;
    const made = [kernel, systemd, docker, containerd, ignition].map((text) => text ?? "-");
    const ended = stream?.isSupported === false ? ["no updates any more"] : [];
    return [name, version.toString(), releaseDate, ...made, [architectures.map((one) => one.name).join(" "), ...ended].join("  ")];
  });
  const all = [HEADINGS, ...rows];
  const widths = HEADINGS.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  return all.map((row) => `${row.map((text, column) => text.padEnd(widths[column])).join("  ")}`.trimEnd() + "\n").join("");
}
