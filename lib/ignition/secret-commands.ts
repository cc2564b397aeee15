import { isLiteralSecret } from "./secret-literal";
import { MAY_SAY_SECRET, secretNamed } from "./secret-names";
import { SecretFinder, SecretSpan, matchesOf } from "./secret-span";

const VALUE = String.raw`["']?(?<secret>[^\s"'\\]+)`;
const FLAG = new RegExp(String.raw`(?<![\w-])--?(?<name>[A-Za-z][\w-]{0,127})[ \t]{1,32}(?!-)${VALUE}`, "dg");
const EXPANSION = /\$\{(?<name>\w{1,128}):?[-=](?<secret>[^}\n]{1,512})\}/dg;

const FINDERS: readonly SecretFinder[] = [
  // https://curl.se/docs/manpage.html#-u
  matchesOf(
    "a password",
    new RegExp(
      String.raw`\b(?:curl|wget)\b(?:[^\n\\]|\\[^]){0,400}?\s(?:-u|-U|--user|--proxy-user)[ =]?["']?[^\s:"'$]{1,128}:(?<secret>[^\s"'\\]+)`,
    ),
    isLiteralSecret,
  ),
  matchesOf("a password", new RegExp(String.raw`\bsshpass\s{1,8}-p\s{0,8}${VALUE}`), isLiteralSecret),
  matchesOf(
    "a password",
    new RegExp(String.raw`\b(?:docker|podman|nerdctl|helm registry)\s{1,8}login\b[^\n]{0,200}?\s-p[ =]${VALUE}`),
    isLiteralSecret,
  ),
  matchesOf(
    "a password",
    /(?<![\w-])[a-z_][\w-]{0,31}:(?<secret>[^\s"'|]{1,128})["']?\s{0,8}\|\s{0,8}(?:sudo\s{1,8})?chpasswd\b/,
    isLiteralSecret,
  ),
  // Redis, keepalived and FRR write a setting and its value with a space between.
  matchesOf(
    "a password",
    new RegExp(String.raw`(?<=^[ \t]{0,32})(?:requirepass|masterauth|auth_pass|neighbor \S{1,64} password)[ \t]{1,32}${VALUE}`, "m"),
    isLiteralSecret,
  ),
  // https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#SetCredential=ID:VALUE; the encrypted form is none.
  matchesOf("a systemd credential", /(?<=^[ \t]{0,32})SetCredential=[\w.@-]{1,255}:(?<secret>[^\n]+)/m, isLiteralSecret),
  matchesOf(
    "a credential in an HTTP header",
    /\bauthorization\\{0,7}["']?\s{0,8}[:=]\s{0,8}\\{0,7}["']?(?:Basic|Bearer|Token|ApiKey|Digest|Splunk)\s{1,8}(?<secret>[^\s"'\\]+)/i,
    isLiteralSecret,
  ),
];

/** Secrets in command lines and unit files: the values of flags, what a variable falls back to, and a few commands that take them bare. */
export function* commandSecrets(text: string): Generator<SecretSpan> {
  yield* named(text, FLAG);
  yield* named(text, EXPANSION);
  for (const find of FINDERS) yield* find(text);
}

function* named(text: string, pattern: RegExp): Generator<SecretSpan> {
  if (!MAY_SAY_SECRET.test(text)) return;
  for (const match of text.matchAll(pattern)) {
    const { name = "", secret = "" } = match.groups ?? {};
    const kind = secretNamed(name);
    const [start, end] = match.indices?.groups?.secret ?? [0, 0];
    if (kind !== undefined && isLiteralSecret(secret)) yield { start, end, kind };
  }
}
