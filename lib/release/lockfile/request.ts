import { FlatcarError, didYouMean } from "../../errors";
import { Channel } from "../channel";
import { channelOfVersion } from "../channel-of-version";
import { isLockName } from "../lock-format";
import { FlatcarVersion } from "../version";

/** What a name of a lock is to stand for. */
export interface ReleaseRequest {
  readonly channel: Channel;
  /**
   * One stream of LTS.
   *
   * @default - the newest
   */
  readonly year?: string;
  /**
   * One version.
   *
   * @default - the newest
   */
  readonly version?: FlatcarVersion;
}

/** A name with what it is to stand for. */
export interface NamedRequest {
  readonly name: string;
  readonly request: ReleaseRequest;
}

/**
 * Reads `prod=stable`, `prod=4593.2.5` and `old=lts-2023`.
 *
 * @throws FlatcarError `lock-request`, `channel-unknown`, `channel-retired`, `version-malformed`
 */
export function parseRequests(texts: readonly string[]): NamedRequest[] {
  const requests = texts.map((text) => {
    const at = text.indexOf("=");
    if (at < 0) throw malformed(text, hint(text));
    const name = text.slice(0, at);
    if (!isLockName(name)) throw malformed(text, `${JSON.stringify(name)} is no name: use letters, digits, dot, underscore and hyphen`);
    return { name, request: parseRequest(text.slice(at + 1)) };
  });
  const names = requests.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw malformed(twice, "give each name once");
  return requests;
}

/**
 * Reads `stable`, `lts-2024` and `4593.2.5`.
 *
 * @throws FlatcarError `channel-unknown`, `channel-retired`, `version-malformed` and those of {@link channelOfVersion}
 */
export function parseRequest(text: string): ReleaseRequest {
  const stream = /^lts-(\d{4})$/.exec(text);
  if (stream !== null) return { channel: Channel.LTS, year: stream[1] };
  if (!/^\d/.test(text)) return { channel: Channel.of(text) };
  const version = FlatcarVersion.parse(text);
  return { channel: channelOfVersion(version), version };
}

/** A request as somebody writes it. */
export function requestText({ channel, year, version }: ReleaseRequest): string {
  return version?.toString() ?? (year === undefined ? channel.name : `${channel.name}-${year}`);
}

function hint(text: string): string {
  const words = [...Channel.all().map(({ name }) => name), "lts-2024"];
  const isRelease = words.includes(text) || /^(\d|lts-\d)/.test(text);
  const near = didYouMean(text, words);
  return isRelease ? `write a name before it, such as prod=${text}` : (near ?? `write what it is to stand for, such as ${text}=stable`);
}

function malformed(received: string, mend: string): FlatcarError {
  return new FlatcarError({
    code: "lock-request",
    subject: "release for the lock",
    received,
    allowed: "NAME=CHANNEL, NAME=lts-YEAR or NAME=VERSION, each name once",
    mend,
  });
}
