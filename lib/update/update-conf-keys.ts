/**
 * The keys of `/etc/flatcar/update.conf` and the programs that read them.
 *
 * @see https://github.com/flatcar/update_engine/blob/main/src/update_engine/omaha_request_params.cc
 * @see https://github.com/flatcar/locksmith/tree/flatcar-master/locksmithctl
 */

/** Who reads a key. update_engine has a reader of its own; locksmithd gets the file from systemd, as an environment. */
export enum UpdateConfReader {
  UPDATE_ENGINE,
  LOCKSMITHD,
}

const UPDATE_ENGINE_KEYS = [
  "GROUP",
  "SERVER",
  "MACHINE_ALIAS",
  "DOWNLOAD_USER",
  "DOWNLOAD_PASSWORD",
  "PCR_POLICY_SERVER",
  "FLATCAR_RELEASE_VERSION",
  "FLATCAR_RELEASE_BOARD",
  "FLATCAR_RELEASE_APPID",
] as const;

const LOCKSMITHD_KEYS = [
  "REBOOT_STRATEGY",
  "LOCKSMITHD_REBOOT_WINDOW_START",
  "REBOOT_WINDOW_START",
  "LOCKSMITHD_REBOOT_WINDOW_LENGTH",
  "REBOOT_WINDOW_LENGTH",
  "LOCKSMITHD_ENDPOINT",
  "LOCKSMITHD_ETCD_CAFILE",
  "LOCKSMITHD_ETCD_CERTFILE",
  "LOCKSMITHD_ETCD_KEYFILE",
  "LOCKSMITHD_ETCD_USERNAME",
  "LOCKSMITHD_ETCD_PASSWORD",
  "LOCKSMITHD_GROUP",
] as const;

const READERS: ReadonlyMap<string, UpdateConfReader> = new Map<string, UpdateConfReader>([
  ...UPDATE_ENGINE_KEYS.map((key) => [key, UpdateConfReader.UPDATE_ENGINE] as const),
  ...LOCKSMITHD_KEYS.map((key) => [key, UpdateConfReader.LOCKSMITHD] as const),
]);
const ORDER: readonly string[] = [...UPDATE_ENGINE_KEYS, ...LOCKSMITHD_KEYS];

/** The form of a key that locksmithd prefers, by the other form. */
export const BARE_WINDOW_KEYS: ReadonlyMap<string, string> = new Map([
  ["REBOOT_WINDOW_START", "LOCKSMITHD_REBOOT_WINDOW_START"],
  ["REBOOT_WINDOW_LENGTH", "LOCKSMITHD_REBOOT_WINDOW_LENGTH"],
]);

/** The reader of a key, or undefined for a key that is none of Flatcar's own. */
export function readerOf(key: string): UpdateConfReader | undefined {
  return READERS.get(key);
}

/** The one name of a key that has two. */
export function canonicalKey(key: string): string {
  return BARE_WINDOW_KEYS.get(key) ?? key;
}

/** Keys in the order in which they are written: Flatcar's own as listed above, then all others by code unit. */
export function inWrittenOrder(keys: Iterable<string>): string[] {
  const rank = (key: string) => (ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length);
  return [...keys].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0));
}
