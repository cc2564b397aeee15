import { FlatcarLock, FlatcarRelease } from "../../lib/release";

/** What a lock of a test holds of one file. */
export interface LockedFile {
  readonly name: string;
  readonly sha512: string;
  readonly size?: number;
}

/** A release as a lock has it under the name `prod`, with the same files on both architectures. */
export function lockedRelease(version: string, files: readonly LockedFile[] = [], channel = "stable"): FlatcarRelease {
  const artifacts = Object.fromEntries(files.map(({ name, sha512, size = 1 }) => [name, { sha512, size }]));
  const release = { channel, version, ignition: "2.24.0", architectures: { amd64: { artifacts }, arm64: { artifacts } } };
  return FlatcarLock.parse(JSON.stringify({ lockVersion: 1, releases: { prod: release } }), "/flatcar.lock.json").release("prod");
}
