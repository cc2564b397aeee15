import { SecretFinder, SecretSpan, matchesOf } from "./secret-span";

const HASH = "a password hash";

const FINDERS: readonly SecretFinder[] = [
  // https://manpages.debian.org/stable/libcrypt-dev/crypt.5.en.html; apr1 is Apache's,
  // https://httpd.apache.org/docs/2.4/misc/password_encryptions.html
  matchesOf(HASH, /\$(?:[156]|apr1|md5|sha1)\$(?:rounds=[0-9]{1,9}\$)?[^\s:$"']{0,64}\$[./A-Za-z0-9]{22,86}/),
  matchesOf(HASH, /\$2[abxy]?\$[0-9]{2}\$[./A-Za-z0-9]{53}/),
  matchesOf(HASH, /\$g?y\$[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{0,86}\$[./A-Za-z0-9]{43}/),
  matchesOf(HASH, /\$7\$[./A-Za-z0-9]{11,97}\$[./A-Za-z0-9]{43}/),
  // https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md
  matchesOf(HASH, /\$(?:argon2(?:id|i|d)|scrypt|pbkdf2(?:-sha[0-9]{1,3})?)\$[\w=,.$-]{1,128}\$[A-Za-z0-9+/.]{8,}\$[A-Za-z0-9+/.]{16,}/),
  // LDAP and htpasswd -s, https://www.rfc-editor.org/rfc/rfc2307#section-5.3
  matchesOf(HASH, /\{(?:S?SHA(?:256|384|512)?|S?MD5|CRYPT)\}[A-Za-z0-9+/]{20,}={0,2}/),
  // PostgreSQL, https://www.postgresql.org/docs/current/catalog-pg-authid.html
  matchesOf(HASH, /SCRAM-SHA-(?:1|256)\$[0-9]{3,9}:[A-Za-z0-9+/]{16,}={0,2}\$[A-Za-z0-9+/]{20,}={0,2}:[A-Za-z0-9+/]{20,}={0,2}/),
  // https://man7.org/linux/man-pages/man5/shadow.5.html: nine fields, the second a hash unless it begins with a mark of no login
  matchesOf(
    "a line of /etc/shadow",
    /(?<=^[ \t]*[a-z_][\w.-]{0,31}:)!{0,2}(?<secret>[./A-Za-z0-9$=,]{13,})(?=(?::-?[0-9]{0,9}){6}:[^:\s]{0,32}$)/m,
  ),
];

/** Hashes of passwords: who reads one can try passwords against it for as long as he likes. */
export function* hashSecrets(text: string): Generator<SecretSpan> {
  for (const find of FINDERS) yield* find(text);
}

/** Whether a `passwordHash` holds more than marks of no login. */
export function isPasswordHash(value: string): boolean {
  return !/^[!*x]*$/.test(value.trim());
}
