const NAMES = new Map<string, string>();

/**
 * A name of Ignition as Butane writes it: `sizeMiB` is `size_mib`.
 *
 * @see https://github.com/coreos/butane/blob/v0.29.0/config/util/util.go
 */
export function snake(name: string): string {
  let key = NAMES.get(name);
  if (key === undefined) NAMES.set(name, (key = name.replace(/MiB|[A-Z]/g, (found) => `_${found}`).toLowerCase()));
  return key;
}
