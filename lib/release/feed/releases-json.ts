import { shown } from "../../errors";
import { Architecture } from "../architecture";
import type { Channel } from "../channel";
import { isDay } from "../day";
import { IGNITION_VERSION_PATTERN } from "../ignition-support";
import { FlatcarVersion, VERSION_PATTERN } from "../version";
import { documentError } from "./document-error";
import type { FeedRelease, ReleaseSoftware } from "./feed-release";
import { isObject } from "./text";

const VERSION = new RegExp(VERSION_PATTERN);
/** Names that move. They repeat a release without saying which. */
const MOVING = /^current(-[0-9]{4})?$/;
const DATE = /^([0-9]{4}-[0-9]{2}-[0-9]{2}) [0-9]{2}:[0-9]{2}:[0-9]{2} \+0000$/;
/** Nothing of it is signed, and all of it is shown on terminals. */
const SOFTWARE_VERSION = /^[0-9A-Za-z][0-9A-Za-z.+_~-]{0,63}$/;
/** A lock holds it, and it decides what configs may use. */
const IGNITION_VERSION = new RegExp(IGNITION_VERSION_PATTERN);
const SOFTWARE = ["kernel", "systemd", "docker", "containerd", "ignition"] as const;

/**
 * Reads the list of a channel's releases. Keys that nobody knows, and architectures of the future, are passed over.
 *
 * @param file the place errors name
 * @returns from new to old
 * @throws FlatcarError `feed-document`
 * @see https://www.flatcar.org/releases-json/releases-stable.json
 */
export function parseReleases(document: unknown, channel: Channel, file: string): FeedRelease[] {
  if (!isObject(document))
    throw documentError({ file, place: "$", received: document, allowed: "an object of releases by their versions" });
  return Object.entries(document)
    .filter(([key]) => !MOVING.test(key))
    .map(([key, entry]) => new EntryReader(file, `$[${shown(key)}]`).read(key, entry, channel))
    .sort((a, b) => b.version.compare(a.version));
}

class EntryReader {
  constructor(
    private readonly file: string,
    private readonly place: string,
  ) {}

  public read(key: string, entry: unknown, channel: Channel): FeedRelease {
    if (!VERSION.test(key)) throw this.fault("", key, 'a version such as "4593.2.5"');
    if (!isObject(entry)) throw this.fault("", entry, "an object");
    if (entry.channel !== channel.name) throw this.fault(".channel", entry.channel, JSON.stringify(channel.name));
    const date = typeof entry.release_date === "string" ? DATE.exec(entry.release_date) : null;
    if (date === null || !isDay(date[1])) throw this.fault(".release_date", entry.release_date, "YYYY-MM-DD hh:mm:ss +0000");
    const { release_notes: notes = "" } = entry;
    if (typeof notes !== "string") throw this.fault(".release_notes", notes, "a text");
    return {
      channel,
      version: FlatcarVersion.parse(key),
      architectures: this.architectures(entry.architectures),
      releaseDate: date[1],
      software: this.software(entry.major_software ?? {}),
      notes,
    };
  }

  private architectures(list: unknown): Architecture[] {
    if (!Array.isArray(list)) throw this.fault(".architectures", list, 'a list such as ["amd64", "arm64"]');
    const unclear = list.find((name) => typeof name !== "string");
    if (unclear !== undefined) throw this.fault(".architectures", unclear, "names");
    return Architecture.all().filter(({ name }) => list.includes(name));
  }

  private software(versions: unknown): ReleaseSoftware {
    if (!isObject(versions)) throw this.fault(".major_software", versions, "an object");
    const known = SOFTWARE.map((name) => [name, this.one(versions[name], `.major_software.${name}`)] as const);
    return Object.fromEntries(known.filter(([, version]) => version !== undefined));
  }

  private one(list: unknown, place: string): string | undefined {
    if (list === undefined) return undefined;
    if (!Array.isArray(list) || list.length > 1) throw this.fault(place, list, "a list of one version");
    const [version]: unknown[] = list;
    const grammar = place.endsWith(".ignition") ? IGNITION_VERSION : SOFTWARE_VERSION;
    if (version === undefined || (typeof version === "string" && grammar.test(version))) return version;
    throw this.fault(place, version, 'a version such as "2.24.0"');
  }

  private fault(place: string, received: unknown, allowed: string): Error {
    return documentError({ file: this.file, place: `${this.place}${place}`, received, allowed });
  }
}
