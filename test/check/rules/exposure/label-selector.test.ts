import { expect, test } from "vitest";
import { selects } from "../../../../lib/check/rules/exposure/label-selector";

const LABELS = new Map([
  ["env", "prod"],
  ["flatcar-pool", "web"],
  ["empty", ""],
]);

test.each([
  ["env=prod", true],
  ["env==prod", true],
  ["env=dev", false],
  ["env!=dev", true],
  ["env!=prod", false],
  ["other!=x", true],
  ["empty=", true],
  ["env", true],
  ["other", false],
  ["!other", true],
  ["!env", false],
  ["env in (dev, prod)", true],
  ["env in (dev)", false],
  ["other in (dev)", false],
  ["env notin (dev,test)", true],
  ["env notin (prod)", false],
  ["other notin (x)", true],
  ["env=prod, flatcar-pool in (web, db)", true],
  ["env=prod,flatcar-pool=db", false],
  ["env=${var.env}", undefined],
  ["", undefined],
  ["env=prod,what is this", undefined],
])("the selector %j of the labels of a server: %s", (selector, expected) => {
  expect(selects(selector, LABELS)).toBe(expected);
});
