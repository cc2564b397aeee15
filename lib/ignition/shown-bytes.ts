import { FlatcarError } from "../errors";
import { decodeDataUrl } from "./data-url";

/** The bytes behind a `data:` URL for one who shows them; undefined where it cannot be decoded, of which Ignition says more. */
export function decodedBytes(source: string, compression: string | undefined): Uint8Array | undefined {
  try {
    return decodeDataUrl(source, compression);
  } catch (e) {
    if (FlatcarError.isFlatcarError(e)) return undefined;
    throw e;
  }
}

/** Bytes as text, where they are such: a NUL is in no text. */
export function shownText(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
