import { expect, test } from "vitest";
import * as ignition from "../../lib/ignition";

test("the public functions and classes are these", () => {
  expect(Object.keys(ignition).sort()).toEqual(
    [
      "ReportSeverity",
      "IgnitionSpecVersion",
      "assertIgnition",
      "checkIgnition",
      "checkRules",
      "containsTokenPlaceholder",
      "dataUrl",
      "decodeDataUrl",
      "encodeIgnition",
      "findDuplicates",
      "ignitionFromObject",
      "largestFiles",
      "lowerTo",
      "maskSecrets",
      "mergeIgnition",
      "normaliseIgnition",
      "parseIgnition",
      "rawReport",
      "suspectedSecrets",
      "translateUp",
      "validateIgnition",
      "validateOutput",
      "writtenPaths",
      "wrapGzip",
    ].sort(),
  );
});
