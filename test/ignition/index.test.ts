import { expect, test } from "vitest";
import * as ignition from "../../lib/ignition";

test("the public functions and classes are these", () => {
  expect(Object.keys(ignition).sort()).toEqual(
    [
      "IgnitionChangeKind",
      "IgnitionEncoder",
      "MissingConfig",
      "ReportSeverity",
      "IgnitionSpecVersion",
      "assertIgnition",
      "checkIgnition",
      "checkRules",
      "containsTokenPlaceholder",
      "dataUrl",
      "decodeDataUrl",
      "diffIgnition",
      "encodeIgnition",
      "findDuplicates",
      "formatIgnitionDiff",
      "ignitionFromObject",
      "largestFiles",
      "lowerTo",
      "maskSecrets",
      "mergeIgnition",
      "normaliseIgnition",
      "parseIgnition",
      "rawReport",
      "readIgnition",
      "renderIgnition",
      "suspectedSecrets",
      "translateUp",
      "validateIgnition",
      "validateOutput",
      "writtenPaths",
      "wrapGzip",
    ].sort(),
  );
});
