import { ConfigReport, ReportSeverity } from "../ignition/report";
import { rawReport } from "../ignition/report-text";

/** How {@link formatReports} writes. */
export interface ReportTextOptions {
  /**
   * One line an entry, as `butane --raw-errors` writes, instead of an excerpt of the text with the place marked.
   *
   * @default false
   */
  readonly raw?: boolean;
  /**
   * What the text is called in an excerpt.
   *
   * @default "<stdin>"
   */
  readonly file?: string;
  /**
   * Escape sequences of a terminal for colours, in an excerpt.
   *
   * @default false
   */
  readonly color?: boolean;
}

/**
 * Reports as `butane` prints them, to the byte; empty without any.
 *
 * @param text the Butane config that the reports are about
 * @see https://github.com/coreos/butane/blob/v0.29.0/internal/report/report.go
 */
export function formatReports(reports: readonly ConfigReport[], text: string, options: ReportTextOptions = {}): string {
  const { raw = false, file = "<stdin>", color = false } = options;
  if (raw) return rawReport(reports);
  const lines = linesAround(reports, text);
  let left = MOST;
  const entries = reports.map((report) => {
    const shown = left > 0 ? excerpt(report, lines, file, color) : undefined;
    left -= shown?.length ?? 0;
    return shown ?? rawReport([report]);
  });
  return entries.join("\n");
}

// Characters of excerpts after which the raw form has to do: thousands of reports in a line of megabytes are longer than a string can be.
const MOST = 64 * 1024 * 1024;

const CONTEXT = 2;
const [RED, YELLOW, CYAN, BLUE, RESET] = ["\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[1;34m", "\x1b[0m"];
const COLORS = { [ReportSeverity.ERROR]: RED, [ReportSeverity.WARNING]: YELLOW, [ReportSeverity.INFO]: CYAN };

/** The lines that the excerpts show, by number. A list of all can be longer than lists may be. */
function linesAround(reports: readonly ConfigReport[], text: string): ReadonlyMap<number, string> {
  const shown = new Set<number>();
  let last = 0;
  for (const { line = 0 } of reports) {
    for (let n = line - CONTEXT; n <= line + CONTEXT; n++) shown.add(n);
    last = Math.max(last, line + CONTEXT);
  }
  const lines = new Map<number, string>();
  for (let n = 1, from = 0; n <= last && from >= 0; n++) {
    const end = text.indexOf("\n", from);
    if (shown.has(n)) lines.set(n, end < 0 ? text.slice(from) : text.slice(from, end));
    from = end < 0 ? -1 : end + 1;
  }
  return lines;
}

/** Undefined where the place is not in the text: behind an empty value at the end of a line, for one. */
function excerpt(report: ConfigReport, lines: ReadonlyMap<number, string>, file: string, color: boolean): string | undefined {
  const { severity, path, code, message, line, column = 0 } = report;
  const own = line === undefined ? undefined : lines.get(line);
  if (line === undefined || own === undefined || column < 1) return undefined;
  // butane takes the column, which counts characters, for one of bytes.
  const marked = Buffer.from(own, "utf8");
  if (column > marked.length) return undefined;
  const painted = (part: string, code: string): string => (color ? code + part + RESET : part);
  let last = line;
  while (last < line + CONTEXT && lines.has(last + 1)) last++;
  const width = String(last).length;
  const gutter = ` ${" ".repeat(width)} |`;

  const result = [
    `${painted(severity, COLORS[severity])}${path === "" && code !== "unused-key" ? "" : `[$.${path}]`}:`,
    `  ${painted("-->", BLUE)} ${file}:${line}:${column}`,
    gutter,
  ];
  for (let n = Math.max(1, line - CONTEXT); n <= last; n++) {
    result.push(` ${painted(String(n).padStart(width), BLUE)} | ${lines.get(n)}`);
    if (n === line) result.push(`${gutter} ${" ".repeat(column - 1)}${painted("^".repeat(marks(marked, column - 1)), BLUE)} ${message}`);
  }
  return [...result, gutter, ""].join("\n");
}

// White space of Unicode in UTF-8, a character a byte, https://pkg.go.dev/unicode#IsSpace
const SPACE = /[\t-\r ]|\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2(?:\x80[\x80-\x8a\xa8\xa9\xaf]|\x81\x9f)|\xe3\x80\x80/;

/** How many bytes there are up to the next white space. */
function marks(line: Buffer, from: number): number {
  const rest = line.toString("latin1", from);
  const space = rest.search(SPACE);
  return space < 0 ? rest.length : space;
}
