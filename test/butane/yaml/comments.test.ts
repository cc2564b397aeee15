import { expect, test } from "vitest";
import { readYaml } from "../../../lib/butane/yaml";
import { plain } from "./plain";

/** Line and column of the value that the first key lacks. */
function placeOfEmptyValue(text: string): string {
  const { root, positions } = readYaml(text);
  const { line, column } = positions.at(root?.children[1].at ?? 0);
  return `${line}:${column}`;
}

test("comments stand wherever white space does", () => {
  expect(plain("# a\na: # b\n  # c\n  b # d\n# e\nc: [d, # f\n# g\n e]\n")).toEqual([
    ["a", "b"],
    ["c", ["d", "e"]],
  ]);
});

test("behind a token no white space is needed before one", () => {
  expect(plain('"a"#b\n')).toBe("a");
  expect(plain("[a]#b\n")).toEqual(["a"]);
});

test("a tab may stand before a comment where it may not stand before a key", () => {
  expect(plain("- a\n# b\n\t# c\n- d\n")).toEqual(["a", "d"]);
  expect(() => plain("- a\n\t- d\n")).toThrow("tab");
});

test("behind a comment the next one is looked for in 512 characters", () => {
  expect(plain(`- a\n# b${"\n".repeat(500)}\t# c\n- d\n`)).toEqual(["a", "d"]);
  expect(() => plain(`- a\n# b${"\n".repeat(520)}\t# c\n- d\n`)).toThrow("found character that cannot start any token");
});

test("a block ends before the comments that stand as deep as what is around it, and so do values that are not there", () => {
  expect(placeOfEmptyValue("? a\n# b\n")).toBe("2:2");
  expect(placeOfEmptyValue("? a\n  # b\n")).toBe("3:1");
  expect(placeOfEmptyValue("? a\n\n# b\n# c\n")).toBe("3:2");
});
