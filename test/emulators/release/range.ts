import type { IncomingHttpHeaders } from "node:http";

/**
 * The one range that a request asks for, end excluded; undefined where the whole file is to come.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-range-requests
 */
export function rangeOf(
  headers: IncomingHttpHeaders,
  size: number,
  etag: string | undefined,
): readonly [number, number] | "unsatisfiable" | undefined {
  const match = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? "");
  if (match === null) return undefined;
  const condition = headers["if-range"];
  if (condition !== undefined && condition !== etag) return undefined;
  const start = Number(match[1]);
  if (start >= size) return "unsatisfiable";
  return [start, match[2] === "" ? size : Math.min(size, Number(match[2]) + 1)];
}
