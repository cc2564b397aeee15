import { expect, test } from "vitest";
import { unknownPools } from "../../../lib/check/settings/unknown-pools";
import { Severity } from "../../../lib/check/severity";

const SETTINGS = { pools: { "prod/db": { maxUnavailable: 2 }, "prod/wbe": {}, "dev/x": {} } };

test("thresholds of a pool that is not there are a note, with the pool that may be meant", () => {
  const findings = unknownPools(SETTINGS, ["prod/db", "prod/web"], "f.json", () => true);
  expect(findings.map(({ rule, severity, message, mend, file }) => [rule, severity, message, mend, file])).toEqual([
    ["FC000", Severity.INFO, "the thresholds of prod/wbe are of no pool", 'did you mean "prod/web"?', "f.json"],
    ["FC000", Severity.INFO, "the thresholds of dev/x are of no pool", "correct the path, or take them out", "f.json"],
  ]);
});

test("of stacks that nobody looked at nothing is told", () => {
  expect(unknownPools(SETTINGS, ["prod/db", "prod/web"], "f.json", (path) => path.startsWith("dev"))).toHaveLength(1);
  expect(unknownPools({ pools: {} }, [], "f.json", () => true)).toEqual([]);
});
