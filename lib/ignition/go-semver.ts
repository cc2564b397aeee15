/** A semantic version as the library that Ignition uses reads it. */
export interface GoSemver {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  /** What follows the first hyphen; empty where there is none. */
  readonly preRelease: string;
  /** What follows the first plus sign; empty where there is none. */
  readonly metadata: string;
}

const IDENTIFIER = /^[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*$/;
// More digits than these are no 64-bit integer.
const NUMBER = /^0*[0-9]{1,19}$/;
const INT64_MAX = 2n ** 63n - 1n;

/**
 * Three numbers and what follows them, or undefined for what is no version. Leading zeros pass.
 *
 * @see https://github.com/coreos/go-semver/blob/v0.3.1/semver/semver.go
 */
export function parseGoSemver(text: string): GoSemver | undefined {
  const [beforePlus, metadata] = cut(text, "+");
  const [numbers, preRelease] = cut(beforePlus, "-");
  const parts = numbers.split(".");
  if (parts.length !== 3 || !parts.every((part) => NUMBER.test(part))) return undefined;
  if ([preRelease, metadata].some((identifier) => identifier !== "" && !IDENTIFIER.test(identifier))) return undefined;
  const [major, minor, patch] = parts.map(BigInt);
  if ([major, minor, patch].some((number) => number > INT64_MAX)) return undefined;
  return { major, minor, patch, preRelease, metadata };
}

function cut(text: string, separator: string): [before: string, after: string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
