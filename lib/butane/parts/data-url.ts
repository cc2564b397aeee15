import { gzipGoWithin } from "../../ignition/deflate/gzip-go";
import { bytesOf, textOf } from "../../ignition/go-bytes";

/** Contents as a resource of Ignition has them. */
export interface EncodedContents {
  readonly source: string;
  /** `gzip`, `""` for not at all; undefined where the user compressed the contents. */
  readonly compression: string | undefined;
}

const BASE64 = ";base64,";
const GZIP = "gzip";
// Header and trailer, https://www.rfc-editor.org/rfc/rfc1952#section-2.3
const GZIP_SHORTEST = 18;

/**
 * Contents as a `data:` URL: of percent-encoded, base64 and compressed base64 the shortest, a tie goes to the one named first.
 *
 * @param compressed whether the contents are compressed already, so that they are not compressed again
 * @see https://github.com/coreos/butane/blob/v0.29.0/base/util/url.go
 */
export function dataUrlOf(contents: string | Uint8Array, compressed: boolean): EncodedContents {
  const text = typeof contents === "string" ? contents : textOf(contents);
  const escaped = escape(text);
  let bytes = typeof contents === "string" ? undefined : contents;
  let opaque = `,${escaped ?? ""}`;
  // Where nothing had to be escaped, base64 is longer.
  if (escaped?.length !== text.length) {
    bytes ??= bytesOf(text);
    if (escaped === undefined || BASE64.length + base64Length(bytes.length) < opaque.length) opaque = BASE64 + base64(bytes);
  }
  if (compressed) return { source: `data:${opaque}`, compression: undefined };
  // The value of the compression field counts too.
  const limit = Math.floor((opaque.length - 1 - BASE64.length - GZIP.length) / 4) * 3;
  if (limit >= GZIP_SHORTEST) {
    const zipped = gzipGoWithin((bytes ??= bytesOf(text)), limit);
    if (zipped !== undefined) return { source: `data:${BASE64}${base64(zipped)}`, compression: GZIP };
  }
  return { source: `data:${opaque}`, compression: "" };
}

function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
}

/** Leaves what encodeURIComponent leaves: letters, digits and `-_.!~*'()`. Undefined where base64 is shorter, and that is known before. */
function escape(text: string): string | undefined {
  try {
    return encodeURIComponent(text);
  } catch (e) {
    // Bytes that are no UTF-8, or a text longer than any string.
    if (!(e instanceof URIError || e instanceof RangeError)) throw e;
    return escapedBytes(bytesOf(text));
  }
}

function escapedBytes(bytes: Uint8Array): string | undefined {
  const length = bytes.reduce((sum, byte) => sum + ESCAPED[byte].length, 0);
  if (BASE64.length + base64Length(bytes.length) < ",".length + length) return undefined;
  const escaped = Buffer.allocUnsafe(length);
  let at = 0;
  for (const byte of bytes) at += escaped.write(ESCAPED[byte], at, "latin1");
  return escaped.toString("latin1");
}

const ESCAPED = Array.from({ length: 256 }, (_, byte) => {
  const escaped = `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  return byte < 0x80 ? encodeURIComponent(String.fromCharCode(byte)) : escaped;
});
