import { expect, test } from "vitest";
import { ReportSeverity } from "../../lib/ignition";

test("severities are the words that the real tools print", () => {
  expect(Object.values(ReportSeverity)).toEqual(["error", "warning", "info"]);
});
