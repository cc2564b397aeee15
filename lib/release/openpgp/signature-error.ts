import { FlatcarError } from "../../errors";

/** Bytes of a signature at most. One by an RSA key of 4096 bits has 566. */
export const MAX_SIGNATURE_BYTES = 64 * 1024;

const LONGEST_BEGINNING = 60;

/** The error of a file that is no signature, or one of a form that is not taken. */
export function malformed(file: string, received: unknown, allowed: string): FlatcarError {
  return signatureError("signature-malformed", file, received, allowed, "get the file anew, or ask whoever publishes it to sign it so");
}

/** The error of a file without any signature. */
export function missing(file: string, bytes: Uint8Array, allowed: string): FlatcarError {
  const received = bytes.length === 0 ? "an empty file" : beginningOf(bytes);
  return signatureError("signature-missing", file, received, allowed, "get the file from a server that has the signed one");
}

/** An error of a signature. */
export function signatureError(code: string, file: string, received: unknown, allowed: string, mend: string): FlatcarError {
  return new FlatcarError({ code, subject: "signature", received, allowed, mend, path: file });
}

/** How a file begins, in printable characters. */
export function beginningOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(0, LONGEST_BEGINNING)).toString("latin1");
  return text.replace(/[^\x20-\x7e]/g, ".") + (bytes.length > LONGEST_BEGINNING ? "…" : "");
}

/** A moment as errors show it: in UTC, to the second. */
export function moment(date: Date): string {
  return date.toISOString().replace(".000Z", "Z");
}
