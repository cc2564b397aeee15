import { parseJson, RepeatedKeys } from "../../json";
import type { ReleaseDirectory } from "../feed/feed";
import { VERSION_PATTERN } from "../version";
import type { FileDigest } from "./file-hash";

/** Where a file comes from, and what tells whether it is still the same there: for going on with a download. */
export interface RecordSource {
  readonly url: string;
  readonly validator?: string;
}

/** What the cache knows of a file: which one it is, and what it was when it was verified. */
export interface EntryRecord {
  readonly channel: string;
  readonly version: string;
  readonly architecture: string;
  readonly fileName: string;
  /** Bytes. */
  readonly size: number;
  /** What its detached signature, `<fileName>.sig` beside it, was when it was verified; undefined for a file that was unpacked here. */
  readonly signature?: FileDigest;
  /** SHA-512 of the packed file that it was unpacked from. */
  readonly unpackedFrom?: string;
  readonly source?: RecordSource;
}

const SUFFIX = ".json";
// What is read here becomes part of a path.
const WORD = /^[A-Za-z0-9][A-Za-z0-9._+-]*$/;
const VERSION = new RegExp(VERSION_PATTERN);
const SHA512 = /^[0-9a-f]{128}$/;

/** A release as a record names it. */
export function releaseWords({
  channel,
  version,
  architecture,
}: ReleaseDirectory): Pick<EntryRecord, "channel" | "version" | "architecture"> {
  return { channel: channel.name, version: version.toString(), architecture: architecture.name };
}

/** The name of a record. One content can be several files: the firmware of two releases may be the same, and has two records then. */
export function recordName({ channel, version, architecture, fileName }: EntryRecord): string {
  return `${channel}_${version}_${architecture}_${fileName}${SUFFIX}`;
}

/** Whether a file of an entry is a record. */
export function isRecordName(name: string): boolean {
  return name.endsWith(SUFFIX);
}

/** Whether a record is that of a file of a release. */
export function isRecordOf(record: EntryRecord, directory: ReleaseDirectory, fileName: string): boolean {
  const { channel, version, architecture } = releaseWords(directory);
  return record.channel === channel && record.version === version && record.architecture === architecture && record.fileName === fileName;
}

/** The text of a record. */
export function recordText(record: EntryRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}

/** Reads the text of a record; undefined where it is none: whoever wrote it was killed, or something else wrote it. */
export function parseRecord(text: string): EntryRecord | undefined {
  let value: unknown;
  try {
    value = parseJson(text, RepeatedKeys.REFUSE);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const { channel, version, architecture, fileName, size, signature, unpackedFrom, source } = value;
  if (!isWord(channel) || !isWord(architecture) || !isWord(fileName) || !isWord(version) || !VERSION.test(version)) return undefined;
  if (!isSize(size) || (signature !== undefined && !isDigest(signature)) || (source !== undefined && !isSource(source))) return undefined;
  if (unpackedFrom !== undefined && !isHash(unpackedFrom)) return undefined;
  return { channel, version, architecture, fileName, size, signature, unpackedFrom, source };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isWord(value: unknown): value is string {
  return typeof value === "string" && WORD.test(value);
}

function isHash(value: unknown): value is string {
  return typeof value === "string" && SHA512.test(value);
}

function isSize(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isDigest(value: unknown): value is FileDigest {
  return isObject(value) && isHash(value.sha512) && isSize(value.size);
}

function isSource(value: unknown): value is RecordSource {
  return isObject(value) && typeof value.url === "string" && ["string", "undefined"].includes(typeof value.validator);
}
