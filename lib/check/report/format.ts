import { jsonReport } from "./json";
import { junitReport } from "./junit";
import { MarkdownOptions, markdownReport } from "./markdown";
import type { CheckReport } from "./report";
import { sarifReport } from "./sarif";
import { TextOptions, textReport } from "./text";

/** The forms a report can have. */
export enum ReportFormat {
  /** For a person at a terminal. */
  TEXT = "text",
  /** For one comment on a pull request, updated in place. Below the size limit of a comment, whatever is reported. */
  MARKDOWN = "markdown",
  /** All of the report for programs, by `check-report.schema.json`. */
  JSON = "json",
  /** SARIF 2.1.0, for code scanning. */
  SARIF = "sarif",
  /** For what shows the results of tests in CI. */
  JUNIT = "junit",
}

/** How a report is written. */
export interface ReportOptions extends TextOptions, MarkdownOptions {}

/**
 * A report as a text that ends with a newline. The same report is always the same text.
 *
 * @throws FlatcarError `report-marker-invalid`, `report-run-url-invalid`
 */
export function formatReport(report: CheckReport, format: ReportFormat, options: ReportOptions = {}): string {
  switch (format) {
    case ReportFormat.TEXT:
      return textReport(report, options);
    case ReportFormat.MARKDOWN:
      return markdownReport(report, options);
    case ReportFormat.JSON:
      return jsonReport(report);
    case ReportFormat.SARIF:
      return sarifReport(report);
    case ReportFormat.JUNIT:
      return junitReport(report);
  }
}
