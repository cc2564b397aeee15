import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { withScratch } from "../support/project";
import { toolOf } from "./tool";

/** A project whose tools are said to be these. */
function withTools<T>(tools: object, fn: (project: string) => T): T {
  return withScratch((project) => {
    fs.mkdirSync(path.join(project, "test", "tools"), { recursive: true });
    fs.writeFileSync(path.join(project, "test", "tools", "build.mjs"), `console.log(${JSON.stringify(JSON.stringify({ tools }))});`);
    return fn(project);
  });
}

test("a tool is where the build says that it is", () => {
  expect(withTools({ butane: { path: "/x/butane", built: true } }, (project) => toolOf(project, "butane"))).toBe("/x/butane");
});

test("a tool that is not built, and one that nobody knows, is an error that says how to build it", () => {
  withTools({ butane: { path: "/x/butane", built: false } }, (project) => {
    for (const name of ["butane", "other"]) {
      expect(() => toolOf(project, name)).toThrow(`${name} has not been built: run node test/tools/build.mjs`);
    }
  });
});
