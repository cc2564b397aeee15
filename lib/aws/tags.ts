import { FlatcarError } from "../errors";
import { hasToken, isToken } from "../pool/tokens";
import { FlatcarRelease } from "../release";
import { AWS_TAGS_LIMIT, AWS_TAG_KEY_LIMIT, AWS_TAG_VALUE_LIMIT } from "./limits";

/** The tags of the package's contract. */
export enum AwsTag {
  NAME = "Name",
  POOL = "flatcar-pool",
  CHANNEL = "flatcar-channel",
  VERSION = "flatcar-version",
}

/** Tags by their keys. */
export interface AwsTags {
  readonly [key: string]: string;
}

// What every service takes (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions).
const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** The tags of what a pool makes and no release is told of: the user's, with the pool's name and what the thing is called over them. */
export function poolTags(pool: string, name: string, own: AwsTags): { [key: string]: string } {
  return { ...own, [AwsTag.NAME]: name, [AwsTag.POOL]: pool };
}

/** The tags of a machine: those of the pool, and its release. */
export function machineTags(pool: string, name: string, release: FlatcarRelease, own: AwsTags): { [key: string]: string } {
  return {
    ...poolTags(pool, name, own),
    [AwsTag.CHANNEL]: release.channel.name,
    [AwsTag.VERSION]: release.version.toString(),
  };
}

/**
 * Refuses tags of the user's that AWS would not take, or whose keys are the package's.
 *
 * @param subject what the tags are called in an error
 * @throws FlatcarError `aws-tag`
 */
export function checkTags(own: AwsTags, subject = "tags"): void {
  if (isToken(own)) {
    const allowed = "tags written down key by key; a key and a value may be known only at apply, a map of them may not";
    throw refused(subject, "a map known only at apply", allowed, "write the keys, each with its value");
  }
  const most = AWS_TAGS_LIMIT - Object.keys(AwsTag).length;
  const count = Object.keys(own).length;
  if (count > most) throw refused(subject, `${count} tags`, `at most ${most}, beside the pool's own`, "take some out");
  for (const [key, value] of Object.entries(own)) {
    const reserved = Object.values<string>(AwsTag).includes(key) || /^aws:/i.test(key);
    if (reserved) throw refused(`${subject}: a key`, key, "a key that is neither AWS's (aws:…) nor the pool's own", "take another key");
    checkText(`${subject}: a key`, key, 1, AWS_TAG_KEY_LIMIT);
    checkText(`${subject}.${key}`, value, 0, AWS_TAG_VALUE_LIMIT);
  }
}

/**
 * Refuses a pool's name that is no value of a tag.
 *
 * @throws FlatcarError `aws-tag`
 */
export function checkTagValue(subject: string, value: string): void {
  checkText(subject, value, 0, AWS_TAG_VALUE_LIMIT);
}

function checkText(subject: string, text: string, least: number, most: number): void {
  if (hasToken(text) || (text.length >= least && text.length <= most && CHARACTERS.test(text))) return;
  const allowed = `${least === 0 ? "at most" : `${least} to`} ${most} letters, digits, spaces and any of _ . : / = + - @`;
  throw refused(subject, text, allowed, "shorten it, or take other characters out");
}

function refused(subject: string, received: unknown, allowed: string, mend: string): FlatcarError {
  return new FlatcarError({ code: "aws-tag", subject, received, allowed, mend });
}
