import { expect, test } from "vitest";
import { printJson } from "./print-json";
import { Random } from "./random";
import { list, mapping, raw, text, treeOf } from "./tree";

test("a tree of JSON is printed as JSON of the same value, compact or over lines", () => {
  const value = { a: [1, -2.5, "x\n\u2028", null, true], b: {}, c: [], d: { e: [[{}]] } };
  const printed = Array.from({ length: 40 }, (_, i) => printJson(new Random(i), treeOf(value)));
  for (const json of printed) expect(JSON.parse(json)).toEqual(value);
  expect(new Set(printed).size).toBeGreaterThan(1);
});

test("what only YAML has becomes the nearest of JSON", () => {
  const tree = list([raw("0644"), raw("~"), raw(""), raw("[]"), { kind: "alias", to: "a" }, text("true")]);
  expect(JSON.parse(printJson(new Random(0), tree))).toEqual(["0644", null, null, [], null, "true"]);
});

test("a key that is there twice stays there twice", () => {
  const tree = mapping([[raw("a"), raw("1")], [raw("a"), raw("2")], [list(), raw("3")]]); // prettier-ignore
  expect(printJson(new Random(0), tree).match(/"a"/g)).toHaveLength(2);
});
