import { FlatcarError } from "../errors";
import { hasToken } from "../pool/tokens";
import { FlatcarRelease } from "../release";
import { HETZNER_LABEL_LIMIT, HetznerImageLabel, versionLabel } from "../release/hetzner-labels";

const KEY = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[a-z0-9A-Z]([a-zA-Z0-9._-]{0,61}[a-zA-Z0-9])?$/;
/** Keys that begin so are Hetzner's own (https://docs.hetzner.cloud/reference/cloud#tag/labels). */
const HETZNER_PREFIX = "hetzner.cloud/";
const VALUE = /^([a-zA-Z0-9]([a-zA-Z0-9._-]{0,61}[a-zA-Z0-9])?)?$/;

/** The labels of the package's contract. Images carry all but the pool's, servers channel, version and pool. */
export const HetznerLabel = { ...HetznerImageLabel, POOL: "flatcar-pool" } as const;
export type HetznerLabel = (typeof HetznerLabel)[keyof typeof HetznerLabel];

/**
 * The labels of a server: the user's, and the package's over them.
 *
 * @throws FlatcarError `hetzner-label` for a key or value that Hetzner refuses, or a key that is the package's
 */
export function serverLabels(pool: string, release: FlatcarRelease, own: { readonly [key: string]: string }): { [key: string]: string } {
  checkLabels(own);
  checkLabelValue("poolName", pool);
  return {
    ...own,
    [HetznerLabel.POOL]: pool,
    [HetznerLabel.CHANNEL]: release.channel.name,
    [HetznerLabel.VERSION]: versionLabel(release.version),
  };
}

/**
 * Refuses labels of the user's that Hetzner would not take, or whose keys are the package's.
 *
 * @throws FlatcarError `hetzner-label`
 */
export function checkLabels(own: { readonly [key: string]: string }): void {
  for (const [key, value] of Object.entries(own)) checkLabel(key, value);
}

function checkLabel(key: string, value: string): void {
  const reserved = Object.values<string>(HetznerLabel).includes(key) || key.startsWith(HETZNER_PREFIX);
  if (reserved || !KEY.test(key)) {
    throw new FlatcarError({
      code: "hetzner-label",
      subject: "labels: a key",
      received: key,
      allowed: reserved
        ? `keys other than ${Object.values(HetznerLabel).join(", ")}, which are the package's, and ${HETZNER_PREFIX}…, which are Hetzner's`
        : `letters, digits, '-', '_' and '.', at most ${HETZNER_LABEL_LIMIT} characters, with an optional prefix and '/'`,
      mend: "rename the label",
    });
  }
  checkLabelValue(`labels.${key}`, value);
}

function checkLabelValue(subject: string, value: string): void {
  if (hasToken(value) || VALUE.test(value)) return;
  throw new FlatcarError({
    code: "hetzner-label",
    subject,
    received: value,
    allowed: `letters, digits, '-', '_' and '.', starting and ending with a letter or digit, at most ${HETZNER_LABEL_LIMIT} characters`,
    mend: "shorten or rename it",
  });
}
