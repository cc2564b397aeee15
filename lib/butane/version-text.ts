import { GoSemver } from "../ignition/go-semver";

/** A version without the leading zeros that its text may have. */
export function versionText({ major, minor, patch, preRelease, metadata }: GoSemver): string {
  return `${major}.${minor}.${patch}${preRelease === "" ? "" : `-${preRelease}`}${metadata === "" ? "" : `+${metadata}`}`;
}
