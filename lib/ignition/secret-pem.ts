import { NextOf, SecretSpan } from "./secret-span";

// https://www.rfc-editor.org/rfc/rfc7468, https://www.rfc-editor.org/rfc/rfc4716 (SSH2), https://www.rfc-editor.org/rfc/rfc9580 (PGP)
const BEGIN =
  /-{4,5} ?BEGIN (?<label>(?:[A-Za-z0-9.]{1,32} ){0,5}PRIVATE KEY(?: BLOCK)?|OpenVPN [A-Za-z0-9 -]{1,40}|SSL SESSION PARAMETERS) ?-{4,5}/g;
const END = /-{4,5} ?END /;
// A private key's first line, a header of it, or a value known only at apply. What only names the header, such as a script, has none behind it.
const BODY = /(?:[\s#>"',+|]|\\[nr])*(?:[A-Za-z0-9+/=]{16}|[A-Z][A-Za-z-]{1,31}: |[$#]\{TfToken\[)/y;
const BASE64_LINES = /(?:(?:[\s#>"',+|]|\\[nr])*[A-Za-z0-9+/=]{16,})*/y;
const PUTTY = /PuTTY-User-Key-File-[0-9]: /g;
const PUTTY_END = /Private-MAC: /;

/** Private keys in PEM and what is wrapped like them, also where line ends are written as `\n`, and those of PuTTY. */
export function* pemSecrets(text: string): Generator<SecretSpan> {
  if (!/BEGIN |PuTTY/.test(text)) return;
  const ends = new NextOf(text, END);
  for (const match of text.matchAll(BEGIN)) {
    const start = match.index;
    const body = start + match[0].length;
    BODY.lastIndex = body;
    if (!BODY.test(text)) continue;
    yield { start, end: endOf(text, body, ends), kind: kindOf(match.groups?.label ?? "") };
  }
  const macs = new NextOf(text, PUTTY_END);
  for (const match of text.matchAll(PUTTY)) {
    const mac = macs.at(match.index);
    const lineEnd = text.indexOf("\n", mac);
    yield { start: match.index, end: lineEnd < 0 ? text.length : lineEnd, kind: "a PuTTY private key" };
  }
}

function kindOf(label: string): string {
  if (label.startsWith("OPENSSH") || label.startsWith("SSH2")) return "an OpenSSH private key";
  if (label.startsWith("PGP")) return "a PGP private key";
  if (label.startsWith("OpenVPN")) return "an OpenVPN key";
  if (label.startsWith("SSL")) return "a TLS session key";
  return label.startsWith("ENCRYPTED") ? "an encrypted private key (PEM)" : "a private key (PEM)";
}

/** Behind the line of its end; of a key that is cut off, behind its base64. */
function endOf(text: string, body: number, ends: NextOf): number {
  const at = ends.at(body);
  const between = text.slice(body, at);
  if (at < text.length && !between.includes("BEGIN ")) {
    const dashes = /-{4,5} ?END [A-Za-z0-9. -]{0,200}?-{4,5}(?!-)/y;
    dashes.lastIndex = at;
    return at + (dashes.exec(text)?.[0].length ?? 0);
  }
  BASE64_LINES.lastIndex = body;
  return body + (BASE64_LINES.exec(text)?.[0].length ?? 0);
}
