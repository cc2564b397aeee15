import { expect, test } from "vitest";
import { Random } from "./random";

function numbers(random: Random, count = 200): number[] {
  return Array.from({ length: count }, () => random.below(1000));
}

test("the same seeds give the same numbers, and others give others", () => {
  expect(numbers(new Random(1, 2))).toEqual(numbers(new Random(1, 2)));
  expect(numbers(new Random(1, 2))).not.toEqual(numbers(new Random(1, 3)));
  expect(numbers(new Random(1, 2))).not.toEqual(numbers(new Random(2, 1)));
});

test("the first numbers are those of all machines", () => {
  expect(numbers(new Random(1, 2), 6)).toMatchInlineSnapshot(`
    [
      14,
      911,
      214,
      110,
      189,
      727,
    ]
  `);
});

test("numbers stay within their bounds and reach all of them", () => {
  const random = new Random(7);
  const seen = new Set(Array.from({ length: 500 }, () => random.between(3, 6)));
  expect([...seen].sort()).toEqual([3, 4, 5, 6]);
});

test("chances and weights come out as they are asked for", () => {
  const random = new Random(9);
  const hits = Array.from({ length: 10_000 }, () => random.chance(0.2)).filter(Boolean).length;
  expect(hits).toBeGreaterThan(1_800);
  expect(hits).toBeLessThan(2_200);
  const picked = Array.from({ length: 10_000 }, () => random.weighted<string>([[3, "a"], [1, "b"], [0, "never"]])); // prettier-ignore
  expect(picked.filter((value) => value === "a").length).toBeGreaterThan(7_200);
  expect(picked.filter((value) => value === "b").length).toBeGreaterThan(2_200);
  expect(picked).not.toContain("never");
});
