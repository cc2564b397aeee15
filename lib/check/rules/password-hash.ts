import { isPasswordHash } from "../../ignition/secret-hashes";

/**
 * Methods that are not for new hashes, from which passwords can be guessed, and how their hashes begin or look:
 * https://manpages.debian.org/stable/libcrypt-dev/crypt.5.en.html
 */
const WEAK: readonly (readonly [method: string, pattern: RegExp])[] = [
  ["md5crypt", /^\$1\$/],
  ["sunmd5", /^\$md5/],
  ["sha1crypt", /^\$sha1/],
  ["NT", /^\$3\$/],
  ["bsdicrypt", /^_[./0-9A-Za-z]{19}$/],
  ["descrypt", /^[./0-9A-Za-z]{13}$/],
  ["bigcrypt", /^[./0-9A-Za-z]{2}(?:[./0-9A-Za-z]{11}){2,16}$/],
];

/** sha512crypt and sha256crypt, bcrypt, scrypt, yescrypt and gost-yescrypt. */
const STRONG = /^\$(?:[567]|2[abxy]|g?y)\$/;

/**
 * Why a `passwordHash` is weak: by which method it is made, or that it is by none, as a password that somebody wrote as it is. Undefined where it is not,
 * where it is no hash but a mark of no login, and where it is known only at apply.
 */
export function weaknessOf(passwordHash: string): string | undefined {
  if (!isPasswordHash(passwordHash) || passwordHash.includes("${")) return undefined;
  // In front of a hash it locks the password, which can be guessed all the same.
  const hash = passwordHash.trim().replace(/^[!*]+/, "");
  if (STRONG.test(hash)) return undefined;
  return WEAK.find(([, pattern]) => pattern.test(hash))?.[0] ?? "by no known method";
}
