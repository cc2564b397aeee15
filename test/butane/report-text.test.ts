import { expect, test } from "vitest";
import { formatReports } from "../../lib/butane";
import { ConfigReport, ReportSeverity } from "../../lib/ignition";

const report: ConfigReport = { severity: ReportSeverity.ERROR, path: "b.c", code: "x", message: "is wrong", line: 3, column: 5 };
const TEXT = "a: 1\nb:\n c: é wrong\nd: 2\ne: 3\nf: 4\n";

test("the raw form is a line each", () => {
  const warning: ConfigReport = { severity: ReportSeverity.WARNING, path: "", code: "y", message: "is odd" };
  expect(formatReports([report, warning], TEXT, { raw: true })).toBe("error at $.b.c, line 3 col 5: is wrong\nwarning: is odd\n");
  expect(formatReports([], TEXT)).toBe("");
});

test("the other form shows the place with two lines before and behind, and marks it up to the next space", () => {
  expect(formatReports([report], TEXT, { file: "x.bu" })).toBe(
    [
      "error[$.b.c]:",
      "  --> x.bu:3:5",
      "   |",
      " 1 | a: 1",
      " 2 | b:",
      " 3 |  c: é wrong",
      "   |     ^^ is wrong",
      " 4 | d: 2",
      " 5 | e: 3",
      "   |",
      "",
    ].join("\n"),
  );
});

test("entries are apart, and the numbers as wide as the last", () => {
  const text = "x\n".repeat(12);
  const at = (line: number): ConfigReport => ({ ...report, path: "", line, column: 1 });
  expect(formatReports([at(1), at(9)], text)).toBe(
    [
      "error:",
      "  --> <stdin>:1:1",
      "   |",
      " 1 | x",
      "   | ^ is wrong",
      " 2 | x",
      " 3 | x",
      "   |",
      "",
      "error:",
      "  --> <stdin>:9:1",
      "    |",
      "  7 | x",
      "  8 | x",
      "  9 | x",
      "    | ^ is wrong",
      " 10 | x",
      " 11 | x",
      "    |",
      "",
    ].join("\n"),
  );
});

test("marks count bytes, as butane's do", () => {
  expect(formatReports([{ ...report, column: 5 }], "\n\n c: éé\n")).toContain("|     ^^^^ is wrong");
  expect(formatReports([{ ...report, column: 1 }], "\n\né\u00a0b\n")).toContain("| ^^ is wrong");
});

test("a place that is not in the text gets the raw form", () => {
  for (const place of [{ line: 30 }, { column: 30 }, { line: undefined }, { line: 0, column: 0 }]) {
    expect(formatReports([{ ...report, ...place }], TEXT)).toMatch(/^error at \$\.b\.c.*: is wrong\n$/);
  }
});

test("colours mark the kind, the numbers and the marks", () => {
  const text = formatReports(
    [report, { ...report, severity: ReportSeverity.WARNING }, { ...report, severity: ReportSeverity.INFO }],
    TEXT,
    { color: true },
  );
  expect(text).toContain("\x1b[1;31merror\x1b[0m[$.b.c]:\n  \x1b[1;34m-->\x1b[0m <stdin>:3:5\n   |\n \x1b[1;34m1\x1b[0m | a: 1\n");
  expect(text).toContain("\x1b[1;33mwarning\x1b[0m");
  expect(text).toContain("\x1b[1;36minfo\x1b[0m");
  expect(text).toContain("   |     \x1b[1;34m^^\x1b[0m is wrong\n");
});

test("where excerpts would fill the memory, the rest has the raw form", () => {
  const text = "x".repeat(8 * 1024 * 1024);
  const reports = Array.from({ length: 100 }, () => ({ ...report, line: 1, column: 1 }));
  const formatted = formatReports(reports, text);
  expect(formatted.length).toBeLessThan(100 * 1024 * 1024);
  expect(formatted.startsWith("error[$.b.c]:\n  --> <stdin>:1:1\n")).toBe(true);
  expect(formatted.endsWith("\nerror at $.b.c, line 1 col 1: is wrong\n")).toBe(true);
});
