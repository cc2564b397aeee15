import { FlatcarError } from "../errors";
import { DataUrlFault, readDataUrl } from "./data-url-syntax";
import { GunzipFault, gunzip } from "./gzip";
import { containsTokenPlaceholder } from "./token-placeholder";

const UNRESERVED = /^[A-Za-z0-9\-_.!~*'()]$/;
const ESCAPED = Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  return UNRESERVED.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
});

const MAX_BYTES = 64 * 1024 * 1024;

/**
 * A `data:` URL of a text (as UTF-8) or bytes: percent-encoded or base64, whichever is shorter; a tie is percent-encoded, because it can be
 * read. Never compressed.
 *
 * @throws FlatcarError `data-url-token` for a text with a value known only at apply
 */
export function dataUrl(contents: string | Uint8Array): string {
  if (typeof contents === "string" && containsTokenPlaceholder(contents)) {
    throw new FlatcarError({
      code: "data-url-token",
      subject: "contents of a data URL",
      received: contents,
      allowed: "text known when the configuration is written",
      mend: 'let Terraform encode the value: "data:;base64,${base64encode(...)}"',
    });
  }
  const bytes = Buffer.from(contents);
  let escapedLength = 0;
  for (const byte of bytes) escapedLength += ESCAPED[byte].length;
  const base64Length = ";base64".length + Math.ceil(bytes.length / 3) * 4;
  if (base64Length < escapedLength) return `data:;base64,${bytes.toString("base64")}`;
  let url = "data:,";
  for (const byte of bytes) url += ESCAPED[byte];
  return url;
}

/**
 * The bytes Ignition would write for a `data:` URL. Percent and base64 forms with any media type are read as Ignition reads them.
 *
 * @param compression how the bytes in the URL are compressed, as in the `compression` of a resource: `gzip`, or `""` for not at all
 * @param maxBytes the most bytes that are decompressed, so that a small URL can not fill the memory; 64 MiB when absent
 * @throws FlatcarError `data-url-malformed` for what is not a `data:` URL or does not decompress, `data-url-too-large` for more than
 * `maxBytes`
 */
export function decodeDataUrl(source: string, compression = "", maxBytes = MAX_BYTES): Uint8Array {
  try {
    const bytes = readDataUrl(source);
    if (compression === "") return bytes;
    if (compression === "gzip") return gunzip(bytes, maxBytes);
  } catch (e) {
    if (e instanceof GunzipFault && e.tooLarge) throw tooLarge(source, maxBytes);
    if (e instanceof GunzipFault) throw malformed(source, `gzip: ${e.message}`);
    if (e instanceof DataUrlFault) throw malformed(source, e.message);
    throw e;
  }
  throw malformed(source, `compression ${JSON.stringify(compression)} is neither gzip nor empty`);
}

function malformed(source: string, reason: string): FlatcarError {
  return new FlatcarError({
    code: "data-url-malformed",
    subject: `data URL (${reason})`,
    received: source,
    allowed: "data:,TEXT with %XX escapes, or data:;base64,BASE64 with padding",
    mend: "encode the contents again, for example with dataUrl()",
  });
}

function tooLarge(source: string, maxBytes: number): FlatcarError {
  return new FlatcarError({
    code: "data-url-too-large",
    subject: "decompressed size of a data URL",
    received: source,
    allowed: `at most ${maxBytes} bytes`,
    mend: "fetch large contents over HTTP with a verification hash, or raise maxBytes",
  });
}
