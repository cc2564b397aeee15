import { expect, test } from "vitest";
import { hashedNumber } from "../../lib/libvirt/hash";

test("a hashed number is the same in every run, and spread over 32 bits", () => {
  expect(hashedNumber("lab", "a")).toMatchInlineSnapshot(`3528965893`);
  const all = Array.from({ length: 1000 }, (_, i) => hashedNumber("lab", `n-${i}`));
  expect(Math.max(...all)).toBeGreaterThan(0xf0000000);
  expect(Math.min(...all)).toBeLessThan(0x10000000);
});

test("names that run together to one text have different numbers", () => {
  expect(hashedNumber("ab", "c")).not.toBe(hashedNumber("a", "bc"));
});
