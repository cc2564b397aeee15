import { expect, test } from "vitest";
import { readYaml } from "../../../lib/butane/yaml";
import { plain } from "./plain";
import { outcome } from "./tree";

const refused = (text: string): unknown => outcome(() => plain(text));

test("that a token began a key shows when its colon comes, up to 1,024 characters later", () => {
  const key = "k".repeat(1024);
  expect(plain(`${key}: v\n`)).toEqual([[key, "v"]]);
  expect(refused(`${key}k: v\n`)).toEqual({ error: expect.stringContaining("mapping values are not allowed in this context") });
});

test("characters are counted, not the units of UTF-16", () => {
  const key = "🐢".repeat(1024);
  expect(plain(`${key}: v\n`)).toEqual([[key, "v"]]);
});

test("a key ends on its line", () => {
  expect(plain('"a b": c\n')).toEqual([["a b", "c"]]);
  expect(refused('"a\n b": c\n')).toEqual({ error: expect.stringMatching(/^yaml: /) });
});

test("what stands where a key must be, and is none, is a mistake", () => {
  expect(refused("a: b\nc\nd: e\n")).toEqual({ error: "yaml: line 2: could not find expected ':'" });
});

test("blocks end where a line is not deep enough", () => {
  expect(plain("a:\n  b:\n    c: d\n  e: f\ng: h\n")).toEqual([
    [
      "a",
      [
        ["b", [["c", "d"]]],
        ["e", "f"],
      ],
    ],
    ["g", "h"],
  ]);
});

test("in a flow collection there are no blocks, whatever the lines' depth", () => {
  expect(plain("a: [\nb,\n c: d\n]\n")).toEqual([["a", ["b", [["c", "d"]]]]]);
});

test.each([
  ["[", "]"],
  ["{a: ", "}"],
  ["- ", ""],
])("%j nests 10,000 deep and no deeper", (open, close) => {
  const nested = (depth: number): unknown => outcome(() => readYaml(open.repeat(depth) + close.repeat(depth)));
  expect(nested(9_990)).not.toHaveProperty("error");
  expect(nested(10_010)).toEqual({ error: "yaml: exceeded max depth of 10000" });
});

test("many more tokens than are kept at once are read", () => {
  const items = Array.from({ length: 5000 }, (_, i) => `i${i}`);
  expect(plain(items.map((item) => `- ${item}\n`).join(""))).toEqual(items);
});
