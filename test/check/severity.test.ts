import { expect, test } from "vitest";
import { Severity, highest, isAtLeast } from "../../lib/check/severity";

const { INFO, WARN, FAIL } = Severity;

test("a severity is itself and all below it", () => {
  const all = [INFO, WARN, FAIL];
  const table = all.map((severity) => all.map((other) => isAtLeast(severity, other)));
  expect(table).toEqual([
    [true, false, false],
    [true, true, false],
    [true, true, true],
  ]);
});

test("the highest of some is the most that is among them, in any order", () => {
  expect(highest([WARN, FAIL, INFO])).toBe(FAIL);
  expect(highest(new Set([INFO, WARN]))).toBe(WARN);
  expect(highest([INFO, INFO])).toBe(INFO);
  expect(highest([])).toBeUndefined();
});
