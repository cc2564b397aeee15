import { expect, test } from "vitest";
import { listed } from "../../lib/check/listed";

test("an error lists what there is, and of many the first 20 with their number", () => {
  expect(listed([])).toBe("none is there");
  expect(listed(["a", "b"])).toBe("a, b");
  const many = Array.from({ length: 21 }, (_, i) => `n${i}`);
  expect(listed(many.slice(0, 20))).toBe(many.slice(0, 20).join(", "));
  expect(listed(many)).toBe(`${many.slice(0, 20).join(", ")}, … (21)`);
});

test("how many are listed can be said", () => {
  expect(listed(["a", "b"], 2)).toBe("a, b");
  expect(listed(["a", "b", "c"], 2)).toBe("a, b, … (3)");
});
