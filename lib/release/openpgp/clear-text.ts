import { MAX_SIGNATURE_BYTES, beginningOf, malformed, missing } from "./signature-error";

/** Bytes of a clear-signed file at most. DIGESTS have less than 1 KB, lists of AMIs a few. */
export const MAX_CLEAR_SIGNED_BYTES = 1024 * 1024;

const BEGIN_MESSAGE = "-----BEGIN PGP SIGNED MESSAGE-----";
const BEGIN_SIGNATURE = "-----BEGIN PGP SIGNATURE-----";
const HASH_HEADER = /^Hash: ?([A-Za-z0-9-]+(?:, ?[A-Za-z0-9-]+)*)$/;

/** A clear-signed file in its parts. */
export interface ClearText {
  /** What is signed, with line feeds at the ends of its lines, and no white space before them: that is not signed. */
  readonly text: string;
  /** The same as it is hashed: with carriage return and line feed between lines. */
  readonly hashed: Uint8Array;
  /** The hashes that the file announces, in small letters, as Node.js calls them too. */
  readonly hashes: readonly string[];
  /** The signatures, armored. */
  readonly signature: string;
}

/**
 * Takes a clear-signed file apart: one message, with nothing but white space before and after it, so that nobody takes for signed what is not.
 *
 * @throws FlatcarError `signature-missing` where nothing in it is signed, `signature-malformed`
 * @see https://www.rfc-editor.org/rfc/rfc9580#section-7
 */
export function readClearText(bytes: Uint8Array, file: string): ClearText {
  if (bytes.length > MAX_CLEAR_SIGNED_BYTES) throw malformed(file, `${bytes.length} bytes`, `at most ${MAX_CLEAR_SIGNED_BYTES} bytes`);
  const raw = decoded(bytes, file).split("\n");
  const lines = raw.map(trimmed);
  const begin = lines.findIndex((line) => line !== "");
  if (!lines.includes(BEGIN_MESSAGE)) throw missing(file, bytes, "a clear-signed text");
  if (lines[begin] !== BEGIN_MESSAGE) throw malformed(file, lines[begin], "nothing before the signed message");
  const start = lines.indexOf("", begin);
  const end = lines.indexOf(BEGIN_SIGNATURE, begin);
  if (end < 0 || start < 0 || start > end) throw malformed(file, "no signature after the text", `a line ${BEGIN_SIGNATURE} after the text`);
  const signature = lines.slice(end).join("\n");
  if (signature.length > MAX_SIGNATURE_BYTES) throw malformed(file, `${signature.length} bytes`, `at most ${MAX_SIGNATURE_BYTES} bytes`);
  const signed = raw.slice(start + 1, end).map((line) => trimmed(unescaped(line, file)));
  return {
    text: signed.map((line) => `${line}\n`).join(""),
    hashed: Buffer.from(signed.join("\r\n"), "utf8"),
    hashes: lines.slice(begin + 1, start).flatMap((line) => hashesOf(line, file)),
    signature,
  };
}

function decoded(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed(file, beginningOf(bytes), "a text in UTF-8");
  }
}

// Programs disagree about a line that begins with a hyphen and is not escaped, so there is none.
function unescaped(line: string, file: string): string {
  if (line.startsWith("- ")) return line.slice(2);
  if (line.startsWith("-")) throw malformed(file, trimmed(line), "hyphens at the beginning of a signed line escaped as “- -”");
  return line;
}

/** Without the white space at its end, which is not signed. */
function trimmed(line: string): string {
  return line.replace(/[ \t\r]+$/, "");
}

function hashesOf(line: string, file: string): string[] {
  const [, names] = HASH_HEADER.exec(line) ?? [];
  // NotDashEscaped is the other one that is known: it would make lines of the text look like its end.
  if (names === undefined) throw malformed(file, line, "headers such as Hash: SHA512");
  return names.split(",").map((name) => name.trim().toLowerCase());
}
