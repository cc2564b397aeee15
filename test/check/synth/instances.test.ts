import { expect, test } from "vitest";
import { instanceCount } from "../../../lib/check/synth/instances";

test.each([
  [{}, 1],
  [{ count: 3 }, 3],
  [{ count: "0" }, 0],
  [{ count: "${var.n}" }, undefined],
  [{ for_each: { a: 1, b: 2 } }, 2],
  [{ for_each: '${toset(["a", "b", "a"])}' }, 2],
  [{ for_each: "${toset([var.a])}" }, undefined],
  [{ for_each: "${var.names}" }, undefined],
  [{ for_each: ["a"] }, undefined],
])("a resource %j has %s instances", (resource, expected) => {
  expect(instanceCount(resource)).toBe(expected);
});
