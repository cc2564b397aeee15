import { expect, test } from "vitest";
import { Findings, PROBLEMS } from "../../lib/ignition/problems";
import { ReportSeverity } from "../../lib/ignition/report";

test("codes are kebab-case, and every problem has words", () => {
  for (const { code, message } of Object.values(PROBLEMS)) {
    expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(message).not.toBe("");
  }
});

test("findings are kept in the order they were made", () => {
  const findings = new Findings();
  findings.warn("a", PROBLEMS.implicitWipe);
  findings.check("b", undefined);
  findings.check("c", PROBLEMS.noPath);
  findings.warn("d", PROBLEMS.specialBits, "a hint");
  expect(findings.reports).toEqual([
    { severity: ReportSeverity.WARNING, path: "a", ...PROBLEMS.implicitWipe },
    { severity: ReportSeverity.ERROR, path: "c", ...PROBLEMS.noPath },
    { severity: ReportSeverity.WARNING, path: "d", ...PROBLEMS.specialBits, hint: "a hint" },
  ]);
});
