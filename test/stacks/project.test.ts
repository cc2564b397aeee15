import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { PROJECT } from "../../stacks/project";
import { build, runFine } from "../support/project";

test("the project is the folder of cdktf.json, from the source and from dist", () => {
  expect(fs.existsSync(path.join(PROJECT, "cdktf.json"))).toBe(true);
  expect(fs.realpathSync(PROJECT)).toBe(fs.realpathSync(path.dirname(path.dirname(__dirname))));
  build();
  const compiled = path.join(PROJECT, "dist", "stacks", "project.js");
  const script = `process.stdout.write(require(${JSON.stringify(compiled)}).PROJECT)`;
  expect(runFine(process.execPath, ["-e", script], { cwd: path.parse(PROJECT).root })).toBe(PROJECT);
}, 120_000);
