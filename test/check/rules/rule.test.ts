import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { RULES } from "../../../lib/check/rules";
import { Need } from "../../../lib/check/rules/rule";
import { PROJECT } from "../../support/project";

test("what rules can need is what the schema of reports knows, and some rule needs each", () => {
  const schema = fs.readFileSync(path.join(PROJECT, "lib/check/report/check-report.schema.json"), "utf8");
  expect(schema).toContain(`"enum": ${JSON.stringify(Object.values(Need)).replace(/,/g, ", ")}`);
  const needed = new Set(RULES.flatMap(({ parts }) => parts.flatMap(({ needs }) => needs)));
  expect(Object.values(Need).filter((need) => !needed.has(need))).toEqual([]);
});
