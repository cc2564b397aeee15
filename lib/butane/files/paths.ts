import { cleanPath } from "../../ignition/go-path";
import { LocalFileFault, OUTSIDE } from "./directory";

/**
 * A path of a config below the files directory, as its messages name it.
 *
 * @param name what the directory is called, which is where the path begins
 * @param absolute where the directory is
 * @throws LocalFileFault for a path that leads out, were there no links
 * @see https://github.com/coreos/butane/blob/v0.29.0/base/util/file.go
 */
export function pathWithin(name: string, absolute: (path: string) => string, local: string): string {
  const path = cleanPath(`${name}/${local}`);
  const base = absolute(name);
  const at = absolute(path);
  if (at !== base && !at.startsWith(`${base}/`)) throw new LocalFileFault(OUTSIDE);
  return path;
}

/** What is at a name in a directory. */
export function joined(directory: string, name: string): string {
  return directory === "" ? name : `${directory}/${name}`;
}

/** Names in the order of their bytes, which is not the order of JavaScript's strings beyond U+FFFF. */
export function byBytes(names: readonly string[], bytesOf: (name: string) => Uint8Array): string[] {
  return names
    .map((name) => [name, bytesOf(name)] as const)
    .sort(([, a], [, b]) => Buffer.compare(a, b))
    .map(([name]) => name);
}
