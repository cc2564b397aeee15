import { expect, test } from "vitest";
import { ReportSeverity } from "../../lib/ignition";
import { rawReport } from "../../lib/ignition/report-text";

const { ERROR, INFO, WARNING } = ReportSeverity;
const code = "any";

test("each finding is a line, with what is known of its place", () => {
  expect(
    rawReport([
      { severity: ERROR, path: "storage.files.0", code, message: "one", line: 2, column: 3 },
      { severity: WARNING, path: "", code, message: "two", line: 0, column: 0 },
      { severity: INFO, path: "systemd", code, message: "three" },
      { severity: ERROR, path: "", code, message: "four" },
    ]),
  ).toBe("error at $.storage.files.0, line 2 col 3: one\nwarning at line 0 col 0: two\ninfo at $.systemd: three\nerror: four\n");
});

test("nothing found is no text", () => {
  expect(rawReport([])).toBe("");
});
