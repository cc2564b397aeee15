import * as fs from "fs";
import { FlatcarError } from "../../errors";
import { JsonText, memberOf } from "../../ignition/json-tree";
import { JsonFault, RepeatedKeys, parseJson } from "../../json";
import { systemCode } from "../../release/lock-text";

/** Where in a document: the keys and places in lists that lead there. */
export type JsonPath = readonly (string | number)[];

/**
 * The text of a file of settings.
 *
 * @param name what the file is called in messages
 * @throws FlatcarError `check-config-unreadable`, `check-config-not-json` where it is not UTF-8
 */
export function readSettingsText(file: string, name = file): string {
  let bytes: Uint8Array;
  try {
    bytes = fs.readFileSync(file);
  } catch (e) {
    throw new FlatcarError({
      code: "check-config-unreadable",
      subject: "the settings of checks",
      received: systemCode(e),
      allowed: "a file that can be read",
      mend: "correct the path, or see to it that this is a file and that you may read it",
      path: name,
    });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new FlatcarError({
      code: "check-config-not-json",
      subject: "encoding of the settings",
      received: "bytes that are not UTF-8",
      allowed: "UTF-8",
      mend: "save the file as UTF-8",
      path: name,
    });
  }
}

/**
 * The text of a file of settings as JSON.
 *
 * @throws FlatcarError `check-config-not-json`
 */
export function parseSettingsText(text: string, name: string): unknown {
  try {
    return parseJson(text, RepeatedKeys.REFUSE);
  } catch (e) {
    if (!(e instanceof JsonFault)) throw e;
    throw new FlatcarError({
      code: "check-config-not-json",
      subject: `line ${e.line}, column ${e.column}`,
      received: e.found ?? "the end of the file",
      allowed: "JSON, each key once in its object",
      mend: `correct it there: ${e.message}`,
      path: name,
    });
  }
}

/**
 * Where a value of a JSON document stands, or its key where that is meant: line and column in characters, from 1. Of what is not there the place is that of
 * what it should be in.
 */
export function placeIn(text: string, path: JsonPath, isKey = false): { readonly line: number; readonly column: number } {
  const bytes = Buffer.from(text, "utf8");
  let node = new JsonText(bytes.toString("latin1")).read();
  let at = beginOf(node);
  for (const [i, step] of path.entries()) {
    const member = typeof step === "string" ? memberOf(node, step) : undefined;
    const next = member?.node ?? (typeof step === "number" ? node.items?.[step] : undefined);
    if (next === undefined) break;
    node = next;
    at = isKey && i === path.length - 1 && member !== undefined ? member.at : beginOf(node);
  }
  const lines = bytes.subarray(0, at).toString("utf8").split("\n");
  return { line: lines.length, column: [...lines[lines.length - 1]].length + 1 };
}

/** The offset of a value; that of an object or list is behind its bracket. */
function beginOf({ kind, at }: { readonly kind: string; readonly at: number }): number {
  return kind === "object" || kind === "list" ? at - 1 : at;
}
