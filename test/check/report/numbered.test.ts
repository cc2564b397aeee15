import { expect, test } from "vitest";
import { numbered } from "../../../lib/check/report/numbered";

test("one thing is in the singular, none and several in the plural, also where that is irregular", () => {
  expect([0, 1, 2].map((count) => numbered(count, "machine"))).toEqual(["0 machines", "1 machine", "2 machines"]);
  expect([1, 2].map((count) => numbered(count, "line on rules", "lines on rules"))).toEqual(["1 line on rules", "2 lines on rules"]);
});
