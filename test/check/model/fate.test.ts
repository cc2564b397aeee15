import { expect, test } from "vitest";
import { Fate } from "../../../lib/check/model/fate";

test("each fate has a word of its own, which programs read", () => {
  const words = Object.values(Fate);
  expect(new Set(words).size).toBe(10);
  for (const word of words) expect(word).toMatch(/^[a-z]+(-[a-z]+)*$/);
});
