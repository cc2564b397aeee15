import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import type { TestSpecification, Vitest } from "vitest/node";
import { LONGEST, LongestFirst } from "./longest-first";
import { PROJECT } from "./project";

test("the suites that are begun first are there", () => {
  expect(LONGEST.filter((file) => !fs.existsSync(path.join(PROJECT, file)))).toEqual([]);
});

test("a run begins with the suites that take longest, and leaves the others in their order", async () => {
  // As on a machine that has run nothing yet.
  const cache = { getFileTestResults: () => undefined, getFileStats: () => undefined };
  const sequencer = new LongestFirst({ cache, config: { root: PROJECT } } as unknown as Vitest);
  const files = ["test/b.test.ts", LONGEST[2], "test/a.test.ts", LONGEST[0]].map((file) => ({
    moduleId: `${PROJECT}/${file}`,
    project: { name: "p" },
  }));
  const sorted = await sequencer.sort(files as unknown as TestSpecification[]);
  expect(sorted.map(({ moduleId }) => path.relative(PROJECT, moduleId))).toEqual([
    LONGEST[0],
    LONGEST[2],
    "test/b.test.ts",
    "test/a.test.ts",
  ]);
});
