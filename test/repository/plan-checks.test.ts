import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { PROJECT } from "../support/project";
import { PLAN_CHECKS_PAGE, planChecksPage } from "./plan-checks-page";

const FILE = path.join(PROJECT, PLAN_CHECKS_PAGE);

test("the page of the plan checks says what the rules say; npm run generate-docs makes it anew", () => {
  const page = fs.readFileSync(FILE, "utf8");
  const generated = planChecksPage(page);
  if (process.env.GENERATE_DOCS === "1") fs.writeFileSync(FILE, generated);
  else expect(page).toBe(generated);
});

test("what is generated stays the same when it is generated again, and needs its marks", () => {
  const once = planChecksPage(fs.readFileSync(FILE, "utf8"));
  expect(planChecksPage(once)).toBe(once);
  expect(() => planChecksPage("# Plan checks\n")).toThrow("no marks");
});
