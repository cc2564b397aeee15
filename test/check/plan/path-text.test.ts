import { expect, test } from "vitest";
import { pathText } from "../../../lib/check/plan/path-text";

test("a path is written as an expression of Terraform", () => {
  expect(pathText(["launch_template", 0, "version"])).toBe("launch_template[0].version");
  expect(pathText(["labels", 'a.b "c"'])).toBe('labels["a.b \\"c\\""]');
  expect(pathText([])).toBe("");
});
