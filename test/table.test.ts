import { expect, test } from "vitest";
import { table } from "../lib/table";

test("columns stand below one another, by characters, and no line ends with spaces", () => {
  expect(
    table([
      ["a", "→→", "x"],
      ["bbb", "c", ""],
    ]),
  ).toBe("a    →→  x\nbbb  c\n");
  expect(table([])).toBe("");
});
