import { JsonFault, RepeatedKeys, parseJson } from "../../json";
import { documentError } from "./document-error";

/**
 * The text of a document.
 *
 * @throws FlatcarError `feed-document` where it is not UTF-8
 */
export function textOf(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw documentError({ file, place: "encoding", received: "bytes that are not UTF-8", allowed: "UTF-8" });
  }
}

/** The lines of a text, each with its number from 1, without those that are empty. */
export function linesOf(text: string): { readonly line: string; readonly number: number }[] {
  return text
    .split("\n")
    .map((line, i) => ({ line: line.replace(/\r$/, ""), number: i + 1 }))
    .filter(({ line }) => line !== "");
}

/**
 * The value of a document of JSON.
 *
 * @throws FlatcarError `feed-document` with line and column
 */
export function jsonOf(bytes: Uint8Array, file: string): unknown {
  try {
    return parseJson(textOf(bytes, file), RepeatedKeys.REFUSE);
  } catch (e) {
    if (!(e instanceof JsonFault)) throw e;
    throw documentError({
      file,
      place: `line ${e.line}, column ${e.column}`,
      received: e.found ?? "the end of the file",
      allowed: `JSON: ${e.message}`,
    });
  }
}

/** Whether a value of JSON is an object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
