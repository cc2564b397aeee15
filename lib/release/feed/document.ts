import { FlatcarError } from "../../errors";
import { timeoutFailure } from "../transport/failure";
import type { TransportTiming } from "../transport/timing";
import { htmlError } from "../transport/transfer";
import type { Transport } from "../transport/transport";

/** Bytes of a text or a signature at most. The largest real one, a clear-signed DIGESTS, has less than 2 KiB. */
export const MAX_TEXT_BYTES = 64 * 1024;
/** Bytes of a list of releases at most. The largest real one has 3.6 MB. */
export const MAX_JSON_BYTES = 32 * 1024 * 1024;

/** A document as it is. */
export interface Document {
  /** Where it came from, as errors name it. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads a whole document into memory, in the time that a document may take.
 *
 * @throws FlatcarError those of {@link Transport.open}; `feed-html` where a web page stands in its place; `feed-timeout`
 */
export async function readDocument(
  transport: Transport,
  url: string,
  { maxBytes, timing }: { readonly maxBytes: number; readonly timing: TransportTiming },
): Promise<Document> {
  const deadline = new AbortController();
  const file = await transport.open(url, { maxBytes, signal: deadline.signal });
  const late = timeoutFailure(file.url, `not all of it in ${timing.documentMs / 1000} s`).error(1);
  const timer = setTimeout(() => deadline.abort(late), timing.documentMs);
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of file.body) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    const beginning = bytes.subarray(0, 200).toString("latin1").trimStart();
    if (beginning.startsWith("<")) throw htmlError(file.url, url, beginning.split("\n")[0]);
    return { file: file.url, bytes };
  } finally {
    clearTimeout(timer);
  }
}

/** Whether an error says that a file is not there. */
export function isMissing(e: unknown): e is FlatcarError {
  return FlatcarError.isFlatcarError(e) && e.code === "feed-missing";
}
