import { expect, test } from "vitest";
import * as published from "../../../lib/check";
import { ReportFormat, formatReport } from "../../../lib/check/report/format";
import { RULES } from "../../../lib/check/rules";
import { Severity } from "../../../lib/check/severity";
import { actingIn } from "./markdown-reader";
import { findingOf, recordedReport, reportOf } from "./reports";

test.each([
  [ReportFormat.TEXT, "FAIL: 1 failure\n"],
  [ReportFormat.MARKDOWN, "<!-- cdktf-flatcar check -->\n"],
  [ReportFormat.JSON, '{\n  "version": 1,\n  "verdict": "fail"'],
  [ReportFormat.SARIF, '{\n  "$schema": "https://docs.oasis-open.org/sarif/'],
  [ReportFormat.JUNIT, '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites '],
])("a report has each form, which ends with a newline: %s", (format, beginning) => {
  const text = formatReport(reportOf({ verdict: Severity.FAIL, findings: [findingOf()] }), format);
  expect(text.slice(0, beginning.length)).toBe(beginning);
  expect(text.endsWith("\n")).toBe(true);
  expect(text.endsWith("\n\n")).toBe(false);
});

test("options go to the form that they are for", () => {
  const report = reportOf({ verdict: Severity.FAIL, findings: [findingOf()] });
  const options = { color: true, runUrl: "https://ci.example/1", marker: "mine" };
  const forms = Object.values(ReportFormat).map((format) => [format, formatReport(report, format, options)] as const);
  const having = (text: string): string[] => forms.flatMap(([format, each]) => (each.includes(text) ? [format] : []));
  expect(having("\x1b[31m")).toEqual([ReportFormat.TEXT]);
  expect(having("<!-- mine -->\n")).toEqual([ReportFormat.MARKDOWN]);
  expect(having("https://ci.example/1")).toEqual([ReportFormat.MARKDOWN]);
});

test("the forms are published", () => {
  expect(published.formatReport).toBe(formatReport);
  expect(published.ReportFormat).toBe(ReportFormat);
});

test("the comment on a change that a plan shows as two updates, and that replaces every machine, is the one of the documentation", async () => {
  // Rules that come later, and say other things of this stack, leave the example as it is.
  const rules = RULES.filter(({ id }) => ["FC001", "FC002", "FC003", "FC007", "FC012"].includes(id));
  const report = recordedReport(["aws/fc001-refresh-at-once"], {}, rules);
  const comment = formatReport(report, ReportFormat.MARKDOWN, { runUrl: "https://github.com/example/infrastructure/actions/runs/1" });
  expect(actingIn(comment).links).toEqual(["https://github.com/example/infrastructure/actions/runs/1"]);
  expect(comment).toContain("> [!CAUTION]\n> **Machines lose their root disks: of 2 machines 2 are replaced.**");
  await expect(comment).toMatchFileSnapshot("golden/comment.md");
});
