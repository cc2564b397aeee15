import { expect, test } from "vitest";
import * as butane from "../../lib/butane";

test("the public functions and classes are these", () => {
  expect(Object.keys(butane).sort()).toEqual(
    [
      "ButaneResult",
      "DiskFilesDirectory",
      "LocalFileFault",
      "MemoryFilesDirectory",
      "TreeNodeKind",
      "formatReports",
      "osReason",
      "renderCtConfig",
      "translateButane",
      "translateButaneObject",
    ].sort(),
  );
});
