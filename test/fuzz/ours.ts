import { DiskFilesDirectory, formatReports, translateButane } from "../../lib/butane";
import { type ConfigReport } from "../../lib/ignition";
import { rawReport } from "../../lib/ignition/report-text";
import { validateIgnition } from "../../lib/ignition/validate";
import { type Answer, type Entry } from "./answer";
import { type FuzzCase } from "./cases";

/** Our side: what our Butane and Ignition say about a case. */
export function ours(filesDirectory: string): (one: FuzzCase) => Answer {
  const answer = (one: FuzzCase): Answer => (one.kind === "ignition" ? validated(one) : translated(one, filesDirectory));
  return (one) => {
    try {
      return answer(one);
    } catch (e) {
      return { ok: false, reports: [], raw: "", panic: (e as Error).stack };
    }
  };
}

function translated({ text, files, pretty }: FuzzCase, filesDirectory: string): Answer {
  const filesDir = files ? new DiskFilesDirectory(filesDirectory) : undefined;
  const { error, json, reports } = translateButane(text, { filesDir, pretty });
  const answer = { ok: error === undefined, error, json, reports: reports.map(entryOf), raw: formatReports(reports, "", { raw: true }) };
  // Messages name files; where they lie differs between machines.
  return JSON.parse(JSON.stringify(answer).replaceAll(filesDirectory, "files"), wellFormed) as Answer;
}

// Bytes that are no UTF-8 are lone surrogates with us, and what stands for any of them in the JSON of the real answer.
function wellFormed(_: string, value: unknown): unknown {
  return typeof value === "string" ? value.replace(/\p{Surrogate}/gu, "\ufffd") : value;
}

function validated({ text }: FuzzCase): Answer {
  const { reports, error } = validateIgnition(text);
  return { ok: error === undefined, error, reports: reports.map(entryOf), raw: rawReport(reports) };
}

function entryOf({ severity, path, line, column, code, message }: ConfigReport): Entry {
  // The path of a key without a name, at the top, is one empty part.
  return { kind: severity, path: path === "" && code !== "unused-key" ? "$" : `$.${path}`, line: line ?? 0, column: column ?? 0, message };
}
