import { TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { checkCapacity } from "../../lib/pool/capacity";
import { scratchStack, thrown } from "../support";

const token = new TerraformVariable(scratchStack(), "v", {}).numberValue;

test.each([
  { min: 0, max: 0 },
  { min: 1, max: 1, desired: 1 },
  { min: 1, max: 5, desired: 1 },
  { min: 1, max: 5, desired: 5 },
])("$min to $max machines, $desired wanted, is a capacity", (capacity) => {
  expect(() => checkCapacity(capacity)).not.toThrow();
});

test.each([
  [{ min: 3, max: 2 }, "capacity"],
  [{ min: -1, max: 2 }, "capacity.min"],
  [{ min: 0, max: 1.5 }, "capacity.max"],
  [{ min: 0, max: Number.NaN }, "capacity.max"],
  [{ min: 1, max: 3, desired: 0 }, "capacity.desired"],
  [{ min: 1, max: 3, desired: 4 }, "capacity.desired"],
  [{ min: 1, max: 3, desired: 1.5 }, "capacity.desired"],
])("%j is none, because of %s", (capacity, subject) => {
  expect(thrown(() => checkCapacity(capacity))).toMatchObject({ code: "capacity", subject });
});

test("what is known only at apply is the platform's to check", () => {
  for (const capacity of [
    { min: token, max: 0 },
    { min: 9, max: token, desired: 9 },
    { min: 1, max: 2, desired: token },
    { min: token, max: token, desired: 1 },
  ])
    expect(() => checkCapacity(capacity)).not.toThrow();
});
