import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { CommandArguments } from "../../lib/cli/arguments";
import { PLAN_OPTIONS, plansFrom } from "../../lib/cli/check-plans";
import { CommandIo } from "../../lib/cli/io";
import { withScratch } from "../support/project";

const ALL = ["dev", "prod", "prod-aws"];

function plans(args: readonly string[], chosen: readonly string[] = ALL, files: readonly string[] = []): { [stack: string]: string } {
  return withScratch((folder) => {
    for (const file of files) {
      fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      fs.writeFileSync(path.join(folder, file), "{}");
    }
    const found = plansFrom(CommandArguments.parse(args, PLAN_OPTIONS), { cwd: folder } as CommandIo, ALL, chosen);
    for (const { file, name } of found.values()) expect(file).toBe(path.join(folder, name));
    return Object.fromEntries([...found].map(([stack, { name }]) => [stack, name]));
  });
}

test("a plan is of the stack it is given for, of one with = in its name too", () => {
  expect(plans([])).toEqual({});
  expect(plans(["--plan", "prod=a.json", "--plan", "prod-aws=b=c.json"])).toEqual({ prod: "a.json", "prod-aws": "b=c.json" });
});

test("where one stack is checked its plan needs no name", () => {
  expect(plans(["--plan", "a.json"], ["prod"])).toEqual({ prod: "a.json" });
  expect(plans(["--plan", "prod=a.json"], ["prod"])).toEqual({ prod: "a.json" });
  expect(plans(["--plan", "a=b.json"], ["prod"], ["a=b.json"])).toEqual({ prod: "a=b.json" });
});

test("a folder has the plans of the stacks by their names, and other files", () => {
  const files = ["p/prod.json", "p/dev.json", "p/dev.tfplan", "p/README"];
  expect(plans(["--plan-dir", "p"], ALL, files)).toEqual({ dev: "p/dev.json", prod: "p/prod.json" });
  expect(plans(["--plan-dir", "p"], ["prod"], files)).toEqual({ prod: "p/prod.json" });
  expect(plans(["--plan-dir", "p", "--plan", "prod-aws=a.json"], ALL, files)).toEqual({
    ...{ dev: "p/dev.json", prod: "p/prod.json", "prod-aws": "a.json" },
  });
  expect(plans(["--plan-dir", "p"], ALL, ["p/none"])).toEqual({});
});

test.each<[readonly string[], readonly string[], readonly string[], string]>([
  [["--plan", "a.json"], ALL, [], "--plan a.json is of one stack, and there are 3"],
  [["--plan", "prd=a.json"], ALL, [], '--plan prd=a.json: there is no stack "prd"; did you mean "prod"?'],
  [["--plan", "prd=a.json"], ["prod"], [], 'there is no stack "prd"'],
  [["--plan", "dev=a.json"], ["prod"], [], "is of a stack that is not checked: name it too"],
  [["--plan", "dev="], ALL, [], "--plan dev= names no file"],
  [["--plan", ""], ["prod"], [], "is of one stack"],
  [["--plan", "dev=a", "--plan", "dev=b"], ALL, [], "dev has two plans, a and b: name one"],
  [["--plan", "a", "--plan", "dev=b"], ["dev"], [], "dev has two plans, a and b: name one"],
  [["--plan", "dev=a", "--plan-dir", "p"], ALL, ["p/dev.json"], "dev has two plans, a and p/dev.json: name one"],
  [["--plan-dir", "p"], ["dev"], ["p/dve.json"], '--plan-dir p has dve.json: there is no stack "dve"; did you mean "dev"?'],
  [["--plan-dir", "p"], ALL, [], "--plan-dir p is no folder that can be read (ENOENT)"],
  [["--plan-dir", "p/dev.json"], ALL, ["p/dev.json"], "(ENOTDIR)"],
])("what names no stack, or one twice, is a mistake in usage: %j of %j", (args, chosen, files, message) => {
  expect(() => plans(args, chosen, files)).toThrow(message);
});
