import { expect, test } from "vitest";
import { Reach } from "../../../lib/check/model/reach";
import { REACH_WORDS } from "../../../lib/check/model/reach-words";

test("every way in which a change takes effect has words of its own", () => {
  const words = Object.values(Reach).map((reach) => REACH_WORDS[reach]);
  expect(new Set(words).size).toBe(Object.values(Reach).length);
  for (const each of words) expect(each).toMatch(/take effect|takes effect/);
});
