import { ConfigReport } from "./report";

/**
 * Findings as the real tools print them, one a line: `error at $.storage.files.0.path, line 5 col 13: path not absolute`.
 *
 * @see https://github.com/coreos/vcontext/blob/d72178a18687/report/report.go
 */
export function rawReport(reports: readonly ConfigReport[]): string {
  return reports.map((report) => `${rawLine(report)}\n`).join("");
}

function rawLine({ severity, path, line, column, message, code }: ConfigReport): string {
  // The path of a key without a name, at the top, is one empty part.
  const hasPath = path !== "" || code === "unused-key";
  const places = [...(hasPath ? [`$.${path}`] : []), ...(line === undefined ? [] : [`line ${line} col ${column}`])];
  return `${severity}${places.length === 0 ? "" : ` at ${places.join(", ")}`}: ${message}`;
}
