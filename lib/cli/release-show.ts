import { Channel, FlatcarVersion } from "../release";
import { channelOfVersion } from "../release/channel-of-version";
import type { FeedRelease } from "../release/feed/feed-release";
import { PublishedArchitecture, bootedSpec, publishedImages } from "../release/feed/published";
import { securityFixes } from "../release/lockfile/notes";
import { Command, ExitCode, UsageError } from "./command";
import { FEED_OPTIONS, withFeed } from "./feed-options";
import { notesText, wrapped } from "./notes-text";
import { bytesText } from "./progress-text";

/** `cdktf-flatcar release show`: all there is to know of one release. */
export const releaseShow: Command = {
  name: "release show",
  summary: "show one release: what it is made of, its images, its security fixes and notes",
  usage: "[options] VERSION",
  description:
    "Shows what a release is made of, which configs it boots, the images and AMIs that are published of\n" +
    "it, by their signed hashes, and its notes. The notes are not signed.",
  options: [
    {
      name: "channel",
      short: "c",
      value: "CHANNEL",
      choices: ["stable", "beta", "alpha", "lts"],
      summary: "the channel of a release whose second number does not tell it (up to 2605)",
    },
    ...FEED_OPTIONS,
    { name: "format", value: "FORMAT", choices: ["text", "json"], summary: "text, or json for programs (default: text)" },
  ],
  examples: [
    { title: "See what a release brings", line: "cdktf-flatcar release show 4593.2.5" },
    {
      title: "List the hashes of its images",
      line: "cdktf-flatcar release show 4593.2.5 --format json | jq -r '.architectures[].files[] | [.sha512, .name] | @tsv'",
    },
  ],
  run(args, io) {
    const [text, ...rest] = args.operands;
    if (text === undefined) throw new UsageError("name a version, such as 4593.2.5");
    if (rest.length > 0) throw new UsageError(`one version at a time: what is ${JSON.stringify(rest[0])}?`);
    const version = FlatcarVersion.parse(text);
    const given = args.value("channel");
    const channel = channelOfVersion(version, given === undefined ? undefined : Channel.of(given));
    return withFeed(args, io, async (feed) => {
      const release = await feed.release(channel, version);
      const published = await publishedImages(feed, release);
      const isJson = args.value("format") === "json";
      io.stdout.write(isJson ? `${JSON.stringify(plain(release, published), null, 2)}\n` : shown(release, published));
      return ExitCode.FINE;
    });
  },
};

function plain({ channel, version, releaseDate, software, notes }: FeedRelease, published: readonly PublishedArchitecture[]): object {
  return {
    channel: channel.name,
    version: version.toString(),
    releaseDate,
    software,
    ignitionSpec: bootedSpec(version, software.ignition) ?? null,
    architectures: published.map(({ architecture, files, amis }) => ({
      name: architecture.name,
      files: files.map(({ kind, name, sha512, size }) => ({ kind: kind.name, name, sha512, size })),
      amis: Object.fromEntries(amis),
    })),
    securityFixes: securityFixes(notes),
    notes,
  };
}

function shown(release: FeedRelease, published: readonly PublishedArchitecture[]): string {
  const parts = [facts(release), ...published.map(images), security(release), notes(release)];
  return parts.filter((part) => part !== "").join("\n");
}

function facts({ channel, version, releaseDate, software }: FeedRelease): string {
  const { kernel, systemd, docker, containerd, ignition } = software;
  const spec = bootedSpec(version, ignition);
  const boots = spec === undefined ? "boots no config of spec 3" : `boots configs of spec ${spec} and lower`;
  const rows = Object.entries({ published: releaseDate, kernel, systemd, docker, containerd, ignition: `${ignition ?? "-"}, ${boots}` });
  const lines = rows.filter(([, text]) => text !== undefined).map(([name, text]) => `  ${name.padEnd(10)}  ${text}\n`);
  return `Flatcar ${channel.name} ${version.toString()}\n${lines.join("")}`;
}

function images({ architecture, files, amis }: PublishedArchitecture): string {
  const width = Math.max(0, ...files.map(({ name }) => name.length));
  const lines = files.map(({ name, size }) => `  ${name.padEnd(width)}  ${bytesText(size).padStart(10)}\n`);
  const where = amis.size === 0 ? "  no AMIs\n" : `  AMIs in ${amis.size} regions\n`;
  return `Images for ${architecture.name}\n${lines.join("")}${where}`;
}

function security({ notes: markdown }: FeedRelease): string {
  const lines = securityFixes(markdown).flatMap(({ component, cves, others }) => {
    const names = [...cves, ...others];
    return wrapped(`  - ${component}${names.length === 0 ? "" : `: ${names.join(", ")}`}`);
  });
  return lines.length === 0 ? "" : `Security fixes\n${lines.join("\n")}\n`;
}

function notes({ notes: markdown }: FeedRelease): string {
  const text = notesText(markdown);
  return text === "" ? "" : `Notes\n${text.replace(/^(?=.)/gm, "  ")}\n`;
}
