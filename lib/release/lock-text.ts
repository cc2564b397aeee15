import * as fs from "node:fs";
import { FlatcarError } from "../errors";
import { JsonFault, RepeatedKeys, parseJson } from "../json";

/**
 * The text of a lock file.
 *
 * @throws FlatcarError `lock-missing`, `lock-unreadable`, `lock-not-json` where it is not UTF-8
 */
export function readLockText(file: string): string {
  return decode(read(file), file);
}

/**
 * The text of a lock file as JSON.
 *
 * @param fileName the place errors name
 * @throws FlatcarError `lock-not-json`
 */
export function parseLockText(text: string, fileName: string): unknown {
  try {
    return parseJson(text, RepeatedKeys.REFUSE);
  } catch (e) {
    if (!(e instanceof JsonFault)) throw e;
    throw new FlatcarError({
      code: "lock-not-json",
      subject: `line ${e.line}, column ${e.column}`,
      received: e.found ?? "the end of the file",
      allowed: "JSON, each key once in its object",
      mend: `correct it there: ${e.message}`,
      path: fileName,
    });
  }
}

/** The code of an error of the system, such as `ENOENT`, or its text. */
export function systemCode(e: unknown): string {
  return typeof e === "object" && e !== null && "code" in e && typeof e.code === "string" ? e.code : String(e);
}

function read(file: string): Uint8Array {
  try {
    return fs.readFileSync(file);
  } catch (e) {
    const code = systemCode(e);
    const missing = code === "ENOENT" || code === "ENOTDIR";
    throw new FlatcarError({
      code: missing ? "lock-missing" : "lock-unreadable",
      subject: "lock file",
      received: code,
      allowed: "a file that can be read",
      mend: missing ? "correct the path, or write the file" : "see to it that this is a file and that you may read it",
      path: file,
    });
  }
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FlatcarError({
      code: "lock-not-json",
      subject: "encoding of the lock file",
      received: "bytes that are not UTF-8",
      allowed: "UTF-8",
      mend: "save the file as UTF-8",
      path: file,
    });
  }
}
