/**
 * A version as Butane reads it: three integers and, behind hyphen and plus, identifiers. `undefined` for what is none.
 *
 * @see https://github.com/coreos/go-semver/blob/v0.3.1/semver/semver.go
 */
export function normalVersion(text: string): string | undefined {
  const [, numbers, preRelease, metadata] = VERSION.exec(text) ?? [];
  const parts = numbers?.split(".") ?? [];
  if (parts.length !== 3 || !parts.every(isInt64)) return undefined;
  if (![preRelease, metadata].every((part) => (part ?? "") === "" || IDENTIFIERS.test(part))) return undefined;
  const normal = parts.map((part) => BigInt(part)).join(".");
  return normal + (preRelease ? `-${preRelease}` : "") + (metadata ? `+${metadata}` : "");
}

const VERSION = /^([^+-]*)(?:-([^+]*))?(?:\+([^]*))?$/;
const IDENTIFIERS = /^[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*$/;
const INT64_MAX = 2n ** 63n - 1n;

function isInt64(digits: string): boolean {
  return /^[0-9]+$/.test(digits) && BigInt(digits) <= INT64_MAX;
}
